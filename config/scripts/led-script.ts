// How a lamp shines: `c=a;p=ud;u=.1/.1/.1/.9`. SPA9x2 administration guide, appendix A; `p=b` is the later MPP phones' word for slow.

import { type Parsed, parseScript, type ScriptReader } from './script-reader.ts';

export interface LedScript {
  readonly color: 'off' | 'red' | 'green' | 'amber';
  readonly pattern: 'off' | 'steady' | 'slow' | 'fast' | 'double' | 'custom';
  /** Of `custom`: on, off, on, off ... */
  readonly stepsMs?: readonly number[];
}

const colors = { o: 'off', r: 'red', g: 'green', a: 'amber' } as const;
const patterns = { n: 'steady', s: 'slow', f: 'fast', d: 'double', u: 'custom', b: 'slow' } as const;
/** The guide's `u=` takes four pairs. */
const mostPairs = 4;
const longestStepMs = 60_000;

interface Fields {
  color: LedScript['color'] | undefined;
  pattern: LedScript['pattern'] | undefined;
  stepsMs: readonly number[] | undefined;
}

function letterOf<T>(reader: ScriptReader, letters: Readonly<Record<string, T>>): T {
  const letter = Object.keys(letters).find((each) => reader.take(each));
  if (letter === undefined) return reader.fail(`one of ${Object.keys(letters).join(' ')}`);
  return letters[letter] as T;
}

function step(reader: ScriptReader): number {
  if (reader.peek() === '*') reader.fail('a time in seconds');
  const ms = reader.duration(0);
  return ms <= longestStepMs ? ms : reader.fail('at most 60 seconds');
}

const readers: Readonly<Record<string, (reader: ScriptReader, fields: Fields) => void>> = {
  c: (reader, fields) => {
    fields.color = letterOf(reader, colors);
  },
  p: (reader, fields) => {
    fields.pattern = letterOf(reader, patterns);
    // `sb` is `s`, `ud` is `u`.
    reader.take(fields.pattern === 'custom' ? 'd' : 'b');
  },
  u: (reader, fields) => {
    const steps: number[] = [];
    do {
      if (steps.length === 2 * mostPairs) reader.fail(`at most ${mostPairs} pairs`);
      steps.push(step(reader));
      reader.expect('/');
      steps.push(step(reader));
    } while (reader.take('/'));
    if (steps.every((ms) => ms === 0)) reader.fail('a time above 0');
    fields.stepsMs = steps;
  },
};

/**
 * Fields in any order, each once; without `c=` nothing is meant. Without `p=` the lamp is steady, or plays `u=` where that is there; a `u=`
 * beside another pattern says nothing.
 */
export function parseLedScript(text: string): Parsed<LedScript> {
  return parseScript(text, (reader) => {
    const fields: Fields = { color: undefined, pattern: undefined, stepsMs: undefined };
    const seen = new Set<string>();
    reader.list(';', Object.keys(readers).length, 'fields', () => {
      const key = Object.keys(readers).find((each) => !seen.has(each) && reader.take(each));
      if (key === undefined) return reader.fail('c=, p= or u=, each once');
      reader.expect('=');
      seen.add(key);
      readers[key]?.(reader, fields);
    });
    return scriptOf(reader, fields);
  });
}

function scriptOf(reader: ScriptReader, { color, pattern, stepsMs }: Fields): LedScript {
  if (color === undefined) return reader.fail('c=');
  if (color === 'off') return { color, pattern: 'off' };
  const chosen = pattern ?? (stepsMs === undefined ? 'steady' : 'custom');
  if (chosen !== 'custom') return { color, pattern: chosen };
  if (stepsMs === undefined) return reader.fail('u=');
  return { color, pattern: chosen, stepsMs };
}
