// The phone's memory: parameters with their history, and collections of records. Read from memory, written behind it.

import { join } from 'node:path';
import { type Collection, type RecordData, StoredCollection, type StoredRecord } from './collection.ts';
import { type Change, type ChangeError, check, type DecodedChange, decode, recordsOf, usable } from './contents.ts';
import { StoreError } from './errors.ts';
import { type FoundKeys, keyFileName, newKey, readOrMakeKeys, writeKeys } from './key-file.ts';
import type { Clock, Log } from './ports.ts';
import { findParameter, type Parameter, type ParameterPath, parameters, type StoredValue, type Values } from './schema.ts';
import { type KeyRing, seal, unseal } from './sealing.ts';
import { Secret } from './secrets.ts';
import { Settings, type Source } from './settings.ts';
import { atOnce, inSteps, withTurns } from './steps.ts';
import { prepareDirectory } from './store-directory.ts';
import { type Contents, openUnsynced } from './store-file.ts';
import type { Origin, Revision, StoredChange, WriteReply, WriteRequest } from './store-messages.ts';
import { openFile, secretPaths } from './store-opening.ts';
import type { Recovered } from './store-salvage.ts';
import type { OpenDatabase } from './store-session.ts';
import { Vault } from './vault.ts';
import { type Send, WriteQueue } from './write-queue.ts';

export type { Change, ChangeError } from './contents.ts';

const fileName = 'store.sqlite';
const longestReason = 200;
/** Listeners that follow a change take no longer together before everybody else has a turn. */
const followMs = 2;
/** What the settings were fetched from: without them it counts as never seen. */
const collectionsOfSettings = ['fetched_files', 'enrolment'] as const;

export type ChangeResult =
  /** `changed`: paths whose value is another now, heirs included. `needsRestart`: those of them that wait for a restart. */
  | {
      readonly ok: true;
      readonly revision: number;
      readonly changed: readonly string[];
      readonly needsRestart: readonly string[];
    }
  | { readonly ok: false; readonly reason: 'invalid'; readonly errors: readonly ChangeError[] }
  | { readonly ok: false; readonly reason: 'unknownRevision'; readonly oldest: number; readonly newest: number }
  /** Nothing was changed: the disk is full or failing. */
  | { readonly ok: false; readonly reason: 'notStored'; readonly code: string; readonly text: string };

export interface StoreOptions {
  /** Made when it does not exist. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Lets everything else have its turn between the steps of a large change; without it nobody has to wait. */
  readonly turn?: () => Promise<unknown>;
  /** How the file is opened for writing; for tests of a disk that is full. */
  readonly openDatabase?: OpenDatabase;
  /** What holds in place of the declared defaults; values of their parameters' types. */
  readonly defaults?: ReadonlyMap<string, StoredValue>;
  /** What seals the secrets; a file beside the store when nobody brings them. */
  readonly keys?: DeviceKeys;
}

export interface DeviceKeys extends FoundKeys {
  /** Before it resolves they outlive a loss of power. */
  keep(ring: KeyRing): Promise<void>;
  /** Nothing stored needs the others of the ring any more. */
  settled?(): void;
}

export interface OpenedStore {
  readonly store: Store;
  /** The file was damaged and put aside; the phone should say so. */
  readonly recovered: Recovered | undefined;
  /** False: the file system is read-only, so that every change is refused. */
  readonly writable: boolean;
  /** Secrets whose key is gone: they count as not set and should be asked for again. */
  readonly lostSecrets: readonly string[];
}

/** What a parameter was and is. */
export interface SettingDifference {
  readonly parameter: Parameter;
  /** Undefined: not set. */
  readonly before: StoredValue | Secret<string> | undefined;
  readonly after: StoredValue | Secret<string> | undefined;
}

/** A parameter as it stands, for forms and `show config`. */
export interface Setting {
  readonly parameter: Parameter;
  /** A secret stays a `Secret`. */
  readonly value: StoredValue | Secret<string>;
  readonly source: Source;
}

export type Changed = (paths: readonly string[]) => void;

interface Subscription {
  readonly prefix: string;
  readonly changed: Changed;
}

export class Store implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #turn: () => Promise<unknown>;
  readonly #queue: WriteQueue;
  readonly #vault: Vault;
  readonly #keys: DeviceKeys;
  readonly #settings: Settings;
  readonly #records: ReadonlyMap<string, readonly StoredRecord[]>;
  readonly #collections = new Map<string, StoredCollection<RecordData>>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #lost: readonly string[];
  #closed = false;

  private constructor(options: StoreOptions, keys: DeviceKeys, contents: Contents) {
    const { directory, clock, log, turn = () => Promise.resolve(), openDatabase = openUnsynced } = options;
    this.#clock = clock;
    this.#log = log;
    this.#keys = keys;
    this.#vault = new Vault(keys.ring);
    this.#turn = turn;
    this.#queue = new WriteQueue({ path: join(directory, fileName), openDatabase, turn, clock });
    this.#settings = new Settings(options.defaults ?? new Map());
    atOnce(this.#settings.apply(usable(contents, this.#vault, log)));
    this.#records = recordsOf(contents, log);
    this.#lost = contents.parameters.filter((row) => this.#vault.isLost(row)).map((row) => row.path);
  }

  /**
   * Reads everything; the file is opened for writing by the first write. Rejects with `StoreError` when the directory is unusable or the
   * disk fails. A file that is damaged is renamed instead, and the store starts with what can be had back.
   */
  static async open(options: StoreOptions): Promise<OpenedStore> {
    const writable = prepareDirectory(options.directory);
    const path = join(options.directory, fileName);
    const keys = options.keys ?? keysOfFile(join(options.directory, keyFileName));
    if (keys.notKept !== undefined) {
      options.log.error('config', 'The key of the secrets cannot be kept; they are lost with the next restart', {
        reason: keys.notKept,
      });
    }
    const { contents, recovered } = openFile({ path, writable, ring: keys.ring, clock: options.clock, log: options.log });
    if (contents.sealedBy === keys.ring[0].id) keys.settled?.();
    const store = new Store(options, keys, contents);
    const lostSecrets = store.#lost;
    if (lostSecrets.length > 0) options.log.error('config', 'The key of stored secrets is lost', { paths: lostSecrets.join() });
    if (!writable) options.log.error('config', 'Settings cannot be kept: the data directory is read-only');
    return { store, recovered, lostSecrets, writable };
  }

  /** From memory. */
  get<P extends ParameterPath>(path: P): Values[P] {
    const parameter = required(path);
    return wrap(parameter, this.#settings.resolve(parameter).value) as Values[P];
  }

  /** Every parameter in schema order, or those under a prefix. */
  settings(prefix = ''): readonly Setting[] {
    const isWanted = under(prefix);
    return parameters()
      .filter(({ path }) => isWanted(path))
      .map((parameter) => this.#settingOf(parameter));
  }

  /** Undefined: there is no parameter of that path. */
  setting(path: string): Setting | undefined {
    const parameter = findParameter(path);
    return parameter && this.#settingOf(parameter);
  }

  /**
   * All or nothing. Resolves when the change is on the disk; memory and subscribers follow at that moment, so that nobody acts
   * on what a loss of power would take back. Changes take effect in the order of the calls.
   */
  async change(changes: readonly Change[], origin: Origin, reason = ''): Promise<ChangeResult> {
    this.#requireOpen();
    const why = this.#why(reason);
    return this.#queue.whole(async (send) => {
      const errors: ChangeError[] = [];
      const stored: StoredChange[] = [];
      const checks = inSteps(changes, (change) => {
        const checked = check(change);
        if ('expected' in checked) errors.push(checked);
        else stored.push(this.#vault.seal(checked));
      });
      await withTurns(checks, this.#turn);
      if (errors.length > 0) return { ok: false, reason: 'invalid', errors };
      return this.#write({ type: 'change', changes: stored, origin, ...why }, send);
    });
  }

  /** Back to what the parameter is when nobody has set it. */
  reset(path: ParameterPath, origin: Origin): Promise<ChangeResult> {
    return this.change([{ path, value: undefined }], origin);
  }

  /** To the state right after that revision (0: before the first), as a new revision. */
  rollBack(revision: number, origin: Origin, reason = ''): Promise<ChangeResult> {
    this.#requireOpen();
    const why = this.#why(reason);
    return this.#queue.whole((send) => this.#write({ type: 'rollBack', revision, origin, ...why }, send));
  }

  /** Every parameter as it left the factory, as a new revision; records stay. */
  restoreDefaults(origin: Origin, reason = ''): Promise<ChangeResult> {
    this.#requireOpen();
    for (const name of collectionsOfSettings) this.collection(name).clear();
    const why = this.#why(reason);
    return this.#queue.whole((send) => this.#write({ type: 'restoreDefaults', origin, ...why }, send));
  }

  /** From the state right after one revision to that right after another; undefined when one of them is not known any more. */
  async difference(from: number, to: number): Promise<readonly SettingDifference[] | undefined> {
    this.#requireOpen();
    const reply = await this.#queue.send({ type: 'difference', from, to });
    if (reply.type !== 'difference') return undefined;
    return reply.changes.flatMap(({ path, before, after }) => {
      const parameter = findParameter(path);
      const value = (json: string | null): SettingDifference['before'] => {
        const decoded = decode(this.#vault.open({ path, json }))?.value;
        return decoded === undefined || parameter === undefined ? undefined : wrap(parameter, decoded);
      };
      return parameter === undefined ? [] : [{ parameter, before: value(before), after: value(after) }];
    });
  }

  /** Seals every secret anew. A loss of power on the way leaves a store that both keys open. False: nothing has changed. */
  async changeKey(): Promise<boolean> {
    this.#requireOpen();
    const both: KeyRing = [newKey(), ...this.#vault.ring];
    try {
      await this.#keys.keep(both);
    } catch (error) {
      this.#log.error('config', 'The new key of the secrets cannot be kept', { reason: String(error) });
      return false;
    }
    this.#vault.changeKeys(both);
    const reply = await this.#queue.send({ type: 'reseal', keys: both.map(({ bytes }) => bytes), secretPaths: secretPaths() });
    if (reply.type !== 'done') return false;
    await this.#keys.keep([both[0]]);
    this.#vault.changeKeys([both[0]]);
    return true;
  }

  /** Seals a secret that lies in a record, as those of parameters are; what `changeKey` leaves behind is not opened any more. */
  sealText(purpose: string, text: string): string {
    return seal(this.#vault.ring[0], purpose, JSON.stringify(text));
  }

  /** Undefined: sealed for another purpose, changed, or by a key that is gone. */
  openText(purpose: string, sealed: string): string | undefined {
    const json = unseal(this.#vault.ring, purpose, sealed);
    return json === undefined ? undefined : (JSON.parse(json) as string);
  }

  /** Newest first. Values are not told: they may be secrets. */
  async history(limit = 50): Promise<readonly Revision[]> {
    this.#requireOpen();
    const reply = await this.#queue.send({ type: 'history', limit });
    return reply.type === 'history' ? reply.revisions : [];
  }

  /**
   * For `--param`: lies over what is stored, is itself not stored, and holds until the parameter is changed or the process
   * ends. All or nothing; meant for the time before the phone starts, so that subscribers are not told.
   */
  override(values: Readonly<Record<string, unknown>>): readonly ChangeError[] {
    const checked = Object.entries(values).map(([path, value]) => ({ path, value, result: check({ path, value }) }));
    const errors = checked.flatMap(({ result }) => ('expected' in result ? [result] : []));
    if (errors.length > 0) return errors;
    for (const { result } of checked) {
      if ('json' in result && result.json !== null) this.#settings.override(result.path, JSON.parse(result.json));
    }
    return [];
  }

  /** `prefix` in whole path segments (`voip/line/0`); the empty one hears of everything. Returns the end of the subscription. */
  subscribe(prefix: string, changed: Changed): () => void {
    const subscription = { prefix, changed };
    this.#subscriptions.add(subscription);
    return () => void this.#subscriptions.delete(subscription);
  }

  /** The same object for the same name. The first call's capacity counts. */
  collection<T extends RecordData>(name: string, capacity = 200): Collection<T> {
    const found = this.#collections.get(name);
    if (found !== undefined) return found as unknown as Collection<T>;
    const made = new StoredCollection<T>(name, capacity, this.#records.get(name) ?? [], (operations) => {
      this.#requireOpen();
      void this.#queue.send({ type: 'record', operations }).then((reply) => this.#complain(reply));
    });
    this.#collections.set(name, made as unknown as StoredCollection<RecordData>);
    return made;
  }

  /** Everything is on the disk afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#subscriptions.clear();
    await this.#queue.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #settingOf(parameter: Parameter): Setting {
    const { value, source } = this.#settings.resolve(parameter);
    return { parameter, value: wrap(parameter, value), source };
  }

  #why(reason: string): { readonly atMs: number; readonly timeTrusted: boolean; readonly reason: string } {
    const { ms, trusted } = this.#clock.wall;
    return { atMs: ms, timeTrusted: trusted, reason: reason.slice(0, longestReason) };
  }

  #requireOpen(): void {
    if (this.#closed) throw new StoreError('STORE_CLOSED', 'The store is closed');
  }

  #complain(reply: WriteReply): void {
    if (reply.type !== 'failed') return;
    this.#log.error('config', 'A record could not be stored; it is lost with the next restart', {
      code: reply.code,
      reason: reply.text,
    });
  }

  /** Memory and listeners follow before the next request. */
  async #write(request: WriteRequest, send: Send): Promise<ChangeResult> {
    const reply = await send(request);
    switch (reply.type) {
      case 'changed': {
        const decoded: DecodedChange[] = [];
        const decoding = inSteps(reply.state, (each) => {
          const change = decode(this.#vault.open(each));
          if (change !== undefined) decoded.push(change);
        });
        await withTurns(decoding, this.#turn);
        const changed = await withTurns(this.#settings.apply(decoded), this.#turn);
        await this.#tell(changed);
        const needsRestart = changed.filter((path) => findParameter(path)?.declaration.needsRestart === true);
        return { ok: true, revision: reply.revision, changed, needsRestart };
      }
      case 'unknownRevision':
        return { ok: false, reason: 'unknownRevision', oldest: reply.oldest, newest: reply.newest };
      case 'failed':
        this.#log.error('config', 'Settings could not be stored', { code: reply.code, reason: reply.text });
        return { ok: false, reason: 'notStored', code: reply.code, text: reply.text };
      default:
        throw new TypeError(`The store's file answered ${reply.type} to ${request.type}`);
    }
  }

  async #tell(paths: readonly string[]): Promise<void> {
    let untilMs = this.#clock.monotonicMs + followMs;
    for (const subscription of [...this.#subscriptions]) {
      if (this.#clock.monotonicMs >= untilMs) {
        await this.#turn();
        untilMs = this.#clock.monotonicMs + followMs;
      }
      const { prefix, changed } = subscription;
      const heard = paths.filter(under(prefix));
      // Whoever left in one of the turns hears nothing.
      if (heard.length === 0 || !this.#subscriptions.has(subscription)) continue;
      try {
        changed(heard);
      } catch (error) {
        this.#log.error('config', 'A listener of changed settings failed', { prefix, reason: String(error) });
      }
    }
  }
}

function keysOfFile(path: string): DeviceKeys {
  return { ...readOrMakeKeys(path), keep: async (ring) => writeKeys(path, ring) };
}

function under(prefix: string): (path: string) => boolean {
  if (prefix === '') return () => true;
  const below = `${prefix}/`;
  return (path) => path === prefix || path.startsWith(below);
}

function required(path: string): Parameter {
  const parameter = findParameter(path);
  if (parameter === undefined) throw new StoreError('UNKNOWN_PARAMETER', `There is no parameter ${path}`);
  return parameter;
}

function wrap(parameter: Parameter, value: StoredValue): StoredValue | Secret<string> {
  return parameter.declaration.secret === true ? new Secret(String(value)) : value;
}
