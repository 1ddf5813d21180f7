// Who changed which settings when, and the way back to any moment.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ParameterRevision } from '../../../administration.ts';
import { useAsked } from '../asked.ts';
import { rich, t } from '../text/words.ts';
import { useBook } from './book-context.ts';

const shownPaths = 4;

function Paths({ paths }: Pick<ParameterRevision, 'paths'>): JSX.Element {
  const more = paths.length - shownPaths;
  return (
    <>
      {paths.slice(0, shownPaths).map((path) => (
        <div key={path}>
          <code>{path}</code>
        </div>
      ))}
      {more > 0 && <div class="second">{rich('and {1} more', { 1: more })}</div>}
    </>
  );
}

export function HistoryPage(): JSX.Element {
  const book = useBook();
  const [told, setTold] = useState('');
  // Each change that is saved on these pages is read from the phone anew, and stands here from then on.
  const asked = useAsked<readonly ParameterRevision[]>('/api/parameters/history', undefined, book.entries);
  const { value: revisions, refused } = asked;
  const back = async (revision: number): Promise<void> => {
    const outcome = await book.rollBack(revision);
    await asked.again();
    setTold(
      'revision' in outcome
        ? t('As it was after change {revision}.', { revision })
        : t('Not done: {1}.', { 1: outcome.expected ?? outcome.error }),
    );
  };
  return (
    <>
      <h1>{t('History of settings')}</h1>
      <p role="status">{refused === undefined ? told : t('The history cannot be read: {error}.', { error: refused.error })}</p>
      {revisions?.length === 0 && <p class="empty">{t('Nothing has been changed yet.')}</p>}
      {revisions !== undefined && revisions.length > 0 && (
        <div class="card scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('Change')}</th>
                <th scope="col">{t('When')}</th>
                <th scope="col">{t('By')}</th>
                <th scope="col">{t('Settings')}</th>
                <th scope="col">
                  <span class="unseen">{t('Action')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {revisions.map(({ revision, atMs, timeTrusted, origin, paths }, position) => (
                <tr key={revision}>
                  <td>{revision}</td>
                  <td>{timeTrusted ? new Date(atMs).toLocaleString() : 'before the time was known'}</td>
                  <td>{origin}</td>
                  <td>
                    <Paths paths={paths} />
                  </td>
                  <td>
                    {position > 0 && (
                      <button type="button" onClick={() => void back(revision)}>
                        {rich('Go back{1}', { 1: <span class="unseen">{rich(' to change {1}', { 1: revision })}</span> })}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
