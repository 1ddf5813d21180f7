// What an XML document is once it has been read, and how its parts are found (Namespaces in XML 1.0).

export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  /** `''` when there is none, or when the prefix was never declared: phones forget to. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** The first of that local name. Prefixes and namespaces are what senders disagree about; local names are not. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.find((attribute) => attribute.name === name)?.value;
}

export function childrenOf(element: XmlElement | undefined, name?: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element?.children ?? []) {
    if (typeof child !== 'string' && (name === undefined || child.name === name)) found.push(child);
  }
  return found;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const child of element?.children ?? []) {
    if (typeof child !== 'string' && child.name === name) return child;
  }
  return undefined;
}

/** The text right within the element, without white space around it; undefined for no element. */
export function textOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  let text = '';
  for (const child of element.children) if (typeof child === 'string') text += child;
  return text.trim();
}

/** Text of the child of that name. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return textOf(childOf(element, name));
}
