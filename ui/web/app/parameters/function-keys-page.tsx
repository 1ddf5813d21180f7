// The function keys as they stand on the phone, a page of them at a time; the chosen one's settings stand beside.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useBook } from './book-context.ts';
import type { Entry, ParameterBook, Value } from './parameter-book.ts';
import { ParameterField } from './parameter-field.tsx';

const row = 'personal_settings/functional_key';
const keysOnPage = 12;
const column = keysOnPage / 2;

const words: Readonly<Record<string, string>> = {
  SPEED_DIAL: 'Speed dial',
  SPEED_DIAL_BLF: 'Watches and dials',
  SPEED_DIAL_PRESENCE: 'Presence',
  PAGING: 'Paging',
  KEY_EVENT: 'Key event',
  DISCREET_CALL: 'Discreet call',
};

function typeWords(type: string): string {
  return words[type] ?? `${type[0] ?? ''}${type.slice(1).toLowerCase().replaceAll('_', ' ')}`;
}

/** As it will be, saved or not. */
function willBe(book: ParameterBook, entries: readonly Entry[], name: string): Value | undefined {
  const entry = entries.find(({ path }) => path.endsWith(`/${name}`));
  if (entry === undefined) return undefined;
  const wanted = book.wanted(entry.path);
  if (wanted === null) return entry.declaration.default;
  return wanted ?? ('value' in entry.state ? entry.state.value : undefined);
}

export function FunctionKeysPage(): JSX.Element {
  const book = useBook();
  const [page, turn] = useState(0);
  const [chosen, choose] = useState(0);
  const keys = Map.groupBy(
    book.entries.filter(({ pattern }) => pattern.startsWith(`${row}/`)),
    ({ index }) => index ?? 0,
  );
  const pages = Math.ceil(keys.size / keysOnPage);
  const isSet = (index: number): boolean => String(willBe(book, keys.get(index) ?? [], 'type') ?? 'NONE') !== 'NONE';
  const shown = [...keys.keys()].slice(page * keysOnPage, (page + 1) * keysOnPage);
  const others = book.entries.filter(
    ({ pattern }) => pattern.startsWith('personal_settings/sidecar_key/') || pattern.startsWith('voip/line_key'),
  );
  const key = (index: number): JSX.Element => {
    const entries = keys.get(index) ?? [];
    const [type, label, number] = ['type', 'key_label', 'speed_dial_number'].map((name) =>
      String(willBe(book, entries, name) ?? ''),
    );
    const free = type === 'NONE' || type === '';
    return (
      <button
        key={index}
        type="button"
        class={`function-key${free ? ' free' : ''}`}
        aria-pressed={index === chosen}
        onClick={() => choose(index)}
      >
        <span class="lamp" aria-hidden="true" />
        <span class="words">
          <strong>{label || number || (free ? 'Free' : typeWords(type ?? ''))}</strong>
          <span>
            Key {index + 1}
            {free ? '' : `, ${typeWords(type ?? '')}`}
          </span>
        </span>
      </button>
    );
  };
  return (
    <>
      <h1>Function keys</h1>
      {pages > 1 && (
        <fieldset class="tabs">
          <legend class="unseen">Page of keys</legend>
          {Array.from({ length: pages }, (_, each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === page}
              onClick={() => {
                turn(each);
                choose(each * keysOnPage);
              }}
            >
              {each * keysOnPage + 1} to {Math.min(keys.size, (each + 1) * keysOnPage)}
              {shown.length > 0 && [...keys.keys()].slice(each * keysOnPage, (each + 1) * keysOnPage).some(isSet) && (
                <span class="dot">
                  <span class="unseen">some are set</span>
                </span>
              )}
            </button>
          ))}
        </fieldset>
      )}
      <div class="key-editor">
        <div class="panel">
          <div>{shown.slice(0, column).map(key)}</div>
          <div>{shown.slice(column).map(key)}</div>
        </div>
        <section class="card" aria-label={`Key ${chosen + 1}`}>
          <h2>Key {chosen + 1}</h2>
          {keys.get(chosen)?.map((entry) => (
            <ParameterField key={entry.path} entry={entry} />
          ))}
        </section>
      </div>
      {others.length > 0 && (
        <p>
          Keys of the sidecar and of the lines stand under <a href="#/parameters/further-keys">Line and Sidecar Keys</a>.
        </p>
      )}
    </>
  );
}
