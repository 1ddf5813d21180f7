// Which namespace a prefix stands for within an element (Namespaces in XML 1.0 §6). Bounded, so that nesting declarations costs nothing.

import type { XmlCursor } from './xml-cursor.ts';

/** By prefix; `''` is the default namespace. */
export type NamespaceScope = ReadonlyMap<string, string>;

export interface RawAttribute {
  readonly qualifiedName: string;
  readonly value: string;
}

const maximumPrefixes = 32;

export const outermostScope: NamespaceScope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

/** The scope within the element that has these attributes. */
export function scopeWithin(outer: NamespaceScope, attributes: readonly RawAttribute[], cursor: XmlCursor): NamespaceScope {
  let scope: Map<string, string> | undefined;
  for (const { qualifiedName, value } of attributes) {
    if (!isDeclaration(qualifiedName)) continue;
    scope ??= new Map(outer);
    scope.set(qualifiedName.slice('xmlns:'.length), value);
    if (scope.size > maximumPrefixes) cursor.fail('too many namespaces');
  }
  return scope ?? outer;
}

export function isDeclaration(qualifiedName: string): boolean {
  return qualifiedName === 'xmlns' || qualifiedName.startsWith('xmlns:');
}

/** The default namespace is not for attributes (§6.2). */
export function resolveName(
  qualifiedName: string,
  scope: NamespaceScope,
  isAttribute: boolean,
): { readonly name: string; readonly namespace: string } {
  const colon = qualifiedName.indexOf(':');
  const prefix = qualifiedName.slice(0, Math.max(colon, 0));
  const namespace = isAttribute && prefix === '' ? '' : (scope.get(prefix) ?? '');
  return { name: qualifiedName.slice(colon + 1), namespace };
}
