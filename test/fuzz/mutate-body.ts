// Spoils bodies along their structure: elements and parts are moved, doubled, nested and swapped between documents, attributes and references
// are bent. What `mutate` does to bytes comes on top.

import { mutate } from './mutate.ts';
import type { SeededRandom } from './seeded-random.ts';

const attributes: readonly string[] = [
  ' state="full"',
  ' state="partial"',
  ' state="deleted"',
  ' version="4294967295"',
  ' version="-1"',
  ' version="99999999999999"',
  ' id="1"',
  ' xmlns="urn:x"',
  ' xmlns:sa="urn:y"',
  ' cid="one@h"',
  ' uri="sip:a@h"',
  ' entity=""',
  ' x="&#0;"',
  " y='&lt;&bogus;'",
];
const pieces: readonly string[] = [
  '<!DOCTYPE a [<!ENTITY b "&c;&c;">]>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.0"?>',
  '&amp;',
  '&#x10FFFF;',
  '&#xD800;',
  '&a;',
  '<a>',
  '</a>',
  '<a/>',
  '<sa:appearance>1</sa:appearance>',
  '<state>terminated</state>',
  '<state code="487" event="cancelled">terminated</state>',
  '--rl\r\n',
  '--rl--\r\n',
  '--fe\r\n\r\n',
  'Content-ID: <root@h>\r\n',
  'Content-Type: multipart/related;boundary=rl\r\n\r\n',
  'Messages-Waiting: yes\r\n',
  'Voice-Message: 1/2 (3/4)\r\n',
  ';appearance-index=*',
  ';appearance-state=seized',
  ';appearance-uri="\\"a\\" <sip:b@c>"',
  '\uffff',
  '\u0000',
];
const types: readonly string[] = [
  'multipart/mixed;boundary=fe',
  'multipart/related;boundary="rl";start="<root@h>"',
  'multipart/related;boundary=rl;start=cid:nothing',
  'multipart/mixed;boundary="-"',
  'application/rlmi+xml',
  'application/x-as-feature-event+xml',
  'nonsense',
];

export function mutateBody(
  bodies: readonly string[],
  random: SeededRandom,
): { readonly bytes: Uint8Array; readonly contentType: string } {
  let text = random.pick(bodies);
  for (let rounds = random.pick([0, 1, 1, 2, 4]); rounds > 0; rounds--) text = mutateOnce(text, random.pick(bodies), random);
  const bytes = new TextEncoder().encode(text);
  return { bytes: random.below(3) === 0 ? mutate(bytes, random) : bytes, contentType: random.pick(types) };
}

function mutateOnce(text: string, other: string, random: SeededRandom): string {
  const [start, end] = elementIn(text, random);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(start, end).repeat(1 + random.below(8)) + text.slice(end);
    case 2: {
      const [from, to] = elementIn(other, random);
      return text.slice(0, start) + other.slice(from, to) + text.slice(end);
    }
    case 3: {
      const depth = 1 + random.below(40);
      return `${text.slice(0, start)}${'<n>'.repeat(depth)}${text.slice(start, end)}${'</n>'.repeat(depth)}${text.slice(end)}`;
    }
    case 4: {
      const tagEnd = text.indexOf('>', start);
      const at = tagEnd > 0 && text[tagEnd - 1] === '/' ? tagEnd - 1 : Math.max(tagEnd, 0);
      return text.slice(0, at) + random.pick(attributes) + text.slice(at);
    }
    case 5:
      return text.replace(/"[^"]{0,40}"/g, (value) =>
        random.below(4) === 0 ? `"${random.pick(pieces).replaceAll('"', '')}"` : value,
      );
    default: {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(pieces) + text.slice(at);
    }
  }
}

/** From a `<` to the end of an element of that name, or of the tag. */
function elementIn(text: string, random: SeededRandom): readonly [number, number] {
  const start = text.indexOf('<', random.below(text.length + 1));
  if (start < 0) return [text.length, text.length];
  const name = /^<([\w:.-]+)/.exec(text.slice(start, start + 80))?.[1];
  const close = name === undefined ? -1 : text.indexOf(`</${name}>`, start);
  if (name !== undefined && close >= 0) return [start, close + name.length + 3];
  const tagEnd = text.indexOf('>', start);
  return [start, tagEnd < 0 ? text.length : tagEnd + 1];
}
