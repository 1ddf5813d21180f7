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
  'personal_settings/soft_keys/own': 'Soft key',
  'voip/distinctive_ringing': 'Ring',
  'voip/ring/cadence': 'Cadence',
  'voip/ring/tone': 'Ring',
  'voip/regional_settings/call_progress_tones': 'Tone',
  'voip/services/group_paging/group': 'Group',
  'provisioning/rule': 'Rule',
  'provisioning/resync/trigger': 'Trigger',
  'provisioning/general_purpose': 'Value',
  'provisioning/general_purpose_secret': 'Secret value',
  'security/ca_certificate': 'Certificate',
});

/** As profile rules name them: `$A` to `$P`, `$SA` to `$SD`. */
const lettered: Readonly<Record<string, string>> = {
  'provisioning/general_purpose': '$',
  'provisioning/general_purpose_secret': '$S',
};

function labelOf(name: string, index: number): string {
  const mark = lettered[name];
  return mark === undefined ? String(index + 1) : `${mark}${String.fromCharCode(0x41 + index)}`;
}

/** Those that nothing acts on yet stand below the others, folded in. */
function Fields({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  const { active = [], kept = [] } = Object.groupBy(entries, ({ declaration }) => (declaration.noEffectYet ? 'kept' : 'active'));
  const fields = (some: readonly Entry[]): readonly JSX.Element[] =>
    some.map((entry) => <ParameterField key={entry.path} entry={entry} />);
  return (
    <>
      {fields(active)}
      {kept.length > 0 && (
        <details open={active.length === 0}>
          <summary>{t('Without effect in this version: {count}', { count: kept.length })}</summary>
          {fields(kept)}
        </details>
      )}
    </>
  );
}

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
            {word} {labelOf(name, index)}
            {marked(index) && (
              <span class="dot">
                <span class="unseen">{t('set')}</span>
              </span>
            )}
          </button>
        ))}
      </fieldset>
      <Fields entries={entries.filter(({ index }) => index === chosen)} />
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
            <Fields entries={members} />
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
