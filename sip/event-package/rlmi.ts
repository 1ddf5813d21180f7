// Lists of resources that are watched with one subscription (RFC 4662 §5): a multipart/related whose root is RLMI and whose other parts are
// the states of single resources.

import type { ContentType } from '../message/content-type.ts';
import { type BodyPart, parseMultipart } from '../message/multipart.ts';
import { attributeOf, childrenOf, childText, type XmlElement } from '../xml/xml-element.ts';
import { booleanOf, countOf, type DocumentResult, type DocumentScope, readRoot, shortText } from './document.ts';

export const resourceListType = 'application/rlmi+xml';

export interface ResourceList {
  readonly uri: string;
  readonly version: number;
  readonly scope: DocumentScope;
  readonly resources: readonly WatchedResource[];
}

export interface WatchedResource {
  readonly uri: string;
  readonly name: string | undefined;
  readonly instances: readonly ResourceInstance[];
}

/** One subscription of the server's behind the list. */
export interface ResourceInstance {
  readonly id: string;
  readonly state: 'active' | 'pending' | 'terminated';
  /** Why it was terminated (RFC 6665 §4.1.3). */
  readonly reason: string | undefined;
  /** The resource's own document; a list within the list is another multipart. Undefined: no news, or none to tell. */
  readonly part: BodyPart | undefined;
}

const maximumResources = 512;
const maximumInstances = 8;

/** `body` as it came in the NOTIFY; a bare RLMI document is a list about which nothing is known yet. */
export function readResourceList(contentType: ContentType, body: Uint8Array): DocumentResult<ResourceList> {
  if (contentType.type === resourceListType) return readList(body, () => undefined);
  const multipart = parseMultipart(contentType, body);
  if (!multipart.ok) return multipart;
  const parts = new Map<string, BodyPart>();
  for (const part of multipart.parts) {
    const id = part.headers.get('Content-ID');
    if (id !== undefined) parts.set(bare(id), part);
  }
  return readList(multipart.root.body, (cid) => parts.get(bare(cid)));
}

function readList(body: Uint8Array, partOf: (cid: string) => BodyPart | undefined): DocumentResult<ResourceList> {
  const root = readRoot(body, 'list');
  if (!root.ok) return root;
  const uri = shortText(attributeOf(root.value, 'uri'));
  const version = countOf(attributeOf(root.value, 'version'));
  if (uri === undefined || version === undefined) return { ok: false, problem: 'no uri or version' };
  const resources: WatchedResource[] = [];
  for (const element of childrenOf(root.value, 'resource').slice(0, maximumResources)) {
    const resource = readResource(element, partOf);
    if (resource !== undefined) resources.push(resource);
  }
  const scope = booleanOf(attributeOf(root.value, 'fullState')) === true ? 'full' : 'partial';
  return { ok: true, value: { uri, version, scope, resources } };
}

function readResource(element: XmlElement, partOf: (cid: string) => BodyPart | undefined): WatchedResource | undefined {
  const uri = shortText(attributeOf(element, 'uri'));
  if (uri === undefined) return undefined;
  const instances = childrenOf(element, 'instance').slice(0, maximumInstances);
  return { uri, name: shortText(childText(element, 'name')), instances: instances.map((each) => readInstance(each, partOf)) };
}

function readInstance(element: XmlElement, partOf: (cid: string) => BodyPart | undefined): ResourceInstance {
  const state = attributeOf(element, 'state');
  const cid = attributeOf(element, 'cid');
  return {
    id: shortText(attributeOf(element, 'id')) ?? '',
    state: state === 'pending' || state === 'terminated' ? state : 'active',
    reason: shortText(attributeOf(element, 'reason')),
    part: cid === undefined ? undefined : partOf(cid),
  };
}

/** `<id@host>`, `cid:id@host` and `id@host` are the same (RFC 2392). */
function bare(contentId: string): string {
  return contentId
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^cid:/i, '');
}
