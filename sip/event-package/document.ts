// What reading the body of an event gives, and what all documents of XML share: counts, booleans, versions.

import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';

/** A document that can not be read says why; the event is ignored then, the state before it stands. */
export type DocumentResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** A full document is all there is; a partial one changes what was told before. */
export type DocumentScope = 'full' | 'partial';

/** Longest text that is kept of a name, a note or a URI: it lands on a screen. */
const longestText = 512;

/** The root, when it is of that name. */
export function readRoot(bytes: Uint8Array, name: string): DocumentResult<XmlElement> {
  const result = parseXml(bytes);
  if (!result.ok) return result;
  if (result.root.name !== name) return { ok: false, problem: `expected ${name}` };
  return { ok: true, value: result.root };
}

/** Empty is absent. */
export function shortText(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.slice(0, longestText);
}

/** xs:unsignedInt and the like, written by people who know no upper limit. */
export function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}

/** xs:boolean, and what is sent instead. */
export function booleanOf(text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase();
  if (word === 'true' || word === '1' || word === 'yes') return true;
  return word === 'false' || word === '0' || word === 'no' ? false : undefined;
}

/**
 * What to do with a document of that version (RFC 4235 §4.3, RFC 3680 §5.1, RFC 4662 §5.2): `gap` asks for the whole state again. A full document is
 * always taken: a notifier that began anew counts from 0; the order of NOTIFYs is the subscription's matter (CSeq).
 */
export function judgeVersion(known: number | undefined, version: number, scope: DocumentScope): 'apply' | 'stale' | 'gap' {
  if (scope === 'full') return 'apply';
  if (known === undefined) return 'gap';
  if (version <= known) return 'stale';
  return version === known + 1 ? 'apply' : 'gap';
}
