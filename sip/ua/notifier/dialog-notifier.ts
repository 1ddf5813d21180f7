// Serves the dialog package (RFC 4235): which calls an account has.

import { dialogInfoType, type WatchedDialog, type WatchedDialogState } from '../../event-package/dialog-info.ts';
import { writeDialogInfo } from '../../event-package/write-dialog-info.ts';
import { serializeUri } from '../../message/uri.ts';
import type { Account } from '../account/account.ts';
import { addressOfRecord } from '../call-target.ts';
import type { EventNotifier, NotifiedState } from './event-notifier.ts';
import type { WatchedCalls } from './watched-calls.ts';

/** What watchers learn of an account's calls: nothing (when absent), how they stand, or also with whom. */
export type CallsShown = 'states' | 'all';

/** §3.4, §3.10. */
const expires = { leastS: 60, usualS: 3600, mostS: 7200 } as const;
const leastIntervalMs = 1000;
/** Calls that ended between two NOTIFYs; a full document tells of the others by leaving them out. */
const maxEnded = 32;

export function dialogNotifier(calls: WatchedCalls): EventNotifier {
  return {
    event: 'dialog',
    contentType: dialogInfoType,
    expires,
    leastIntervalMs,
    admits: (_transaction, account) => (account.settings.showsCalls === undefined ? { status: 403 } : undefined),
    open: (account, changed) => new WatchedDialogs(calls, account, changed),
  };
}

class WatchedDialogs implements NotifiedState {
  readonly #calls: WatchedCalls;
  readonly #account: Account;
  readonly #stop: () => void;
  /** What was told of each, by its id. */
  #told: ReadonlyMap<string, string> = new Map();
  readonly #ended: Map<string, WatchedDialog> = new Map();
  #version = 0;

  constructor(calls: WatchedCalls, account: Account, changed: () => void) {
    this.#calls = calls;
    this.#account = account;
    const stopCalls = calls.listen((accountId, dialog) => {
      if (accountId !== account.settings.id) return;
      if (dialog.state === 'terminated') this.#keepEnd(dialog);
      changed();
    });
    const stopLine = account.watchLine(() => {
      for (const id of this.#told.keys())
        if (isSeizure(id) && !this.#seizures().some((each) => each.id === id))
          this.#keepEnd(seizure(id, 'terminated', undefined));
      changed();
    });
    this.#stop = () => {
      stopCalls();
      stopLine();
    };
  }

  full(): Uint8Array {
    const dialogs = this.#dialogs();
    this.#ended.clear();
    this.#told = told(dialogs);
    return this.#document('full', dialogs);
  }

  changes(): Uint8Array | undefined {
    const dialogs = this.#dialogs();
    if (this.#showsNothing) this.#ended.clear();
    const news = dialogs.filter((dialog) => this.#told.get(dialog.id) !== textOf(dialog));
    const ends = [...this.#ended.values()].map((dialog) => this.#shown(dialog));
    this.#ended.clear();
    this.#told = told(dialogs);
    return news.length + ends.length === 0 ? undefined : this.#document('partial', [...ends, ...news]);
  }

  close(): void {
    this.#stop();
  }

  #keepEnd(dialog: WatchedDialog): void {
    this.#ended.set(dialog.id, dialog);
    for (const oldest of this.#ended.keys()) if (this.#ended.size > maxEnded) this.#ended.delete(oldest);
  }

  /** Also when it showed them once. */
  get #showsNothing(): boolean {
    return this.#account.settings.showsCalls === undefined;
  }

  #dialogs(): readonly WatchedDialog[] {
    if (this.#showsNothing) return [];
    const own = this.#account.sharedLine?.own ?? [];
    const dialogs = this.#calls.of(this.#account.settings.id).map((dialog) => {
      const line = own.find(({ appearance }) => appearance.call === dialog.id);
      return line === undefined ? dialog : { ...dialog, appearance: line.index, exclusive: line.appearance.isPrivate };
    });
    return [...dialogs, ...this.#seizures()].map((dialog) => this.#shown(dialog));
  }

  /** A line that was taken to dial: key systems show it to the other phones before there is a call. */
  #seizures(): readonly WatchedDialog[] {
    const own = this.#account.sharedLine?.own ?? [];
    const taken = own.filter(({ appearance }) => appearance.call === undefined);
    return taken.map(({ index }) => seizure(`${seizurePrefix}${index}`, 'trying', index));
  }

  #shown(dialog: WatchedDialog): WatchedDialog {
    const { displayName, showsCalls } = this.#account.settings;
    const local = { identity: this.#entity, displayName, target: undefined, rendering: dialog.local?.rendering };
    // Call-ID and tags are the key to the call (RFC 3891, RFC 3911): for those alone who may know whom we talk with.
    if (showsCalls === 'all') return { ...dialog, local };
    return { ...dialog, local, remote: undefined, callId: undefined, localTag: undefined, remoteTag: undefined };
  }

  #document(scope: 'full' | 'partial', dialogs: readonly WatchedDialog[]): Uint8Array {
    return writeDialogInfo({ entity: this.#entity, version: this.#version++, scope, dialogs });
  }

  get #entity(): string {
    const { user, domain } = this.#account.settings;
    return serializeUri(addressOfRecord(user, domain));
  }
}

const seizurePrefix = 'seized-';

function isSeizure(id: string): boolean {
  return id.startsWith(seizurePrefix);
}

function seizure(id: string, state: WatchedDialogState, appearance: number | undefined): WatchedDialog {
  return {
    id,
    callId: undefined,
    localTag: undefined,
    remoteTag: undefined,
    direction: 'initiator',
    state,
    event: undefined,
    code: undefined,
    durationS: undefined,
    local: undefined,
    remote: undefined,
    appearance,
    exclusive: false,
  };
}

function told(dialogs: readonly WatchedDialog[]): ReadonlyMap<string, string> {
  return new Map(dialogs.map((dialog) => [dialog.id, textOf(dialog)]));
}

function textOf(dialog: WatchedDialog): string {
  return JSON.stringify(dialog);
}
