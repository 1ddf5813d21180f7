// Conditions of rules and triggers: `$REGTMR1 gt 300 and "$CCERT" eq "Installed"`. Comparisons joined by `and`; there is no `or`.
// SPA provisioning guide p. 41.

import { expandMacros, type MacroValues } from './macros.ts';

export type Comparator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

type Operand =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a version, or a macro whose value is looked at later. */
  | { readonly kind: 'bare'; readonly text: string };

interface Comparison {
  readonly left: Operand;
  readonly comparator: Comparator;
  readonly right: Operand;
}

export type Condition = readonly Comparison[];

const comparators: Readonly<Record<string, Comparator>> = {
  '=': 'eq',
  '==': 'eq',
  '!=': 'ne',
  '!': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  eq: 'eq',
  ne: 'ne',
  lt: 'lt',
  le: 'le',
  gt: 'gt',
  ge: 'ge',
};

const token = /\s*(?:"([^"]*)"|(<=|>=|!=|==|[=<>!])|([^\s"=<>!]+))/y;

interface Token {
  readonly kind: 'text' | 'sign' | 'word';
  readonly text: string;
}

const longest = 2048;

/** Undefined when it is none. `( $SWVER ne 2.0.6 )` without its brackets; a missing left side is `$SWVER` (firmware before 2.0.6). */
export function parseCondition(text: string): Condition | undefined {
  const comparisons = tokensOf(text)?.reduce<Token[][]>(joinedByAnd, [[]]).map(comparisonOf) ?? [];
  return comparisons.length === 0 || comparisons.includes(undefined)
    ? undefined
    : comparisons.flatMap((comparison) => comparison ?? []);
}

function joinedByAnd(groups: Token[][], next: Token): Token[][] {
  if (next.kind === 'word' && next.text.toLowerCase() === 'and') groups.push([]);
  else groups.at(-1)?.push(next);
  return groups;
}

const ownVersion: Token = { kind: 'word', text: '$SWVER' };

function comparisonOf(tokens: readonly Token[]): Comparison | undefined {
  const [left, sign, right, further] = tokens.length === 2 ? [ownVersion, ...tokens] : tokens;
  const comparator = sign === undefined ? undefined : comparatorOf(sign);
  const whole = comparator !== undefined && left !== undefined && left.kind !== 'sign' && further === undefined;
  return whole && right !== undefined && right.kind !== 'sign'
    ? { left: operandOf(left), comparator, right: operandOf(right) }
    : undefined;
}

function tokensOf(text: string): readonly Token[] | undefined {
  if (text.length > longest) return undefined;
  const trimmed = text.trim();
  const tokens: Token[] = [];
  let at = 0;
  while (at < trimmed.length) {
    token.lastIndex = at;
    const [whole = '', quoted, sign, word] = token.exec(trimmed) ?? [];
    if (whole === '') return undefined;
    at += whole.length;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else tokens.push(sign !== undefined ? { kind: 'sign', text: sign } : { kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function comparatorOf({ kind, text }: Token): Comparator | undefined {
  const key = text.toLowerCase();
  return kind !== 'text' && Object.hasOwn(comparators, key) ? comparators[key] : undefined;
}

function operandOf({ kind, text }: Token): Operand {
  return { kind: kind === 'text' ? 'text' : 'bare', text };
}

/** False also for what cannot be compared: text by size, a macro that is unknown. */
export function holds(condition: Condition, values: MacroValues): boolean {
  return condition.every(({ left, comparator, right }) => {
    const [a, b] = [expandMacros(left.text, values), expandMacros(right.text, values)];
    if (left.kind === 'text' || right.kind === 'text') return comparator === 'eq' ? a === b : comparator === 'ne' && a !== b;
    const order = compareNumbers(a, b);
    return order !== undefined && verdicts[comparator](order);
  });
}

const verdicts: Readonly<Record<Comparator, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
};

/** Whole numbers and versions such as `2.0.6(b)`, part by part; undefined when one is neither. */
function compareNumbers(a: string, b: string): number | undefined {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '', right[i] ?? ''];
    if (x === y) continue;
    const order = Number(x) - Number(y);
    if (order !== 0 && !Number.isNaN(order)) return order;
    if (Number.isNaN(order)) return x < y ? -1 : 1;
  }
  return 0;
}

function partsOf(text: string): readonly string[] | undefined {
  const found = /^(-?\d{1,10})(?:\.(\d{1,10}))?(?:\.(\d{1,10}))?(?:\((\w{1,20})\))?$/.exec(text.trim());
  return found === null ? undefined : found.slice(1).map((part) => part ?? '');
}
