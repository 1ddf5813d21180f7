// Foreign elements for a profile's own: `/customer/number = /flat-profile/User_ID_1_ ;`, as a rule's `--alias` names it.

import type { XmlElement } from '../xml/read-xml.ts';

export interface ElementAlias {
  /** Names from the outside in; the element may be nested in further ones. */
  readonly path: readonly string[];
  /** The profile's own name. */
  readonly name: string;
}

/** The manuals allow thirty. */
const mostAliases = 30;

/** What is no alias is passed over. */
export function parseAliasMap(text: string): readonly ElementAlias[] {
  return text.split(';', mostAliases).flatMap((entry) => {
    const [, from, name] = /^\s*\/([\w.\-/:]+)\s*=\s*\/flat-profile\/([\w.-]+)\s*$/.exec(entry) ?? [];
    return from === undefined || name === undefined ? [] : [{ path: from.split('/'), name }];
  });
}

export interface FoundElement {
  readonly name: string;
  readonly element: XmlElement;
}

/** Elements of the document that an alias means, in its order. */
export function* aliasedElements(root: XmlElement, aliases: readonly ElementAlias[]): Generator<FoundElement> {
  const waiting: { readonly element: XmlElement; readonly path: readonly string[] }[] = [{ element: root, path: [root.name] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { element, path } = next;
    const alias = aliases.find((each) => each.path.every((name, i) => name === path[path.length - each.path.length + i]));
    if (alias !== undefined) yield { name: alias.name, element };
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i];
      if (child !== undefined) waiting.push({ element: child, path: [...path, child.name] });
    }
  }
}
