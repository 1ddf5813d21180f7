// What a field takes: how it is typed, how long it may be, and whether what stands in it is right.

import type { AlphabetName } from './alphabets.ts';
import { nativeAlphabet } from './alphabets.ts';

export type FieldKind =
  /** Words. */
  | 'text'
  /** A number to be dialled, or an address with letters. */
  | 'dial'
  | 'integer'
  /** `*` is the dot of IPv4; IPv6 has letters. */
  | 'address'
  | 'mask'
  /** A name or an address of the network: `*` is the dot. */
  | 'host'
  | 'password'
  /** `14:05`. */
  | 'time'
  /** `2026-11-21`. */
  | 'date'
  /** Digits that stand for letters: what is looked for, not written. */
  | 'search';

export interface Field {
  readonly kind: FieldKind;
  readonly maxLength: number;
  /** An empty one is no answer. */
  readonly required: boolean;
  /** Of an integer. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** `native…`: letters of the language's own alphabet where that is not the Latin one. */
export type EntryMode = 'lower' | 'title' | 'upper' | 'nativeLower' | 'nativeTitle' | 'nativeUpper' | 'digits' | 'search';

/** Digits in groups, with a sign between them that comes by itself when a group is full. */
export interface Grouping {
  readonly separator: string;
  readonly lengths: readonly number[];
}

const groupings: Readonly<Partial<Record<FieldKind, Grouping>>> = {
  address: { separator: '.', lengths: [3, 3, 3, 3] },
  mask: { separator: '.', lengths: [3, 3, 3, 3] },
  time: { separator: ':', lengths: [2, 2] },
  date: { separator: '-', lengths: [4, 2, 2] },
};

export function groupingOf({ kind }: Field): Grouping | undefined {
  return groupings[kind];
}

const latinModes: readonly EntryMode[] = ['title', 'lower', 'upper'];

/** Modes in the order in which `#` goes through them. */
export function modesOf({ kind }: Field, language: string): readonly EntryMode[] {
  const native = nativeAlphabet(language);
  const own: readonly EntryMode[] =
    native === undefined ? [] : native === 'hebrew' ? ['nativeLower'] : ['nativeTitle', 'nativeLower', 'nativeUpper'];
  switch (kind) {
    case 'text':
      return [...own, ...latinModes, 'digits'];
    case 'password':
      return ['digits', 'lower', 'upper'];
    case 'search':
      return ['search', ...(native === undefined ? [] : (['nativeLower'] as const)), 'lower', 'digits'];
    case 'dial':
    case 'address':
    case 'host':
      return ['digits', 'lower'];
    default:
      return ['digits'];
  }
}

/** The alphabet whose letters a mode types; undefined for digits. */
export function alphabetOf(mode: EntryMode, language: string): AlphabetName | undefined {
  if (mode === 'digits' || mode === 'search') return undefined;
  return mode.startsWith('native') ? nativeAlphabet(language) : 'latin';
}

/** What would have been right; the words are the language's. `limits` fills their gaps. */
export interface FieldProblem {
  readonly expected: 'required' | 'address' | 'mask' | 'integer' | 'time' | 'date' | 'number';
  readonly limits: Readonly<Record<string, number>>;
}

function problem(expected: FieldProblem['expected'], limits: FieldProblem['limits'] = {}): FieldProblem {
  return { expected, limits };
}

function octets(text: string): readonly number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const values = text.split('.').map(Number);
  return values.every((value) => value <= 255) ? values : undefined;
}

/** RFC 4291 §2.2, without the forms that end in IPv4. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const whole = halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
  return whole && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}

function isAddress(text: string): boolean {
  return octets(text) !== undefined || isIpv6(text);
}

/** Ones first, then zeros. */
function isMask(values: readonly number[] | undefined): boolean {
  return values !== undefined && /^1*0*$/.test(values.map((value) => value.toString(2).padStart(8, '0')).join(''));
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function integerProblem({ minimum, maximum }: Field, text: string): FieldProblem | undefined {
  const least = minimum ?? 0;
  const most = maximum ?? Number.MAX_SAFE_INTEGER;
  const value = Number(text);
  if (/^-?\d{1,15}$/.test(text) && value >= least && value <= most) return undefined;
  return problem('integer', { minimum: least, maximum: most });
}

/** Undefined: it can be taken. */
export function problemOf(field: Field, text: string): FieldProblem | undefined {
  if (text.trim() === '') return field.required ? problem('required') : undefined;
  switch (field.kind) {
    case 'integer':
      return integerProblem(field, text);
    case 'address':
      return isAddress(text) ? undefined : problem('address');
    case 'mask':
      return isMask(octets(text)) ? undefined : problem('mask');
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : problem('time');
    case 'date':
      return isDate(text) ? undefined : problem('date');
    case 'dial':
      return /[\p{L}\p{N}*#]/u.test(text) ? undefined : problem('number');
    default:
      return undefined;
  }
}
