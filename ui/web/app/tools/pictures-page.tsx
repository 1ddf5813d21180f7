// Logo and background of the phone's screen: seen, brought and taken away.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type PictureName, pictureNames } from '../../../administration/pictures.ts';
import { useAsked, useDeed } from '../asked.ts';
import { Field, Section, TakeAway, Told, Waiting } from '../parts.tsx';
import { rich, t, words } from '../text/words.ts';

const titles: Readonly<Record<PictureName, string>> = words({
  logo: 'Logo',
  background: 'Background',
});

export function PicturesPage(): JSX.Element {
  const asked = useAsked<readonly PictureName[]>('/api/pictures');
  const deed = useDeed();
  // Another picture has the same address.
  const [turn, setTurn] = useState(0);
  const shown = (): Promise<void> => {
    setTurn((before) => before + 1);
    return asked.again();
  };
  return (
    <>
      <h1>{t('Logo and Background')}</h1>
      <p>
        {rich('What stands in their place without a picture is set under {1}.', {
          1: <a href="#/search?logo">{t('Logo Shown')}</a>,
        })}
      </p>
      <Told deed={deed} />
      <Waiting asked={asked} />
      {pictureNames.map((name) => (
        <Section key={name} id={name} title={t(titles[name])}>
          {asked.value?.includes(name) ? (
            <>
              <img class="brought" src={`/api/pictures/${name}?turn=${turn}`} alt={t('The picture that is shown')} />
              <p>
                <TakeAway deed={deed} path={`/api/pictures/${name}`} name={t(titles[name])} shown={shown} />
              </p>
            </>
          ) : (
            <p>{t('None was brought.')}</p>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const form = event.currentTarget;
              const file = new FormData(form).get(`${name}-file`);
              if (!(file instanceof Blob)) return;
              void deed.run('PUT', `/api/pictures/${name}`, file, t('It is shown.'), shown).then((answer) => {
                if (answer !== undefined) form.reset();
              });
            }}
          >
            <Field
              label={t('New picture')}
              id={`${name}-file`}
              type="file"
              accept="image/png,image/jpeg"
              help={t('PNG or JPEG of at most 1 MB; it is made to fit.')}
            />
            <button type="submit" class="main">
              {t('Bring')}
            </button>
          </form>
        </Section>
      ))}
    </>
  );
}
