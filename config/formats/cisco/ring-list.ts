// RINGLIST.DAT of the Cisco 7960 (`Name<tab>file`, administrator guide p. 4-2) and RINGLIST.XML of its later firmware, as one list.

import { linesOf } from '../decode-text.ts';
import { elementsOf, readXml, type XmlElement } from '../xml/read-xml.ts';

export interface ListedRingFile {
  readonly name: string;
  /** A name in the directory of the list. */
  readonly file: string;
}

const mostRings = 64;
const longestName = 25;

/** Undefined when it is neither; what leads out of the directory is passed over. */
export function readRingList(text: string): readonly ListedRingFile[] | undefined {
  const found = text.trimStart().startsWith('<') ? ringsOfXml(text) : ringsOfLines(text);
  const rings = found?.filter(({ name, file }) => name !== '' && isFileName(file)).slice(0, mostRings);
  return rings === undefined || rings.length === 0 ? undefined : rings;
}

function isFileName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_. -]{0,63}$/.test(text) && !text.includes('..');
}

function ringsOfXml(text: string): readonly ListedRingFile[] | undefined {
  const xml = readXml(text);
  if (!xml.ok || xml.root.name !== 'CiscoIPPhoneRingList') return undefined;
  const textOf = (ring: XmlElement, name: string): string =>
    ring.children.find((child) => child.name === name)?.text.trim() ?? '';
  return [...elementsOf(xml.root)]
    .filter(({ name }) => name === 'Ring')
    .map((ring) => ({ name: textOf(ring, 'DisplayName').slice(0, longestName), file: textOf(ring, 'FileName') }));
}

function ringsOfLines(text: string): readonly ListedRingFile[] | undefined {
  const rings: ListedRingFile[] = [];
  for (const { text: line } of linesOf(text)) {
    const gap = Math.max(line.lastIndexOf('\t'), line.lastIndexOf(' '));
    if (gap < 0 || !/\.(?:pcm|raw|wav)$/i.test(line)) return undefined;
    rings.push({ name: line.slice(0, gap).trim().slice(0, longestName), file: line.slice(gap + 1) });
  }
  return rings;
}

/** As RINGLIST.DAT has it. */
export function writeRingList(rings: readonly ListedRingFile[]): string {
  return rings.map(({ name, file }) => `${name}\t${file}\n`).join('');
}
