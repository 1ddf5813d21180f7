// Watches several numbers for function keys, by their dialogs or their presence, with one subscription where the server keeps a list of them.

import { serializeUri, type Uri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import type { WatchHandle, WatchListEvent, WatchListRequest } from '#sip/ua/subscription/watch-list';
import { unknown, type Watched } from './watched.ts';

export interface WatchingAccount {
  watch(request: WatchListRequest, listener: (event: WatchListEvent) => void): WatchHandle;
}

/** Puts one resource's documents together. */
export interface WatchedReader {
  /** A gap: the next document has to be a whole one, and is to be asked for. */
  read(body: Uint8Array): { readonly watched: Watched } | { readonly problem: string } | 'gap';
  /** What was known holds no longer. */
  forget(): void;
}

/** What is watched of somebody. */
export interface WatchedPackage {
  /** Value of Event. */
  readonly event: string;
  readonly accept: readonly string[];
  readonly newReader: () => WatchedReader;
}

export interface KeyWatchOptions {
  readonly log: Log;
  readonly account: WatchingAccount;
  readonly watches: WatchedPackage;
  readonly targets: readonly Uri[];
  /** The server's list of them. */
  readonly list: Uri | undefined;
  /** `resource`: a target as text. */
  readonly changed: (resource: string, watched: Watched) => void;
}

const expiresS = 3600;

export function watchKeys({ log, account, watches, targets, list, changed }: KeyWatchOptions): WatchHandle {
  const { event, accept, newReader } = watches;
  const readers = new Map(targets.map((target) => [serializeUri(target), newReader()]));
  const request = { event, accept, expiresS, resources: targets };
  const handle = account.watch(list === undefined ? request : { ...request, list }, (told) => {
    const { resource } = told;
    const reader = readers.get(resource);
    // A list may hold more than there are keys for.
    if (reader === undefined) return;
    if (told.type === 'resourceLost') {
      reader.forget();
      changed(resource, told.refused || told.reason === 'noresource' ? { ...unknown, state: 'offline' } : unknown);
      return;
    }
    const read = reader.read(told.body);
    if (read === 'gap') handle.refresh(resource);
    else if ('problem' in read) {
      log.info('lines', 'what a watched person does can not be read', { resource, event, problem: read.problem });
    } else changed(resource, read.watched);
  });
  return handle;
}
