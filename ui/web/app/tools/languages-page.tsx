// Languages that the phone has not itself: brought as a file, chosen like the others, taken away; and the texts to translate.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BroughtLanguageFile } from '../../../administration/languages.ts';
import type { FilesTaken } from '../../../administration/media-files.ts';
import { useAsked, useDeed } from '../asked.ts';
import { Field, LeftOut, Section, Told, Waiting } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

interface Brought {
  readonly language: BroughtLanguageFile;
  readonly refused: FilesTaken['refused'];
}

export function LanguagesPage(): JSX.Element {
  const asked = useAsked<readonly BroughtLanguageFile[]>('/api/languages');
  const deed = useDeed();
  const [refused, setRefused] = useState<FilesTaken['refused']>([]);
  const bring = async (form: HTMLFormElement): Promise<void> => {
    const file = new FormData(form).get('language-file');
    const done = await deed.run<Brought>('POST', '/api/languages', file, ({ language }) =>
      t('{name} is there, {texts} of {all} texts.', { name: language.ownName, texts: language.texts, all: language.all }),
    );
    setRefused(done?.refused ?? []);
    if (done === undefined) return;
    form.reset();
    asked.again();
  };
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
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  void deed.run('DELETE', `/api/languages/${tag}`, undefined, t('Taken away.')).then(() => asked.again())
                }
              >
                {rich('Delete{1}', { 1: <span class="unseen"> {ownName}</span> })}
              </button>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="bring-language" title={t('Bring a language')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void bring(event.currentTarget);
          }}
        >
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
