// Spoils bytes in the ways that networks, other phones and attackers do.

import type { SeededRandom } from './seeded-random.ts';

const fragments: readonly string[] = [
  '\r\n',
  '\r',
  '\n',
  '\r\n ',
  '\r\n\r\n',
  '\0',
  '"',
  '\\',
  '<',
  '>',
  ',',
  ';',
  ';;',
  '=',
  ':',
  '@',
  '%',
  '%0',
  '%00',
  '[',
  ']',
  '[::1]',
  ' ',
  '\t',
  '\u00fc',
  '\ud83d',
  'SIP/2.0',
  'sip:',
  'tel:',
  ';tag=',
  ';branch=z9hG4bK',
  'Via: ',
  'v:',
  'l: 99999',
  'Content-Length: -1',
  '4294967296',
  '99999999999999999999',
  '-1',
  '0',
  '255',
  'INVITE',
  'ACK',
  '\r\nContent-Length: 0',
  '*',
  '?',
  '&',
  'a=',
  'm=audio 0',
  '__proto__',
];

export function mutate(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let result = bytes;
  for (let rounds = random.pick([1, 1, 1, 2, 4]); rounds > 0; rounds--) result = mutateOnce(result, random);
  return result;
}

function mutateOnce(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(Math.min(40, bytes.length - at) + 1);
  switch (random.below(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return splice(bytes, at, length, new Uint8Array(0));
    case 2:
      return splice(bytes, at, length, bytes.slice(at, at + length), bytes.slice(at, at + length));
    case 3:
      return splice(bytes, at, 1, Uint8Array.of(random.below(256)));
    case 4: {
      const from = random.below(bytes.length + 1);
      return splice(bytes, at, 0, bytes.slice(from, from + random.below(200)));
    }
    case 5: {
      const fragment = new TextEncoder().encode(random.pick(fragments));
      return splice(bytes, at, 0, ...Array.from({ length: 1 + random.below(30) }, () => fragment));
    }
    default:
      return splice(bytes, at, random.below(3), new TextEncoder().encode(random.pick(fragments)));
  }
}

function splice(bytes: Uint8Array, at: number, remove: number, ...insert: readonly Uint8Array[]): Uint8Array {
  const parts = [bytes.subarray(0, at), ...insert, bytes.subarray(at + remove)];
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
