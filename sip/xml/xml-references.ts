// The five entities of XML and its character references (XML 1.0 §4.1, §4.6), both ways. There are no others: nobody can declare one.

import { SipParseError } from '../errors.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Throws `SipParseError` for what refers to nothing. */
export function resolveReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:([^\s&;]{1,10});)?/g, (_, name: string | undefined) => {
    const character = name === undefined ? undefined : (entities.get(name) ?? numbered(name));
    if (character === undefined) throw new SipParseError('malformedXml', 'a reference to nothing');
    return character;
  });
}

export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    if (isXmlCharacter(character.codePointAt(0) ?? 0)) escaped += character;
  }
  return escaped
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}

function numbered(name: string): string | undefined {
  const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** XML 1.0 §2.2: neither control characters nor halves of characters. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x1_0000 && code <= 0x10_ffff);
}
