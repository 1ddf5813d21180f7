// The function keys as they stand on the phone, a page of them at a time; the chosen one's settings stand beside.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { rich, t, words } from '../text/words.ts';
import { useBook } from './book-context.ts';
import type { Entry, ParameterBook, Value } from './parameter-book.ts';
import { ParameterField } from './parameter-field.tsx';

const row = 'personal_settings/functional_key';
const keysOnPage = 12;
const column = keysOnPage / 2;

const typeNames: Readonly<Record<string, string>> = words({
  SPEED_DIAL: 'Speed dial',
  SPEED_DIAL_BLF: 'Watches and dials',
  SPEED_DIAL_PRESENCE: 'Presence',
  PAGING: 'Paging',
  KEY_EVENT: 'Key event',
  DISCREET_CALL: 'Discreet call',
});

function typeWords(type: string): string {
  const word = typeNames[type];
  return word === undefined ? `${type[0] ?? ''}${type.slice(1).toLowerCase().replaceAll('_', ' ')}` : t(word);
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
          <strong>{label || number || (free ? t('Free') : typeWords(type ?? ''))}</strong>
          <span>{rich('Key {1}{2}', { 1: index + 1, 2: free ? '' : `, ${typeWords(type ?? '')}` })}</span>
        </span>
      </button>
    );
  };
  return (
    <>
      <h1>{t('Function keys')}</h1>
      {pages > 1 && (
        <fieldset class="tabs">
          <legend class="unseen">{t('Page of keys')}</legend>
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
              {rich('{1} to {2}{3}', {
                1: each * keysOnPage + 1,
                2: Math.min(keys.size, (each + 1) * keysOnPage),
                3: shown.length > 0 && [...keys.keys()].slice(each * keysOnPage, (each + 1) * keysOnPage).some(isSet) && (
                  <span class="dot">
                    <span class="unseen">{t('some are set')}</span>
                  </span>
                ),
              })}
            </button>
          ))}
        </fieldset>
      )}
      <div class="key-editor">
        <div class="panel">
          <div>{shown.slice(0, column).map(key)}</div>
          <div>{shown.slice(column).map(key)}</div>
        </div>
        <section class="card" aria-label={t('Key {1}', { 1: chosen + 1 })}>
          <h2>{rich('Key {1}', { 1: chosen + 1 })}</h2>
          {keys.get(chosen)?.map((entry) => (
            <ParameterField key={entry.path} entry={entry} />
          ))}
        </section>
      </div>
      {others.length > 0 && (
        <p>
          {rich('Keys of the sidecar and of the lines stand under {1}.', {
            1: <a href="#/parameters/further-keys">{t('Line and Sidecar Keys')}</a>,
          })}
        </p>
      )}
    </>
  );
}
