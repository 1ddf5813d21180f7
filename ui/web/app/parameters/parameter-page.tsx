// A page of the tree: its parameters, those of a row (lines, keys) one index at a time.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t, words } from '../text/words.ts';
import { useBook } from './book-context.ts';
import { type ParameterPage as Page, pageOf } from './page-tree.ts';
import type { Entry } from './parameter-book.ts';
import { ParameterField } from './parameter-field.tsx';
import { isModified } from './search.ts';

/** `voip/line/N/enabled` belongs to `voip/line`; those without an index to ''. */
function rowOf({ pattern }: Entry): string {
  const at = pattern.indexOf('/N');
  return at < 0 ? '' : pattern.slice(0, at);
}

const rowNames: Readonly<Record<string, string>> = words({
  'voip/line': 'Line',
  'voip/codec/codec_info': 'Codec',
  'voip/line_key': 'Line key',
  'personal_settings/functional_key': 'Key',
  'personal_settings/sidecar_key': 'Sidecar key',
  'personal_settings/speed_dial': 'Digit',
  'personal_settings/lines': 'Line',
  'voip/distinctive_ringing': 'Ring',
  'provisioning/rule': 'Rule',
  'security/ca_certificate': 'Certificate',
});

function Row({ name, entries }: { readonly name: string; readonly entries: readonly Entry[] }): JSX.Element {
  const book = useBook();
  const indexes = [...new Set(entries.map(({ index }) => index ?? 0))];
  const [chosen, setChosen] = useState(indexes[0] ?? 0);
  const word = t(rowNames[name] ?? 'Number');
  const marked = (index: number): boolean =>
    entries.some((entry) => entry.index === index && (isModified(entry) || book.wanted(entry.path) !== undefined));
  return (
    <section class="card" aria-label={word}>
      <fieldset class="tabs">
        <legend class="unseen">{word}</legend>
        {indexes.map((index) => (
          <button key={index} type="button" aria-pressed={index === chosen} onClick={() => setChosen(index)}>
            {word} {index + 1}
            {marked(index) && (
              <span class="dot">
                <span class="unseen">{t('set')}</span>
              </span>
            )}
          </button>
        ))}
      </fieldset>
      {entries
        .filter(({ index }) => index === chosen)
        .map((entry) => (
          <ParameterField key={entry.path} entry={entry} />
        ))}
    </section>
  );
}

function ParameterRows({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  const rows = Map.groupBy(entries, rowOf);
  return (
    <>
      {[...rows].map(([name, members]) =>
        name === '' ? (
          <section key={name} class="card" aria-label={t('Settings')}>
            {members.map((entry) => (
              <ParameterField key={entry.path} entry={entry} />
            ))}
          </section>
        ) : (
          <Row key={name} name={name} entries={members} />
        ),
      )}
    </>
  );
}

export function ParameterPage({ page }: { readonly page: Page }): JSX.Element {
  const book = useBook();
  const entries = book.entries.filter(({ pattern }) => pageOf(pattern) === page);
  return (
    <>
      <h1>{t(page.title)}</h1>
      {book.loaded && entries.length === 0 && <p class="empty">{t('Nothing here that you may change.')}</p>}
      <ParameterRows entries={entries} />
    </>
  );
}
