// XML as event packages send it: elements, attributes, namespaces, text, CDATA, references. Written here because `sip/` imports no npm and
// the documents are few, small and hostile: there is no DTD, hence no entity that could grow; depth, size and counts are bounded; the text is
// walked once. Never throws.

import { SipParseError } from '../errors.ts';
import { XmlCursor } from './xml-cursor.ts';
import type { XmlAttribute, XmlElement } from './xml-element.ts';
import {
  isDeclaration,
  type NamespaceScope,
  outermostScope,
  type RawAttribute,
  resolveName,
  scopeWithin,
} from './xml-namespaces.ts';
import { isXmlCharacter, resolveReferences } from './xml-references.ts';

export type XmlResult = { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly problem: string };

/** What one SIP message can carry; a file may be larger. */
const usualMaximumBytes = 65_536;
const maximumDepth = 32;
const maximumAttributes = 64;

const decoder = new TextDecoder('utf-8');

/** UTF-8; a byte that is not becomes U+FFFD, for a name that is spelt wrongly must not hide a call. */
export function parseXml(bytes: Uint8Array, maximumBytes: number = usualMaximumBytes): XmlResult {
  if (bytes.length > maximumBytes) return { ok: false, problem: 'too large' };
  try {
    const text = decoder.decode(bytes).replace(/\r\n?/g, '\n');
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if ((code < 0x20 || code > 0xfffd) && !isXmlCharacter(code)) return { ok: false, problem: 'a control character' };
    }
    return { ok: true, root: readDocument(new XmlCursor(text)) };
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return { ok: false, problem: error.message };
  }
}

function readDocument(cursor: XmlCursor): XmlElement {
  skipMiscellaneous(cursor);
  cursor.expect('<');
  const root = readElement(cursor, outermostScope, 1);
  skipMiscellaneous(cursor);
  if (!cursor.atEnd) cursor.fail('expected the end');
  return root;
}

/** Space, comments, the declaration and other instructions. */
function skipMiscellaneous(cursor: XmlCursor): void {
  do cursor.skipSpace();
  while (skipComment(cursor) || skipInstruction(cursor));
  if (cursor.text.startsWith('<!', cursor.position)) cursor.fail('a document type');
}

function skipComment(cursor: XmlCursor): boolean {
  if (!cursor.accept('<!--')) return false;
  cursor.through('-->');
  return true;
}

function skipInstruction(cursor: XmlCursor): boolean {
  if (!cursor.accept('<?')) return false;
  cursor.through('?>');
  return true;
}

/** Stands behind the opening `<`. */
function readElement(cursor: XmlCursor, outer: NamespaceScope, depth: number): XmlElement {
  if (depth > maximumDepth) cursor.fail('too deep');
  const qualifiedName = cursor.name();
  const raw = readAttributes(cursor);
  const scope = scopeWithin(outer, raw, cursor);
  const attributes: XmlAttribute[] = [];
  for (const each of raw) {
    if (!isDeclaration(each.qualifiedName)) {
      attributes.push({ ...resolveName(each.qualifiedName, scope, true), value: each.value });
    }
  }
  const children: (XmlElement | string)[] = [];
  if (!cursor.accept('/>')) {
    cursor.expect('>');
    readContent(cursor, scope, depth, children);
    if (cursor.name() !== qualifiedName) cursor.fail(`expected the end of ${qualifiedName}`);
    cursor.skipSpace();
    cursor.expect('>');
  }
  return { ...resolveName(qualifiedName, scope, false), attributes, children };
}

/** Each at most once (XML 1.0 §3.1). */
function readAttributes(cursor: XmlCursor): readonly RawAttribute[] {
  const attributes: RawAttribute[] = [];
  const names = new Set<string>();
  while (cursor.skipSpace() && !/[/>]/.test(cursor.text.charAt(cursor.position))) {
    const qualifiedName = cursor.name();
    if (names.has(qualifiedName) || names.size >= maximumAttributes) cursor.fail(`one ${qualifiedName} too many`);
    names.add(qualifiedName);
    cursor.skipSpace();
    cursor.expect('=');
    cursor.skipSpace();
    attributes.push({ qualifiedName, value: readAttributeValue(cursor) });
  }
  return attributes;
}

function readAttributeValue(cursor: XmlCursor): string {
  const quote = cursor.accept('"') ? '"' : "'";
  if (quote === "'") cursor.expect(quote);
  const raw = cursor.through(quote);
  if (raw.includes('<')) cursor.fail('< in an attribute');
  return resolveReferences(raw.replace(/[\t\n]/g, ' '));
}

/** Stands behind the `</` that ends it. */
function readContent(cursor: XmlCursor, scope: NamespaceScope, depth: number, children: (XmlElement | string)[]): void {
  for (;;) {
    const text = cursor.through('<');
    // White space between elements is layout.
    if (/\S/.test(text)) children.push(resolveReferences(text));
    if (cursor.accept('/')) return;
    if (cursor.accept('!--')) cursor.through('-->');
    else if (cursor.accept('?')) cursor.through('?>');
    else if (cursor.accept('![CDATA[')) children.push(cursor.through(']]>'));
    else children.push(readElement(cursor, scope, depth + 1));
  }
}
