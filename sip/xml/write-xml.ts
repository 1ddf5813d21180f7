// XML for the wire from plain data. Names are the author's and stand as they are written; values come from outside and are escaped.

import { escapeXml } from './xml-references.ts';

export interface XmlToWrite {
  /** With its prefix; `xmlns` is an attribute like others. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly (XmlToWrite | string | undefined)[];
}

const encoder = new TextEncoder();

/** An element; what is undefined is left out. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly (XmlToWrite | string | undefined)[]
): XmlToWrite {
  return { name, attributes, children };
}

/** An element with text alone; nothing when there is none. */
export function xmlText(name: string, text: string | undefined): XmlToWrite | undefined {
  return text === undefined ? undefined : xml(name, {}, text);
}

export function writeXml(root: XmlToWrite): Uint8Array {
  return encoder.encode(`<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root)}\n`);
}

function elementText({ name, attributes, children }: XmlToWrite): string {
  let text = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${attribute}="${escapeXml(value)}"`;
  }
  let content = '';
  for (const child of children) {
    if (child !== undefined) content += typeof child === 'string' ? escapeXml(child) : elementText(child);
  }
  return content === '' ? `${text}/>` : `${text}>${content}</${name}>`;
}
