// Watches the dialogs of several numbers (RFC 4235) for function keys, with one subscription where the server keeps a list of them.

import { dialogInfoType } from '#sip/event-package/dialog-info';
import { DialogInfoState } from '#sip/event-package/dialog-info-state';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { serializeUri, type Uri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import type { SubscriptionHandle } from '#sip/ua/subscription/subscription-events';
import type { WatchListEvent, WatchListRequest } from '#sip/ua/subscription/watch-list';
import { unknown, type Watched, watchedFrom } from './watched-dialogs.ts';

export interface WatchingAccount {
  watch(request: WatchListRequest, listener: (event: WatchListEvent) => void): SubscriptionHandle;
}

export interface KeyWatchOptions {
  readonly log: Log;
  readonly account: WatchingAccount;
  readonly targets: readonly Uri[];
  /** The server's list of them. */
  readonly list: Uri | undefined;
  /** `resource`: a target as text. */
  readonly changed: (resource: string, watched: Watched) => void;
}

const expiresS = 3600;

export function watchKeys({ log, account, targets, list, changed }: KeyWatchOptions): SubscriptionHandle {
  const known = new Map(targets.map((target) => [serializeUri(target), new DialogInfoState()]));
  const request = { event: 'dialog', accept: [dialogInfoType], expiresS, resources: targets };
  const handle = account.watch(list === undefined ? request : { ...request, list }, (event) => {
    const { resource } = event;
    const state = known.get(resource);
    // A list may hold more than there are keys for.
    if (state === undefined) return;
    if (event.type === 'resourceLost') {
      state.forget();
      changed(resource, event.reason === 'noresource' ? { ...unknown, state: 'offline' } : unknown);
      return;
    }
    const read = readDialogInfo(event.body);
    if (!read.ok) log.info('lines', 'what a watched person does can not be read', { resource, problem: read.problem });
    else if (state.apply(read.value) === 'gap') handle.refresh();
    else changed(resource, watchedFrom(state.dialogs));
  });
  return handle;
}
