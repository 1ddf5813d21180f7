// One parameter as a field: label, unit, range, default and help, where its value comes from, and what is wrong with what was typed.

import type { JSX } from 'preact';
import { rich, t } from '../text/words.ts';
import { useBook } from './book-context.ts';
import type { Entry, Value } from './parameter-book.ts';
import { isModified } from './search.ts';
import { ValueControl } from './value-control.tsx';

/** "1 to 65535", "20 to 200 ms". */
function rangeOf({ declaration }: Entry): string | undefined {
  if (declaration.type === 'string') return declaration.expected;
  if (declaration.type !== 'integer' || declaration.enum !== undefined) return undefined;
  const { minimum, maximum, unit = '' } = declaration;
  if (minimum === undefined || maximum === undefined) return unit || undefined;
  return t('{minimum} to {maximum} {unit}', { minimum, maximum, unit }).trim();
}

function defaultOf({ declaration, index }: Entry): string {
  const value = declaration.defaults?.[index ?? 0] ?? declaration.default;
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  return value === '' ? t('empty') : String(value);
}

function Facts({ entry }: { readonly entry: Entry }): JSX.Element {
  const { declaration, path, state } = entry;
  const range = rangeOf(entry);
  const facts = [
    ...(range === undefined ? [] : [range]),
    ...(declaration.secret ? [] : [t('Default: {1}', { 1: defaultOf(entry) })]),
    ...(state.source === 'inherited' ? [t('Taken from {inherits}', { inherits: declaration.inherits })] : []),
    ...(state.source === 'commandLine' ? [t('Set at start')] : []),
    ...(entry.readOnly ? [t('Only the administrator changes this')] : []),
    ...(declaration.needsRestart ? [t('Takes effect at the next start')] : []),
    ...(declaration.noEffectYet ? [t('Kept, but without effect in this version')] : []),
  ];
  return (
    <p class="facts">
      {[...facts, ''].join(' · ')}
      <code>{path}</code>
    </p>
  );
}

/** From what was typed, or from what was set. */
function WayBack({ entry, changed }: { readonly entry: Entry; readonly changed: boolean }): JSX.Element | null {
  const book = useBook();
  if (changed) {
    return (
      <button type="button" class="quiet" onClick={() => book.forget(entry.path)}>
        {t('Discard')}
      </button>
    );
  }
  if (entry.state.source !== 'stored' || entry.readOnly) return null;
  return (
    <button type="button" class="quiet" onClick={() => book.want(entry, null)}>
      {rich('Default{1}', { 1: <span class="unseen">{rich(' of {1}', { 1: entry.declaration.title })}</span> })}
    </button>
  );
}

/** A short name beside the label when several of a row stand together. */
export function ParameterField({ entry }: { readonly entry: Entry }): JSX.Element {
  const book = useBook();
  const { path, declaration, state, readOnly } = entry;
  const wanted = book.wanted(path);
  const error = book.errors.get(path);
  const stands: Value | undefined = 'value' in state ? state.value : undefined;
  const restored = declaration.secret ? undefined : (declaration.defaults?.[entry.index ?? 0] ?? declaration.default);
  const value = wanted === null ? restored : (wanted ?? stands);
  const changed = wanted !== undefined;
  const left = (): void => {
    if (book.wanted(path) !== undefined) void book.preview();
  };
  return (
    <div class={`parameter${changed ? ' changed' : ''}${readOnly ? ' kept' : ''}`}>
      <div class="heading">
        <label for={path}>{declaration.title}</label>
        {isModified(entry) && !changed && (
          <span class="dot" title={t('Not as the factory has it')}>
            <span class="unseen">{t('changed from the default')}</span>
          </span>
        )}
        {changed && <span class="tag">{wanted === null ? t('To the default') : t('Not saved')}</span>}
        <span class="space" />
        <WayBack {...{ entry, changed }} />
      </div>
      <ValueControl
        {...{ entry, value, left, invalid: error !== undefined }}
        change={(next) => book.want(entry, next)}
        describedBy={`${path}-help ${path}-error`}
      />
      <p id={`${path}-error`} class="error" role={error === undefined ? undefined : 'alert'}>
        {error !== undefined && t('Expected: {error}.', { error })}
      </p>
      <div class="about" id={`${path}-help`}>
        <p class="help">{declaration.help}</p>
        {declaration.warning && <p class="help warning">{declaration.warning}</p>}
        <Facts entry={entry} />
      </div>
    </div>
  );
}
