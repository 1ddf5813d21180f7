// The function keys: whom each dials and watches, as the parameters say, and how those who are watched stand.

import { parseUri, serializeUri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import { callTarget } from '#sip/ua/call-target';
import type { WatchHandle } from '#sip/ua/subscription/watch-list';
import type { FunctionKeySnapshot, KeyEventName } from '#ui/function-keys-snapshot';
import type { LineIndex } from '#ui/phone';
import { type FunctionKeySetting, functionKeySettings } from './function-key-settings.ts';
import { type WatchedPackage, type WatchingAccount, watchKeys } from './key-watch.ts';
import { lineCount, type Parameters } from './line-settings.ts';
import { unknown, type Watched } from './watched.ts';
import { watchedDialogs } from './watched-dialogs.ts';
import { watchedPresence } from './watched-presence.ts';

/** What is subscribed to. */
const packages: Readonly<Record<NonNullable<FunctionKeySetting['watches']>, WatchedPackage>> = {
  dialogs: watchedDialogs,
  presence: watchedPresence,
};

export interface FunctionKeysOptions {
  readonly log: Log;
  readonly parameters: Parameters;
  readonly accountOf: (line: LineIndex) => (WatchingAccount & { readonly settings: { readonly domain: string } }) | undefined;
  readonly changed: () => void;
}

/** What pressing a key brings about. `park`: the call that is heard goes there, or else the one that waits there comes back. */
export type KeyPress =
  | { readonly kind: 'dial'; readonly line: LineIndex; readonly number: string }
  | { readonly kind: 'pickUp'; readonly line: LineIndex; readonly pickUp: NonNullable<Watched['pickUp']> }
  | { readonly kind: 'page'; readonly group: number; readonly name: string }
  | { readonly kind: 'park'; readonly line: LineIndex; readonly parkAt: string | undefined; readonly retrieveFrom: string }
  | { readonly kind: 'line'; readonly line: LineIndex }
  | { readonly kind: 'discreet'; readonly line: LineIndex; readonly number: string }
  | { readonly kind: 'event'; readonly event: KeyEventName };

export class FunctionKeys {
  readonly #options: FunctionKeysOptions;
  readonly #watched = new Map<number, Watched>();
  #keys: ReadonlyMap<number, FunctionKeySetting> = new Map();
  #subscriptions: WatchHandle[] = [];
  /** What was subscribed for, and with whom. */
  #followed = '';
  #accounts: readonly unknown[] = [];
  #snapshots: readonly FunctionKeySnapshot[] = [];

  constructor(options: FunctionKeysOptions) {
    this.#options = options;
  }

  get snapshots(): readonly FunctionKeySnapshot[] {
    return this.#snapshots;
  }

  /** Reads the parameters again; what stays the same goes on being watched. */
  configure(): void {
    const { parameters, accountOf } = this.#options;
    const keys = functionKeySettings(parameters);
    const list = parameters.get('voip/services/blf/list_uri');
    const accounts = [...keys.values()].map(({ line }) => accountOf(line));
    const followed = JSON.stringify([list, ...keys]);
    if (followed === this.#followed && accounts.every((account, index) => account === this.#accounts[index])) return;
    this.#followed = followed;
    this.#accounts = accounts;
    this.#keys = keys;
    for (const subscription of this.#subscriptions) subscription.close();
    this.#subscriptions = [];
    this.#watched.clear();
    this.#watch(list);
    this.#publish();
  }

  /** Undefined for a key without a meaning. */
  press(index: number): KeyPress | undefined {
    const key = this.#keys.get(index);
    if (key === undefined) return undefined;
    const { line, number } = key;
    switch (key.kind) {
      case 'paging':
        return { kind: 'page', group: key.group ?? index, name: key.label };
      case 'line':
        return { kind: 'line', line };
      case 'event':
        return this.#eventPress(key);
      case 'park':
        return this.#parkPress(index, key);
      case 'discreet':
        return { kind: 'discreet', line, number };
      case 'empty':
        return undefined;
      default:
        return this.#dialPress(index, key);
    }
  }

  #eventPress({ event, line }: FunctionKeySetting): KeyPress | undefined {
    if (event !== 'callTrace') return event && { kind: 'event', event };
    const number = this.#options.parameters.get('voip/services/call_trace/code');
    return number === '' ? undefined : { kind: 'dial', line, number };
  }

  #dialPress(index: number, { line, number }: FunctionKeySetting): KeyPress {
    const { state, pickUp } = this.#watched.get(index) ?? unknown;
    const code = this.#options.parameters.get('voip/services/blf/pickup_code');
    if (state === 'ringing' && code !== '') return { kind: 'dial', line, number: `${code}${number}` };
    return pickUp === undefined ? { kind: 'dial', line, number } : { kind: 'pickUp', line, pickUp };
  }

  /** Where a call waits already no other one is sent. */
  #parkPress(index: number, { line, number }: FunctionKeySetting): KeyPress {
    const { parameters } = this.#options;
    const { state } = this.#watched.get(index) ?? unknown;
    const taken = state === 'busy' || state === 'held' || state === 'ringing';
    const parkAt = taken ? undefined : `${parameters.get('voip/services/call_park/park_code')}${number}`;
    return { kind: 'park', line, parkAt, retrieveFrom: `${parameters.get('voip/services/call_park/retrieve_code')}${number}` };
  }

  /** Each line watches its own keys; the list is that of the first line which watches anybody's dialogs. */
  #watch(list: string): void {
    let uri = list;
    for (let line = 0; line < lineCount; line++) {
      if (this.#watchFrom(line, 'dialogs', uri)) uri = '';
      this.#watchFrom(line, 'presence', '');
    }
  }

  /** False when no key of the line watches so. */
  #watchFrom(line: LineIndex, what: NonNullable<FunctionKeySetting['watches']>, list: string): boolean {
    const { log, accountOf } = this.#options;
    const account = accountOf(line);
    if (account === undefined) return false;
    const { domain } = account.settings;
    const indexes = this.#watchedFrom(line, what, domain);
    if (indexes.size === 0) return false;
    const targets = [...indexes.keys()].map((text) => parseUri(text));
    const changed = (resource: string, watched: Watched): void => this.#tell(indexes.get(resource) ?? [], watched);
    this.#subscriptions.push(
      watchKeys({ log, account, watches: packages[what], targets, list: callTarget(list, domain), changed }),
    );
    return true;
  }

  /** The keys that watch by way of a line, by the URI that each watches. */
  #watchedFrom(line: LineIndex, what: FunctionKeySetting['watches'], domain: string): ReadonlyMap<string, readonly number[]> {
    const indexes = new Map<string, readonly number[]>();
    for (const [index, key] of this.#keys) {
      const target = key.watches === what && key.line === line ? callTarget(key.number, domain) : undefined;
      if (target === undefined) continue;
      const resource = serializeUri(target);
      indexes.set(resource, [...(indexes.get(resource) ?? []), index]);
    }
    return indexes;
  }

  #tell(indexes: readonly number[], watched: Watched): void {
    for (const index of indexes) this.#watched.set(index, watched);
    this.#publish();
  }

  #publish(): void {
    this.#snapshots = [...this.#keys].map(([index, { watches, ...key }]) => {
      const { state, remote } = this.#watched.get(index) ?? unknown;
      return { index, ...key, state, remote };
    });
    this.#options.changed();
  }
}
