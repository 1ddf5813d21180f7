// Spoils a message as somebody would who knows the grammar: whole header fields, parameters, numbers and bodies change places, so that
// what comes out is read deep into before it is refused, if it is.

import type { SeededRandom } from './seeded-random.ts';

const compact: Readonly<Record<string, string>> = {
  ...{ Via: 'v', From: 'f', To: 't', 'Call-ID': 'i', Contact: 'm', 'Content-Length': 'l', 'Content-Type': 'c', Event: 'o' },
  ...{ 'Refer-To': 'r', 'Referred-By': 'b', Supported: 'k', 'Session-Expires': 'x', Subject: 's' },
};
const values = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '4294967295',
  '4294967296',
  '""',
  '"',
  '<>',
  '<sip:>',
  'sip:a@b',
  '*',
  'a;b=c',
  ';',
  ',',
  '=',
  '%00',
  'é',
];

interface Parts {
  startLine: string;
  lines: string[];
  body: string;
}

function take(bytes: Uint8Array): Parts {
  const text = Buffer.from(bytes).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const [startLine = '', ...lines] = head.split('\r\n');
  return { startLine, lines, body: end < 0 ? '' : text.slice(end + 4) };
}

/** `other` lends its header fields and its body. */
export function mutateStructure(bytes: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  const [parts, lender] = [take(bytes), take(other)];
  const length = Buffer.byteLength(parts.body, 'latin1');
  for (let rounds = random.pick([1, 1, 2, 3, 5]); rounds > 0; rounds--) change(parts, lender, random);
  const grown = Buffer.byteLength(parts.body, 'latin1');
  // A right length mostly, so that the body is looked at.
  const relength = grown !== length && random.below(8) > 0;
  const lines = relength ? parts.lines.map((line) => line.replace(/^(content-length|l)\s*:.*/i, `$1: ${grown}`)) : parts.lines;
  return Buffer.from(`${[parts.startLine, ...lines].join('\r\n')}\r\n\r\n${parts.body}`, 'latin1');
}

function change(parts: Parts, lender: Parts, random: SeededRandom): void {
  const { lines } = parts;
  const at = random.below(lines.length + 1);
  const line = lines[at] ?? 'X: y';
  switch (random.below(13)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(random.below(lines.length + 1), 0, line);
      break;
    case 2:
      lines.splice(at, 0, lender.lines.length === 0 ? 'X: y' : random.pick(lender.lines));
      break;
    case 3:
      lines[at] = line.replace(/^([\w-]+)(?=\s*:)/, (name) => compact[name] ?? name.toUpperCase());
      break;
    case 4:
      lines[at] = line.replace(/:\s*/, ':\r\n\t ');
      break;
    case 5:
      lines[at] = line.replace(/:.*/s, `: ${random.pick(values)}`);
      break;
    case 6:
      lines[at] = replaceOne(line, /\d+/g, random.pick(values), random);
      break;
    case 7:
      lines[at] = replaceOne(line, /;[^;,>"]*/g, random.pick(['', ';', ';lr', ';tag=x', ';a="b;c"', ';transport=tls']), random);
      break;
    case 8:
      lines[at] = `${line}, ${line.replace(/^[^:]*:/, '')}`;
      break;
    case 9:
      lines[at] = line + random.pick([';x=', ';y="', ';tag=', '?a=b', '>', '"', ' (note)', ';branch=z9hG4bK', ','.repeat(40)]);
      break;
    case 10:
      parts.startLine = random.pick([lender.startLine, replaceOne(parts.startLine, /[^ ]+/g, random.pick(values), random)]);
      break;
    case 11:
      parts.body = random.pick([lender.body, parts.body + lender.body, parts.body + parts.body]).slice(0, 20_000);
      break;
    default:
      parts.body = changeBody(parts.body, random);
  }
}

/** Lines of SDP and of text, tags and attributes of XML. */
function changeBody(body: string, random: SeededRandom): string {
  switch (random.below(6)) {
    case 0:
      return replaceOne(body, /[^\r\n]*\r\n/g, '', random);
    case 1:
      return replaceOne(body, /[^\r\n]*\r\n/g, (line) => line + line, random);
    case 2:
      return replaceOne(body, /\d+/g, random.pick(values), random);
    case 3:
      return replaceOne(
        body,
        /<[^>]*>/g,
        random.pick(['', '<a>', '</a>', '<!DOCTYPE a [<!ENTITY b "c">]>', '<![CDATA[', '<a/>', '&#0;']),
        random,
      );
    case 4:
      return replaceOne(body, /<[^>]*>/g, (tag) => tag.repeat(1 + random.below(300)), random);
    default:
      return replaceOne(body, /[\w.-]+/g, random.pick(values), random);
  }
}

type Replacement = string | ((found: string) => string);

function replaceOne(text: string, pattern: RegExp, by: Replacement, random: SeededRandom): string {
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return text;
  const { 0: found, index } = random.pick(places);
  return text.slice(0, index) + (typeof by === 'string' ? by : by(found)) + text.slice(index + found.length);
}
