// Keys on the screen, for displays that are touched: letters of the mode, digits, or symbols.

import { accentsOf, alphabets, nativeAlphabet } from './alphabets.ts';
import type { Editor, EditorInput } from './editor.ts';
import { alphabetOf, type EntryMode, type Field, modesOf } from './field.ts';
import { modeLabel } from './mode-label.ts';
import { symbols } from './symbols.ts';

export interface KeyCap {
  /** For the semantic tree and the display list. */
  readonly id: string;
  readonly label: string;
  /** In place of the label. */
  readonly icon?: 'left' | 'right' | 'delete' | 'up';
  /** How many others wide. */
  readonly units: number;
  readonly input: EditorInput;
}

/** More stand in no row: each must be touched by a finger. */
export const mostKeysInRow = 11;

const cap = (id: string, label: string, input: EditorInput, units = 1): KeyCap => ({ id, label, units, input });
const letterCap = (letter: string): KeyCap => cap(letter, letter, { type: 'insert', text: letter });
const digitCap = (key: string, label = key): KeyCap => cap(key, label, { type: 'key', key });

/** Left and right of the cursor, as the text shows: what is read from right to left begins on the right. */
function arrows({ text }: Editor): readonly [KeyCap, KeyCap] {
  const forward = /^[^A-Za-z\u00c0-\u024f\u0370-\u04ff]*[\u0590-\u08ff]/.test(text) ? -1 : 1;
  return [
    { id: 'left', label: '', icon: 'left', units: 1, input: { type: 'move', by: -forward } },
    { id: 'right', label: '', icon: 'right', units: 1, input: { type: 'move', by: forward } },
  ];
}

const erase: KeyCap = { id: 'delete', label: '', icon: 'delete', units: 1, input: { type: 'delete' } };

function isUpper({ mode, text, cursor }: Editor): boolean {
  if (mode.endsWith('pper')) return true;
  return mode.endsWith('itle') && (cursor === 0 || /[\s\-'./]/.test(text.charAt(cursor - 1)));
}

/** Three rows; accents of the language stand where there is room behind the letters. */
function letterRows(editor: Editor, language: string): readonly (readonly KeyCap[])[] {
  const name = alphabetOf(editor.mode, language) ?? 'latin';
  const rows = [...alphabets[name].rows];
  for (const accent of name === 'latin' ? accentsOf(language) : '') {
    const free = rows.findIndex((row) => row.length < mostKeysInRow);
    if (free !== -1) rows[free] += accent;
  }
  const upper = isUpper(editor);
  return rows.map((row) => [...row].map((letter) => letterCap(upper && letter !== 'ß' ? letter.toUpperCase() : letter)));
}

/** From small letters to capitals and back, within the alphabet. */
function shift({ mode }: Editor, modes: readonly EntryMode[]): readonly KeyCap[] {
  const native = mode.startsWith('native');
  const next: EntryMode =
    mode === 'lower' || mode === 'nativeLower' ? (native ? 'nativeUpper' : 'upper') : native ? 'nativeLower' : 'lower';
  if (!modes.includes(next) || next === mode) return [];
  return [{ id: 'shift', label: '', icon: 'up', units: 1, input: { type: 'setMode', mode: next } }];
}

function modeCap(mode: EntryMode, language: string): KeyCap {
  return cap(`mode-${mode}`, modeLabel(mode, language), { type: 'setMode', mode }, 1.5);
}

/** Ways to digits, to the other alphabet and to symbols. */
function lowerRow(editor: Editor, field: Field, language: string): readonly KeyCap[] {
  const modes = modesOf(field, language);
  const native = nativeAlphabet(language);
  const nativeMode = modes.find((mode) => mode.startsWith('native'));
  const other = editor.mode.startsWith('native') ? modes.find((mode) => mode === 'lower') : nativeMode;
  return [
    ...shift(editor, modes),
    ...(modes.includes('digits') ? [modeCap('digits', language)] : []),
    ...(native === undefined || other === undefined ? [] : [modeCap(other, language)]),
    cap('symbols', '@#', { type: 'togglePicker' }, 1.5),
    cap('space', '', { type: 'insert', text: ' ' }, 3),
    ...arrows(editor),
    erase,
  ];
}

function pad(editor: Editor, field: Field, language: string): readonly (readonly KeyCap[])[] {
  const letters = modesOf(field, language).find((mode) => mode !== editor.mode && mode !== 'digits');
  const grouped = field.kind === 'address' || field.kind === 'mask';
  const literal = field.kind === 'dial';
  const [left, right] = arrows(editor);
  return [
    [digitCap('1'), digitCap('2'), digitCap('3'), erase],
    [digitCap('4'), digitCap('5'), digitCap('6'), left],
    [digitCap('7'), digitCap('8'), digitCap('9'), right],
    [
      digitCap('*', grouped ? '.' : '*'),
      digitCap('0'),
      literal ? letterCap('+') : digitCap('#'),
      letters === undefined ? digitCap('#') : modeCap(letters, language),
    ].map((key) => ({ ...key, units: 1 })),
  ];
}

function symbolRows(editor: Editor): readonly (readonly KeyCap[])[] {
  const rows = [0, 1, 2].map((row) => symbols.slice(row * mostKeysInRow, (row + 1) * mostKeysInRow).map(letterCap));
  return [...rows, [cap('symbols', 'abc', { type: 'togglePicker' }, 2), ...arrows(editor), erase]];
}

/** Always four rows. */
export function keyboardOf(editor: Editor, field: Field, language: string): readonly (readonly KeyCap[])[] {
  if (editor.picker !== undefined) return symbolRows(editor);
  if (alphabetOf(editor.mode, language) === undefined) return pad(editor, field, language);
  return [...letterRows(editor, language), lowerRow(editor, field, language)];
}
