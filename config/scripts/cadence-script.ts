// When a ring sounds: `60(2/4)`, `60(.2/.2,.2/.2,.2/.2,1/4)`. Two sections of six segments at most; SPA9x2 administration guide p. 66.

import { type Cadence, type CadenceSection, longestMs } from '../tone.ts';
import { type Parsed, parseScript, type ScriptReader } from './script-reader.ts';

const mostSections = 2;
const mostSegments = 6;

/** The profiles of vendors have spaces everywhere, and so may ours. */
export function parseCadenceScript(text: string): Parsed<Cadence> {
  return parseScript(text, (reader) => reader.list(';', mostSections, 'sections', () => section(reader)));
}

function section(reader: ScriptReader): CadenceSection {
  const durationMs = reader.duration(0);
  reader.expect('(');
  const segments = reader.list(',', mostSegments, 'segments', () => segment(reader)).flat();
  reader.expect(')');
  if (segments.length === 0) reader.fail('a segment with a length');
  return { segments, durationMs };
}

/** On, then off; either may be 0. */
function segment(reader: ScriptReader): CadenceSection['segments'] {
  const onMs = reader.duration(longestMs);
  reader.expect('/');
  const offMs = reader.duration(longestMs);
  return [
    { sounding: true, durationMs: onMs },
    { sounding: false, durationMs: offMs },
  ].filter(({ durationMs }) => durationMs > 0);
}
