// Parameters from all pages: those that a search finds, and those that are not as the factory has them.

import type { JSX } from 'preact';
import { t } from '../text/words.ts';
import { useBook } from './book-context.ts';
import { pageOf } from './page-tree.ts';
import type { Entry } from './parameter-book.ts';
import { ParameterField } from './parameter-field.tsx';
import { isModified, search } from './search.ts';

const mostFound = 60;

function Found({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  const pages = Map.groupBy(entries, ({ pattern }) => pageOf(pattern));
  return (
    <>
      {[...pages].map(([page, members]) => (
        <section key={page.id} class="card" aria-labelledby={`found-${page.id}`}>
          <h2 id={`found-${page.id}`}>
            <a href={`#/parameters/${page.id}`}>{t(page.title)}</a>
          </h2>
          {members.map((entry) => (
            <ParameterField key={entry.path} entry={entry} />
          ))}
        </section>
      ))}
    </>
  );
}

export function SearchPage({ text }: { readonly text: string }): JSX.Element {
  const book = useBook();
  const found = search(book.entries, text, mostFound);
  return (
    <>
      <h1>{t('Search')}</h1>
      <p role="status">
        {found.length === 0
          ? t('No parameter has “{text}” in its name, its explanation or another vendor’s name for it.', { text })
          : found.length === mostFound
            ? t('The first {count} found for “{text}”.', { count: found.length, text })
            : t('{count} found for “{text}”.', { count: found.length, text })}
      </p>
      <Found entries={found} />
    </>
  );
}

export function ModifiedPage(): JSX.Element {
  const book = useBook();
  const modified = book.entries.filter(isModified);
  return (
    <>
      <h1>{t('What was modified')}</h1>
      {book.loaded && modified.length === 0 && <p class="empty">{t('Everything is as the factory has it.')}</p>}
      <Found entries={modified} />
    </>
  );
}
