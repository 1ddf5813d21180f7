// Many resources watched together (RFC 4662): with one subscription to a list that the server keeps, and each by itself where the server
// knows no lists. Whoever watches hears of resources either way.

import { judgeVersion } from '../../event-package/document.ts';
import { type ResourceInstance, type ResourceList, readResourceList, resourceListType } from '../../event-package/rlmi.ts';
import { parseContentType } from '../../message/content-type.ts';
import { parseUri, serializeUri, type Uri } from '../../message/uri.ts';
import type { Log } from '../../ports.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from './subscription-events.ts';

export interface WatchListRequest {
  /** Value of Event: `dialog`, `presence`. */
  readonly event: string;
  /** Media types of a resource's own document. */
  readonly accept: readonly string[];
  readonly expiresS: number;
  readonly resources: readonly Uri[];
  /** The list at the server that has them; without it each is watched by itself. */
  readonly list?: Uri;
}

export type WatchListEvent =
  | {
      readonly type: 'resourceNotified';
      /** A URI as text, as it stands in the request or as the list calls it. */
      readonly resource: string;
      readonly contentType: string | undefined;
      readonly body: Uint8Array;
    }
  /** Nothing is known of it for the time being. `refused`: the server takes no subscription to it, or does not answer. */
  | { readonly type: 'resourceLost'; readonly resource: string; readonly reason: string; readonly refused: boolean };

export interface WatchListOptions {
  readonly log: Log;
  readonly request: WatchListRequest;
  readonly subscribe: (request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void) => SubscriptionHandle;
  readonly listener: (event: WatchListEvent) => void;
}

/** A list of lists is a server's convenience; one that contains itself is not. */
const deepest = 3;
/** §4.2: what says that there are no lists here. */
const noLists: ReadonlySet<number> = new Set([400, 403, 404, 405, 406, 415, 420, 421, 489, 501]);

/** The handle that the owner of a list holds. */
export interface WatchHandle extends Pick<SubscriptionHandle, 'close' | 'abandon'> {
  /** Asks for the whole of what is known of a resource, as it is called in what was told of it. */
  refresh(resource: string): void;
}

export class WatchList implements WatchHandle {
  readonly #options: WatchListOptions;
  readonly #singles: { readonly resource: string; readonly handle: SubscriptionHandle }[] = [];
  #list: SubscriptionHandle | undefined;
  #version: number | undefined;
  #closed = false;

  constructor(options: WatchListOptions) {
    this.#options = options;
  }

  start(): void {
    const { list } = this.#options.request;
    if (list === undefined) this.#watchSingly();
    else this.#watchList(list);
  }

  refresh(resource: string): void {
    this.#list?.refresh();
    for (const single of this.#singles) if (single.resource === resource) single.handle.refresh();
  }

  close(): void {
    this.#closed = true;
    this.#list?.close();
    for (const { handle } of this.#singles) handle.close();
  }

  abandon(): void {
    this.#closed = true;
    this.#list?.abandon();
    for (const { handle } of this.#singles) handle.abandon();
  }

  #watchList(target: Uri): void {
    const { request, subscribe } = this.#options;
    const { event, expiresS } = request;
    const accept = [...request.accept, 'multipart/related', resourceListType];
    this.#list = subscribe({ event, accept, expiresS, target, supported: ['eventlist'] }, (heard) => this.#listHeard(heard));
  }

  #listHeard(event: SubscriptionEvent): void {
    if (this.#closed) return;
    if (event.type === 'failed' && event.status !== undefined && noLists.has(event.status)) this.#giveUpList(event.reason);
    else if (event.type === 'terminated' || event.type === 'failed') this.#lostAll(event);
    else if (event.type === 'notified' && event.body.length > 0) this.#documentReceived(event.contentType, event.body);
  }

  #documentReceived(contentType: string | undefined, body: Uint8Array): void {
    const type = parseContentType(contentType);
    // §4.1: without `eventlist` a server answers for the one resource that has the URI of the list.
    if (type === undefined || (type.type !== 'multipart/related' && type.type !== resourceListType)) {
      this.#giveUpList('the server knows no lists');
      return;
    }
    const read = readResourceList(type, body);
    if (!read.ok) {
      this.#options.log.info('sip', 'a resource list can not be read', { problem: read.problem });
      return;
    }
    const verdict = judgeVersion(this.#version, read.value.version, read.value.scope);
    if (verdict === 'gap') this.#list?.refresh();
    if (verdict !== 'apply') return;
    this.#version = read.value.version;
    this.#tell(read.value, 0);
  }

  #tell({ resources }: ResourceList, depth: number): void {
    for (const { uri, instances } of resources) {
      const resource = canonical(uri);
      for (const instance of instances) this.#tellInstance(resource, instance, depth);
    }
  }

  #tellInstance(resource: string, { state, reason, part }: ResourceInstance, depth: number): void {
    if (state === 'terminated') {
      this.#options.listener({ type: 'resourceLost', resource, reason: reason ?? 'unknown', refused: false });
      return;
    }
    if (part === undefined) return;
    const contentType = part.headers.get('Content-Type');
    const type = parseContentType(contentType);
    if (type?.type !== 'multipart/related') {
      this.#options.listener({ type: 'resourceNotified', resource, contentType, body: part.body });
      return;
    }
    const inner = depth < deepest ? readResourceList(type, part.body) : undefined;
    if (inner?.ok === true) this.#tell(inner.value, depth + 1);
  }

  #giveUpList(reason: string): void {
    this.#options.log.info('sip', 'resources are watched one by one', { reason });
    this.#list?.close();
    this.#list = undefined;
    this.#watchSingly();
  }

  #lostAll({ type, reason }: Extract<SubscriptionEvent, { type: 'failed' | 'terminated' }>): void {
    this.#version = undefined;
    const refused = type === 'failed';
    for (const uri of this.#options.request.resources) {
      this.#options.listener({ type: 'resourceLost', resource: serializeUri(uri), reason, refused });
    }
  }

  #watchSingly(): void {
    const { request, subscribe, listener } = this.#options;
    const { event, accept, expiresS } = request;
    for (const target of request.resources) {
      const resource = serializeUri(target);
      const handle = subscribe({ event, accept, expiresS, target }, (heard) => {
        if (this.#closed) return;
        if (heard.type === 'notified') {
          if (heard.body.length > 0) {
            listener({ type: 'resourceNotified', resource, contentType: heard.contentType, body: heard.body });
          }
        } else if (heard.type === 'failed' || heard.type === 'terminated') {
          listener({ type: 'resourceLost', resource, reason: heard.reason, refused: heard.type === 'failed' });
        }
      });
      this.#singles.push({ resource, handle });
    }
  }
}

/** Lists write URIs in their own way; what can not be read is left as it is. */
function canonical(uri: string): string {
  try {
    return serializeUri(parseUri(uri));
  } catch {
    return uri;
  }
}
