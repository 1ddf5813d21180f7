// The function keys: whom each dials and watches, as the parameters say, and how those who are watched stand.

import { parseUri, serializeUri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import { callTarget } from '#sip/ua/call-target';
import type { SubscriptionHandle } from '#sip/ua/subscription/subscription-events';
import type { FunctionKeySnapshot, LineIndex } from '#ui/phone';
import { pagingGroups } from '../paging/paging-settings.ts';
import { type WatchedPackage, type WatchingAccount, watchKeys } from './key-watch.ts';
import { lineCount, type Parameters } from './line-settings.ts';
import { unknown, type Watched } from './watched.ts';
import { watchedDialogs } from './watched-dialogs.ts';
import { watchedPresence } from './watched-presence.ts';

const functionKeyCount = 12;

/** Types of key that watch. */
const watchedBy: ReadonlyMap<string, WatchedPackage> = new Map([
  ['SPEED_DIAL_BLF', watchedDialogs],
  ['SPEED_DIAL_PRESENCE', watchedPresence],
]);

export interface FunctionKeysOptions {
  readonly log: Log;
  readonly parameters: Parameters;
  readonly accountOf: (line: LineIndex) => (WatchingAccount & { readonly settings: { readonly domain: string } }) | undefined;
  readonly changed: () => void;
}

interface Key {
  readonly kind: FunctionKeySnapshot['kind'];
  readonly label: string;
  readonly number: string;
  readonly line: LineIndex;
  /** Event package by which the other is watched. */
  readonly event: string | undefined;
}

/** What pressing a key brings about. */
export interface KeyPress {
  readonly line: LineIndex;
  readonly number: string;
  readonly pickUp: Watched['pickUp'];
}

/** Speaks to the paging group of the key. */
export interface PageKeyPress {
  readonly group: number;
  readonly name: string;
}

export class FunctionKeys {
  readonly #options: FunctionKeysOptions;
  readonly #watched = new Map<number, Watched>();
  #keys: ReadonlyMap<number, Key> = new Map();
  #subscriptions: SubscriptionHandle[] = [];
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
    const keys = readKeys(parameters);
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
  press(index: number): KeyPress | PageKeyPress | undefined {
    const key = this.#keys.get(index);
    if (key === undefined) return undefined;
    if (key.kind === 'paging') return { group: index, name: key.label };
    const { line, number } = key;
    const { state, pickUp } = this.#watched.get(index) ?? unknown;
    const code = this.#options.parameters.get('voip/services/blf/pickup_code');
    if (state === 'ringing' && code !== '') return { line, number: `${code}${number}`, pickUp: undefined };
    return { line, number, pickUp };
  }

  /** Each line watches its own keys; the list is that of the first line which watches anybody's dialogs. */
  #watch(list: string): void {
    let uri = list;
    for (let line = 0; line < lineCount; line++) {
      if (this.#watchFrom(line, watchedDialogs, uri)) uri = '';
      this.#watchFrom(line, watchedPresence, '');
    }
  }

  /** False when no key of the line watches so. */
  #watchFrom(line: LineIndex, watches: WatchedPackage, list: string): boolean {
    const { log, accountOf } = this.#options;
    const account = accountOf(line);
    if (account === undefined) return false;
    const { domain } = account.settings;
    const indexes = this.#watchedFrom(line, watches.event, domain);
    if (indexes.size === 0) return false;
    const targets = [...indexes.keys()].map((text) => parseUri(text));
    const changed = (resource: string, watched: Watched): void => this.#tell(indexes.get(resource) ?? [], watched);
    this.#subscriptions.push(watchKeys({ log, account, watches, targets, list: callTarget(list, domain), changed }));
    return true;
  }

  /** The keys that watch by way of a line, by the URI that each watches. */
  #watchedFrom(line: LineIndex, event: string, domain: string): ReadonlyMap<string, readonly number[]> {
    const indexes = new Map<string, readonly number[]>();
    for (const [index, key] of this.#keys) {
      const target = key.event === event && key.line === line ? callTarget(key.number, domain) : undefined;
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
    this.#snapshots = [...this.#keys].map(([index, { kind, label, number }]) => {
      const { state, remote } = this.#watched.get(index) ?? unknown;
      return { index, kind, label, number, state, remote };
    });
    this.#options.changed();
  }
}

function readKeys(parameters: Parameters): ReadonlyMap<number, Key> {
  const keys = new Map<number, Key>();
  const groups = new Map(pagingGroups(parameters).map(({ index, name }) => [index, name]));
  for (let index = 0; index < functionKeyCount; index++) {
    const type = parameters.get(`personal_settings/functional_key/${index}/type`);
    const number = parameters.get(`personal_settings/functional_key/${index}/speed_dial_number`);
    const ownLabel = parameters.get(`personal_settings/functional_key/${index}/key_label`);
    if (type === 'PAGING' && groups.has(index)) {
      keys.set(index, { kind: 'paging', label: ownLabel || groups.get(index) || '', number: '', line: 0, event: undefined });
    }
    if (type === 'NONE' || type === 'PAGING' || number === '') continue;
    const label = ownLabel || number;
    const line = parameters.get(`personal_settings/functional_key/${index}/shared_line_index`);
    const event = watchedBy.get(type)?.event;
    keys.set(index, { kind: event === undefined ? 'speedDial' : 'monitor', label, number, line, event });
  }
  return keys;
}
