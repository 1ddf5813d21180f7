// The rings: heard at the phone or here, brought and taken away.

import type { JSX } from 'preact';
import type { RingFile } from '../../../administration/media-files.ts';
import { useAsked, useDeed } from '../asked.ts';
import { Field, Section, Told, textsOf, Waiting } from '../parts.tsx';
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
              {!own && (
                <button
                  type="button"
                  class="quiet"
                  onClick={() => void deed.run('DELETE', pathOf(name), undefined, t('Taken away.')).then(() => asked.again())}
                >
                  {rich('Delete{1}', { 1: <span class="unseen"> {name}</span> })}
                </button>
              )}
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
            void deed.run('PUT', pathOf(name), file, `${name} is there.`).then((done) => {
              if (done === undefined) return;
              form.reset();
              asked.again();
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
    </>
  );
}
