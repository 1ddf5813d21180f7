// Writing with twelve keys: text, cursor, mode, and the letter that the same key would still change. A pure state machine; time comes with each
// input.

import { lettersOfKey } from './alphabets.ts';
import { alphabetOf, type EntryMode, type Field, groupingOf, modesOf } from './field.ts';
import { graphemes } from './graphemes.ts';
import { keyOneSymbols, symbols } from './symbols.ts';

export interface Editor {
  readonly text: string;
  /** Before which UTF-16 unit it stands; never within a character. */
  readonly cursor: number;
  readonly mode: EntryMode;
  /** The letter before the cursor, which another press of the same key makes the next one. */
  readonly pending: { readonly key: string; readonly index: number; readonly atMs: number } | undefined;
  /** When the last character came, by hand: a password shows it for a moment. */
  readonly typedAtMs: number;
  /** Symbol that has the focus while their table is open. */
  readonly picker: number | undefined;
}

export type EditorInput =
  | { readonly type: 'key' | 'longKey'; readonly key: string }
  /** From an on-screen keyboard or another source that knows the character. */
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'delete' | 'clear' | 'nextMode' | 'togglePicker' | 'pick' }
  | { readonly type: 'move' | 'movePicker'; readonly by: number }
  | { readonly type: 'setMode'; readonly mode: EntryMode };

export interface Writing {
  readonly field: Field;
  /** BCP 47 tag: which accents and alphabet come first. */
  readonly language: string;
  readonly nowMs: number;
}

/** So long the same key goes on with its letters. */
export const multiTapMs = 1000;
/** So long a password shows its last character. */
export const showsLastMs = 1500;

export function newEditor(field: Field, text = '', language = 'en'): Editor {
  return {
    text,
    cursor: text.length,
    mode: modesOf(field, language)[0] ?? 'digits',
    pending: undefined,
    typedAtMs: Number.NEGATIVE_INFINITY,
    picker: undefined,
  };
}

/** Whether the letter before the cursor may still become another. */
export function isPending({ pending }: Editor, nowMs: number): boolean {
  return pending !== undefined && nowMs - pending.atMs < multiTapMs;
}

/** When the field looks otherwise without a key; undefined: never. */
export function changesInMs({ pending, typedAtMs }: Editor, field: Field, nowMs: number): number | undefined {
  const ends = [
    ...(pending === undefined ? [] : [pending.atMs + multiTapMs]),
    ...(field.kind === 'password' ? [typedAtMs + showsLastMs] : []),
  ];
  const waits = ends.map((end) => end - nowMs).filter((wait) => wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/** Where the character that ends or begins at the cursor has its other end: an emoji is one step. */
function stepFrom(text: string, cursor: number, by: number): number {
  const part = by < 0 ? text.slice(0, cursor) : text.slice(cursor);
  const lengths = graphemes(part).map(({ length }) => length);
  const length = (by < 0 ? lengths.at(-1) : lengths[0]) ?? 0;
  return by < 0 ? cursor - length : cursor + length;
}

function settled(editor: Editor): Editor {
  return editor.pending === undefined ? editor : { ...editor, pending: undefined };
}

function inserted(editor: Editor, text: string, { field, nowMs }: Writing): Editor {
  if (text === '' || editor.text.length + text.length > field.maxLength) return settled(editor);
  return {
    ...editor,
    text: editor.text.slice(0, editor.cursor) + text + editor.text.slice(editor.cursor),
    cursor: editor.cursor + text.length,
    pending: undefined,
    typedAtMs: nowMs,
  };
}

function deleted(editor: Editor): Editor {
  if (editor.cursor === 0) return settled(editor);
  const from = stepFrom(editor.text, editor.cursor, -1);
  return {
    ...settled(editor),
    text: editor.text.slice(0, from) + editor.text.slice(editor.cursor),
    cursor: from,
    typedAtMs: Number.NEGATIVE_INFINITY,
  };
}

function moved(editor: Editor, by: number): Editor {
  return { ...settled(editor), cursor: stepFrom(editor.text, editor.cursor, by), typedAtMs: Number.NEGATIVE_INFINITY };
}

/** At the beginning of a word. */
function begins(text: string, at: number): boolean {
  return at === 0 || /[\s\-'./]/.test(text.charAt(at - 1));
}

function cased(letter: string, mode: EntryMode, atBegin: boolean): string {
  const upper = mode === 'upper' || mode === 'nativeUpper' || ((mode === 'title' || mode === 'nativeTitle') && atBegin);
  const capital = letter.toUpperCase();
  // A letter whose capital is two (ß) stays as it is: pressing on must replace exactly one.
  return upper && capital.length === letter.length ? capital : letter;
}

/** What a key goes through in a mode; a letter stands for itself where there is one. */
function choicesOf(key: string, mode: EntryMode, language: string): string {
  const alphabet = alphabetOf(mode, language);
  if (alphabet === undefined) return key;
  if (key === '1') return keyOneSymbols;
  return key === '0' ? ' 0' : lettersOfKey(key, alphabet, language);
}

function tapped(editor: Editor, key: string, writing: Writing): Editor {
  const choices = choicesOf(key, editor.mode, writing.language);
  if (choices.length <= 1) return inserted(editor, choices, writing);
  const { pending } = editor;
  if (pending?.key === key && isPending(editor, writing.nowMs)) {
    const index = (pending.index + 1) % choices.length;
    const at = editor.cursor - 1;
    const letter = cased(choices.charAt(index), editor.mode, begins(editor.text, at));
    const text = editor.text.slice(0, at) + letter + editor.text.slice(editor.cursor);
    return { ...editor, text, pending: { key, index, atMs: writing.nowMs }, typedAtMs: writing.nowMs };
  }
  const letter = cased(choices.charAt(0), editor.mode, begins(editor.text, editor.cursor));
  const next = inserted(editor, letter, writing);
  return next.text === editor.text ? next : { ...next, pending: { key, index: 0, atMs: writing.nowMs } };
}

/** Digits in groups: a full group is ended by the next digit, `*` ends one early. */
function grouped(editor: Editor, key: string, writing: Writing): Editor {
  const grouping = groupingOf(writing.field);
  if (grouping === undefined) return inserted(editor, key, writing);
  const { separator, lengths } = grouping;
  const groups = editor.text.slice(0, editor.cursor).split(separator);
  const current = groups.at(-1) ?? '';
  const last = editor.text.split(separator).length >= lengths.length;
  if (key === '*') return current === '' || last ? settled(editor) : inserted(editor, separator, writing);
  const full = current.length >= (lengths[groups.length - 1] ?? 0);
  if (!full) return inserted(editor, key, writing);
  return last ? settled(editor) : inserted(editor, separator + key, writing);
}

/** Where the star is no character of a number: the dot of a name, the way back of a search, the table of symbols. */
function starred(editor: Editor, writing: Writing): Editor {
  const { kind } = writing.field;
  if (kind === 'host') return inserted(editor, '.', writing);
  return kind === 'search' ? deleted(editor) : { ...settled(editor), picker: 0 };
}

function pressed(editor: Editor, key: string, writing: Writing): Editor {
  if (editor.picker !== undefined) return pressed({ ...editor, picker: undefined }, key, writing);
  const { kind } = writing.field;
  if (groupingOf(writing.field) !== undefined && editor.mode === 'digits')
    return key === '#' ? settled(editor) : grouped(editor, key, writing);
  if (kind === 'integer') return /\d/.test(key) ? inserted(editor, key, writing) : settled(editor);
  if (kind === 'dial' && editor.mode === 'digits') return inserted(editor, key, writing);
  if (key === '#') return nextMode(editor, writing);
  return key === '*' ? starred(editor, writing) : tapped(editor, key, writing);
}

/** What a key means when it is held: its digit in place of the letter; in numbers `+`, a pause, and letters. */
function held(editor: Editor, key: string, writing: Writing): Editor {
  const letters = alphabetOf(editor.mode, writing.language) !== undefined;
  if (letters && /\d/.test(key)) {
    return inserted(editor.pending?.key === key ? deleted(editor) : editor, key, writing);
  }
  if (key === '#' && writing.field.kind === 'dial' && !letters) return nextMode(deleted(editor), writing);
  const instead = writing.field.kind === 'dial' && !letters ? ({ 0: '+', '*': ',' } as Record<string, string>)[key] : undefined;
  return instead === undefined ? editor : inserted(deleted(editor), instead, writing);
}

function nextMode(editor: Editor, { field, language }: Writing): Editor {
  const modes = modesOf(field, language);
  return { ...settled(editor), mode: modes[(modes.indexOf(editor.mode) + 1) % modes.length] ?? editor.mode };
}

export function edited(editor: Editor, input: EditorInput, writing: Writing): Editor {
  switch (input.type) {
    case 'key':
      return pressed(editor, input.key, writing);
    case 'longKey':
      return held(editor, input.key, writing);
    case 'insert':
      return inserted({ ...editor, picker: undefined }, input.text, writing);
    case 'delete':
      return deleted(editor);
    case 'clear':
      return { ...settled(editor), text: '', cursor: 0 };
    case 'move':
      return moved(editor, input.by);
    case 'nextMode':
      return nextMode(editor, writing);
    case 'setMode':
      return { ...settled(editor), mode: input.mode };
    case 'togglePicker':
      return { ...settled(editor), picker: editor.picker === undefined ? 0 : undefined };
    case 'movePicker':
      return { ...editor, picker: ((editor.picker ?? 0) + input.by + 2 * symbols.length) % symbols.length };
    case 'pick':
      return inserted({ ...editor, picker: undefined }, symbols[editor.picker ?? 0] ?? '', writing);
  }
}
