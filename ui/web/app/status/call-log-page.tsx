// The call log, by kind.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CallLogEntry } from '../../../phone.ts';
import { duration, moment } from '../moments.ts';
import type { PageProps } from '../pages.ts';

type Kind = CallLogEntry['kind'];

function words(kind: Kind): string {
  return `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
}

export function CallLogPage({ live }: PageProps): JSX.Element {
  const [kind, setKind] = useState<Kind>();
  const log = live.phone?.callLog ?? [];
  const kinds = [...new Set(log.map((entry) => entry.kind))];
  const shown = kind === undefined ? log : log.filter((entry) => entry.kind === kind);
  return (
    <>
      <h1>Call history</h1>
      {log.length === 0 ? (
        <p class="empty">No calls yet.</p>
      ) : (
        <>
          <fieldset class="tabs">
            <legend class="unseen">Kind</legend>
            <button type="button" aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>
              All
            </button>
            {kinds.map((each) => (
              <button key={each} type="button" aria-pressed={kind === each} onClick={() => setKind(each)}>
                {words(each)}
              </button>
            ))}
          </fieldset>
          <div class="card scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">Number</th>
                  <th scope="col">Kind</th>
                  <th scope="col">When</th>
                  <th scope="col">How long</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((entry) => (
                  <tr key={entry.id}>
                    <th scope="row">{entry.remote.name ?? 'No name'}</th>
                    <td>{entry.remote.number}</td>
                    <td>{words(entry.kind)}</td>
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
