// Languages that the phone has not itself: brought as a file, chosen like the others, taken away; and the texts to translate.

import type { JSX } from 'preact';
import type { BroughtLanguageFile } from '../../../administration/languages.ts';
import type { FilesTaken } from '../../../administration/media-files.ts';
import { useAsked } from '../asked.ts';
import { useBringing } from '../bringing.ts';
import { Field, LeftOut, Section, TakeAway, Told, Waiting } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

interface Brought {
  readonly language: BroughtLanguageFile;
  readonly refused: FilesTaken['refused'];
}

export function LanguagesPage(): JSX.Element {
  const asked = useAsked<readonly BroughtLanguageFile[]>('/api/languages');
  const { deed, refused, submit } = useBringing<Brought>({
    path: '/api/languages',
    field: 'language-file',
    told: ({ language }) =>
      t('{name} is there, {texts} of {all} texts.', { name: language.ownName, texts: language.texts, all: language.all }),
    again: asked.again,
  });
  return (
    <>
      <h1>{t('Languages')}</h1>
      <p>
        {rich('Which of them the phone speaks is chosen under {1}.', {
          1: <a href="#/search?language">{t('Phone Display Language')}</a>,
        })}
      </p>
      <Section id="brought-languages" title={t('Brought as files')}>
        <Waiting asked={asked} />
        {asked.value?.length === 0 && <p>{t('None was brought.')}</p>}
        <ul class="rows">
          {asked.value?.map(({ tag, name, ownName, texts, all }) => (
            <li key={tag} class="row">
              <span class="grow">
                <strong lang={tag}>
                  <bdi>{ownName}</bdi>
                </strong>{' '}
                <span class="second">
                  {name}, {tag}: {t('{texts} of {all} texts', { texts, all })}
                </span>
              </span>
              <TakeAway deed={deed} path={`/api/languages/${tag}`} name={ownName} shown={asked.again} />
            </li>
          ))}
        </ul>
      </Section>
      <Section id="bring-language" title={t('Bring a language')}>
        <form onSubmit={submit}>
          <Field
            label={t('Language file')}
            id="language-file"
            type="file"
            accept=".json,application/json"
            help={t('JSON of at most 512 kB. What it does not say the phone says in English.')}
          />
          <div class="actions start">
            <button type="submit" class="main">
              {t('Bring')}
            </button>
            <button type="button" onClick={() => void deed.keep('GET', '/api/languages/template', undefined, 'language.json')}>
              {t('Take the English texts')}
            </button>
          </div>
        </form>
        <Told deed={deed} />
        <LeftOut refused={refused} />
      </Section>
    </>
  );
}
