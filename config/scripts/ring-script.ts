// A ring of the list: `n=Classic-1;w=3;c=1`. Its name is what Alert-Info may ask for. SPA9x2 administration guide p. 143.

import { type Parsed, parseScript, type ScriptReader } from './script-reader.ts';

export interface RingScript {
  readonly name: string;
  /** The number of a built-in tune, the place of a recording, or nothing: this ring is silence. */
  readonly waveform: { readonly tune: number } | { readonly place: string } | undefined;
  /** Which cadence it follows, 1 to 9; 0: none. */
  readonly cadence: number;
  /** Rest between two plays of a recording. */
  readonly breakMs: number;
  /** When it ends by itself; 0: not at all. */
  readonly totalMs: number;
}

const builtInTunes = 4;
const cadences = 9;

type Fields = { -readonly [Key in keyof RingScript]: RingScript[Key] };

const readers: Readonly<Record<string, (reader: ScriptReader, fields: Fields) => void>> = {
  n: (reader, fields) => {
    fields.name = reader.until(';');
    if (fields.name === '') reader.fail('a name');
  },
  w: (reader, fields) => {
    const text = reader.until(';');
    if (text === '') return;
    if (!/^\d+$/.test(text)) fields.waveform = { place: text };
    else if (Number(text) >= 1 && Number(text) <= builtInTunes) fields.waveform = { tune: Number(text) };
    else reader.fail(`a waveform from 1 to ${builtInTunes}, or where it is`);
  },
  c: (reader, fields) => {
    if (reader.peek() !== ';' && !reader.atEnd) fields.cadence = reader.whole('a cadence', 0, cadences);
  },
  b: (reader, fields) => {
    fields.breakMs = reader.duration(0);
  },
  t: (reader, fields) => {
    fields.totalMs = reader.duration(0);
  },
};

/** In any order; `n` must be there, and nothing may come twice. */
export function parseRingScript(text: string): Parsed<RingScript> {
  return parseScript(text, (reader) => {
    const fields: Fields = { name: '', waveform: undefined, cadence: 0, breakMs: 0, totalMs: 0 };
    const seen = new Set<string>();
    reader.list(';', Object.keys(readers).length, 'fields', () => {
      const key = Object.keys(readers).find((each) => !seen.has(each) && reader.take(`${each}=`));
      if (key === undefined) return reader.fail('n=, w=, c=, b= or t=, each once');
      seen.add(key);
      readers[key]?.(reader, fields);
    });
    if (!seen.has('n')) reader.fail('n=');
    return fields;
  });
}
