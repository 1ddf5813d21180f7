// The rings: heard at the phone or here, brought and taken away.

import type { JSX } from 'preact';
import type { FilesTaken, RingFile } from '../../../administration/media-files.ts';
import { useAsked, useDeed } from '../asked.ts';
import { useBringing } from '../bringing.ts';
import { Field, LeftOut, Section, TakeAway, Told, textsOf, Waiting } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

export function RingsPage(): JSX.Element {
  const asked = useAsked<readonly RingFile[]>('/api/rings');
  const deed = useDeed();
  const pathOf = (name: string): string => `/api/rings/${encodeURIComponent(name)}`;
  return (
    <>
      <h1>{t('Rings')}</h1>
      <p>
        {rich('Which of them is heard for which line and caller stands under {1}.', {
          1: <a href="#/parameters/rings">{t('Ring Tones')}</a>,
        })}
      </p>
      <Told deed={deed} />
      <Section id="rings" title={t('All rings')}>
        <Waiting asked={asked} />
        <ul class="rows">
          {asked.value?.map(({ name, own }) => (
            <li key={name} class="row">
              <strong class="grow">{name}</strong>
              {!own && (
                // biome-ignore lint/a11y/useMediaCaption: a ring has no words
                <audio controls preload="none" src={pathOf(name)} aria-label={name} />
              )}
              <button
                type="button"
                onClick={() =>
                  void deed.run('POST', `${pathOf(name)}/play`, undefined, t('{name} is heard at the phone.', { name }))
                }
              >
                {rich('Play{1}', { 1: <span class="unseen">{rich(' {1} at the phone', { 1: name })}</span> })}
              </button>
              {!own && <TakeAway deed={deed} path={pathOf(name)} name={name} shown={asked.again} />}
            </li>
          ))}
        </ul>
      </Section>
      <Section id="bring" title={t('Bring a ring')}>
        <form
          onSubmit={(event) => {
            const form = event.currentTarget;
            const { 'ring-name': name = '' } = textsOf(event);
            const file = new FormData(form).get('ring-file');
            if (!(file instanceof Blob)) return;
            void deed.run('PUT', pathOf(name), file, t('{name} is there.', { name }), asked.again).then((done) => {
              if (done !== undefined) form.reset();
            });
          }}
        >
          <Field label={t('Name')} id="ring-name" />
          <Field
            label={t('Sound')}
            id="ring-file"
            type="file"
            accept=".wav,audio/wav"
            help={t('A WAV file of one channel: 8 kHz µ-law or A-law, or 8 or 16 kHz with 16 bits; at most 300 kB.')}
          />
          <button type="submit" class="main">
            {t('Bring')}
          </button>
        </form>
      </Section>
      <BringArchive again={asked.again} />
    </>
  );
}

/** Many at once; what was left out is told with the reason. */
function BringArchive({ again }: { readonly again: () => Promise<void> }): JSX.Element {
  const { deed, refused, submit } = useBringing<FilesTaken>({
    path: '/api/rings',
    field: 'ring-archive',
    told: ({ taken }) => (taken.length === 0 ? t('Nothing was taken.') : t('Taken: {names}.', { names: taken.join(', ') })),
    again,
  });
  return (
    <Section id="bring-archive" title={t('Bring an archive of rings')}>
      <form onSubmit={submit}>
        <Field
          label={t('Archive')}
          id="ring-archive"
          type="file"
          accept=".zip,.tgz,.tar.gz,.tar,application/zip,application/gzip"
          help={t('Zip or tgz with WAV files, at most 2 MB. Each ring has the name of its file.')}
        />
        <button type="submit" class="main">
          {t('Bring')}
        </button>
      </form>
      <Told deed={deed} />
      <LeftOut refused={refused} />
    </Section>
  );
}
