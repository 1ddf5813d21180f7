// The call log, by kind.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CallLogEntry } from '../../../phone.ts';
import { duration, moment } from '../moments.ts';
import type { PageProps } from '../pages.ts';
import { t, words } from '../text/words.ts';

type Kind = CallLogEntry['kind'];

const kindWords: Readonly<Record<Kind, string>> = words({
  missed: 'Missed',
  received: 'Received',
  dialed: 'Dialed',
  rejected: 'Rejected',
  forwarded: 'Forwarded',
});

export function CallLogPage({ live }: PageProps): JSX.Element {
  const [kind, setKind] = useState<Kind>();
  const log = live.phone?.callLog ?? [];
  const kinds = [...new Set(log.map((entry) => entry.kind))];
  const shown = kind === undefined ? log : log.filter((entry) => entry.kind === kind);
  return (
    <>
      <h1>{t('Call history')}</h1>
      {log.length === 0 ? (
        <p class="empty">{t('No calls yet.')}</p>
      ) : (
        <>
          <fieldset class="tabs">
            <legend class="unseen">{t('Kind')}</legend>
            <button type="button" aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>
              {t('All')}
            </button>
            {kinds.map((each) => (
              <button key={each} type="button" aria-pressed={kind === each} onClick={() => setKind(each)}>
                {t(kindWords[each])}
              </button>
            ))}
          </fieldset>
          <div class="card scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('Who')}</th>
                  <th scope="col">{t('Number')}</th>
                  <th scope="col">{t('Kind')}</th>
                  <th scope="col">{t('When')}</th>
                  <th scope="col">{t('How long')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((entry) => (
                  <tr key={entry.id}>
                    <th scope="row">{entry.remote.name ?? t('No name')}</th>
                    <td>{entry.remote.number}</td>
                    <td>{t(kindWords[entry.kind])}</td>
                    <td>{moment(entry.atMs, entry.timeTrusted)}</td>
                    <td class="figures">{entry.durationMs > 0 ? duration(entry.durationMs) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
