// A tone's frequencies and cadence: `350@-19,440@-19;10(*/0/1+2)`. SPA9x2 administration guide p. 142.
//
// Vendors' own profiles break their grammar, so we take: spaces anywhere; no `;` before a section that begins with `*`
// (`600@-19*(.1/.1/1)`, SPA9000 p. 226); a level without a sign (`480@10`); a `;` at the end; a segment without length.

import { longestMs, type Tone, type ToneSection, type ToneSegment } from '../tone.ts';
import { type Parsed, parseScript, type ScriptReader } from './script-reader.ts';

const mostFrequencies = 6;
const mostSections = 2;
const mostSegments = 6;
/** The sine that fills the coder is +3.14 dBm0. */
const loudestDbm0 = 3;

type Parts = ToneSegment['parts'];

export function parseToneScript(text: string): Parsed<Tone> {
  return parseScript(text, (reader) => {
    const parts = frequencies(reader);
    if (!reader.take(';') && reader.peek() !== '*') reader.fail('";"');
    return { sections: reader.list(';', mostSections, 'sections', () => section(reader, parts)) };
  });
}

function frequencies(reader: ScriptReader): Parts {
  return reader.list(',', mostFrequencies, 'frequencies', () => {
    const frequencyHz = reader.whole('a frequency', 1, 7999);
    reader.expect('@');
    return { frequencyHz, levelDbm0: Math.min(loudestDbm0, reader.decimal('a level', -100, 20)) };
  });
}

function section(reader: ScriptReader, parts: Parts): ToneSection {
  const durationMs = reader.duration(0);
  reader.expect('(');
  const segments = reader.list(',', mostSegments, 'segments', () => segment(reader, parts)).flat();
  reader.expect(')');
  if (segments.length === 0) reader.fail('a segment with a length');
  return { segments, durationMs };
}

/** On, off, and which frequencies sound together, counted from 1; 0 is silence. */
function segment(reader: ScriptReader, parts: Parts): readonly ToneSegment[] {
  const onMs = reader.duration(longestMs);
  reader.expect('/');
  const offMs = reader.duration(longestMs);
  reader.expect('/');
  const chosen = reader.list('+', mostFrequencies, 'frequencies', () => reader.whole('a frequency’s place', 0, parts.length));
  const sounding = [...new Set(chosen)].flatMap((place) => parts[place - 1] ?? []);
  return [
    { parts: sounding, durationMs: onMs },
    { parts: [], durationMs: offMs },
  ].filter(({ durationMs }) => durationMs > 0);
}
