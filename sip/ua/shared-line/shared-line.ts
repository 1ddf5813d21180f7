// A line that several phones have, as its account runs it: keeps the table of appearances, takes one before each call, and tells what changes.

import type { SipRequest } from '../../message/message.ts';
import type { Clock, Timer } from '../../ports.ts';
import type { CallFollower } from '../call/call-context.ts';
import type { CallOptions } from '../call/call-options.ts';
import type { NegotiatedMedia } from '../media-session.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { Call, CallEnd, CallEvent } from '../user-agent-events.ts';
import {
  appearanceTable,
  freeIndex,
  newTable,
  pendingIndex,
  statusOf,
  type TableInput,
  type TableState,
} from './appearance-table.ts';
import type { DialectEvent, LineDialect, OwnCall, TakeOver } from './line-dialect.ts';
import { sameStatus } from './same-status.ts';
import type { Seizure, SharedLineEvent, SharedLineStatus } from './shared-line-settings.ts';

export interface SharedLineOptions {
  readonly clock: Clock;
  readonly appearances: number;
  readonly dialect: (listener: (event: DialectEvent) => void) => LineDialect;
  /** Makes a call of the account; `target` undefined: to the line itself. */
  readonly call: (target: string | undefined, listener: (event: CallEvent) => void, options: CallOptions) => Call;
  readonly listener: (event: SharedLineEvent) => void;
  /** `own` is another than before. */
  readonly ownChanged: () => void;
}

/** A server that says nothing to a seizure for so long shall not keep a person from calling; the INVITE gets its own answer. */
const patienceMs = 4000;

export class SharedLine implements CallFollower {
  readonly #options: SharedLineOptions;
  readonly #dialect: LineDialect;
  /** Those that are on the line, by `Call.id`. */
  readonly #calls: Map<string, Call> = new Map();
  /** Calls that wait for an appearance, and those that got none. */
  readonly #waiting: Set<Call> = new Set();
  readonly #refused: Map<Call, CallEnd> = new Map();
  #table: TableState;
  #seizure: Promise<Seizure> | undefined;
  /** The appearance that the call which is being made takes over. */
  #taking: number | undefined;
  #status: SharedLineStatus;

  constructor(options: SharedLineOptions) {
    this.#options = options;
    this.#table = newTable(options.appearances);
    this.#status = statusOf(this.#table);
    this.#dialect = options.dialect((event) => this.#told(event));
  }

  get status(): SharedLineStatus {
    return this.#status;
  }

  /** What our own calls, and an appearance that we took to dial, are on the line. */
  get own(): readonly OwnCall[] {
    return Array.from(this.#table.own, ([index, appearance]) => {
      const call = appearance.call === undefined ? undefined : this.#calls.get(appearance.call);
      return { index, appearance, dialog: call?.dialogs[0], direction: call?.direction ?? 'outgoing' };
    });
  }

  start(): void {
    this.#dialect.start();
  }

  close(): void {
    this.#dialect.close();
  }

  /** Takes an appearance, so that the other phones of the line see it in use: the handset is up. The next call gets it. */
  seize(): Promise<Seizure> {
    this.#seizure ??= this.#seize();
    return this.#seizure;
  }

  /** Nobody called. Does nothing when a call has the appearance. */
  release(): void {
    // A call that waits for it has it.
    if (this.#waiting.size > 0) return;
    const index = pendingIndex(this.#table);
    this.#seizure = undefined;
    if (index === undefined) return;
    this.#dialect.release(index);
    this.#step({ type: 'released', index });
  }

  /**
   * Makes the call ours that another phone of the line has: `retrieve` takes it over from hold, `bargeIn` joins it. Undefined when there is
   * none, or it is private.
   */
  take(index: number, how: TakeOver, listener: (event: CallEvent) => void): Call | undefined {
    const told = this.#table.own.has(index) ? undefined : this.#table.told.get(index);
    const way = told === undefined ? undefined : this.#dialect.wayToTake(told, how);
    if (way === undefined) return undefined;
    this.#taking = index;
    try {
      return this.#options.call(way.target, listener, way.options);
    } finally {
      this.#taking = undefined;
    }
  }

  /** Holds a call so that no other phone of the line may take it. */
  holdPrivately(call: Call): void {
    this.#step({ type: 'callChanged', call: call.id, change: { isPrivate: true } });
    call.hold();
  }

  /** An outgoing call wants to start. False: there is no appearance for it, and `heard` turns its end into that. */
  async admit(call: Call): Promise<boolean> {
    // It was sent on (3xx).
    if (this.#calls.has(call.id)) return true;
    if (this.#taking !== undefined) {
      this.#take(call, this.#taking, 'progressing');
      return true;
    }
    this.#waiting.add(call);
    let seizure = await this.seize();
    // Another call of ours was faster.
    while (seizure.ok && this.#table.own.get(seizure.index)?.call !== undefined) seizure = await this.seize();
    if (!this.#waiting.delete(call)) {
      this.release();
      return false;
    }
    this.#seizure = undefined;
    if (seizure.ok) this.#take(call, seizure.index, 'progressing');
    else this.#refused.set(call, seizure.end);
    return seizure.ok;
  }

  arrived(call: Call, invite: SipRequest): void {
    const named = this.#dialect.indexIn(invite.headers);
    const index = named !== undefined && !this.#table.own.has(named) ? named : freeIndex(this.#table);
    if (index !== undefined) this.#take(call, index, 'ringing');
  }

  heard(call: Call, event: CallEvent): CallEvent {
    if (event.type === 'ended') {
      this.#waiting.delete(call);
      this.#calls.delete(call.id);
      this.#step({ type: 'callEnded', call: call.id });
      const end = this.#refused.get(call);
      this.#refused.delete(call);
      return end === undefined || event.end.by === 'local' ? event : { type: 'ended', end };
    }
    if (event.type === 'answered') {
      this.#step({ type: 'callChanged', call: call.id, change: { state: 'active', remote: event.remote } });
    } else if (event.type === 'mediaChanged') {
      const held = heldByUs(event.media);
      if (held !== undefined) {
        const change = held ? ({ state: 'held' } as const) : ({ state: 'active', isPrivate: false } as const);
        this.#step({ type: 'callChanged', call: call.id, change });
      }
    }
    return event;
  }

  fieldsFor(call: Call): HeaderFields {
    const own = this.own.find((each) => each.appearance.call === call.id);
    return own === undefined ? [] : this.#dialect.fieldsFor(own);
  }

  async #seize(): Promise<Seizure> {
    const asked = freeIndex(this.#table);
    if (asked === undefined) {
      this.#seizure = undefined;
      return { ok: false, end: { by: 'line', reason: 'full' } };
    }
    this.#step({ type: 'seizing', index: asked });
    const seizure = await this.#ask(asked);
    if (seizure.ok) this.#step({ type: 'seized', asked, index: seizure.index });
    else {
      this.#seizure = undefined;
      this.#step({ type: 'released', index: asked });
    }
    return seizure;
  }

  #ask(asked: number): Promise<Seizure> {
    return new Promise((resolve) => {
      const patience: Timer = this.#options.clock.setTimer(patienceMs, () => resolve({ ok: true, index: asked }));
      this.#dialect.seize(asked, (seizure) => {
        patience.cancel();
        resolve(seizure);
      });
    });
  }

  #take(call: Call, index: number, state: 'progressing' | 'ringing'): void {
    this.#calls.set(call.id, call);
    this.#step({ type: 'taken', index, call: call.id, state, remote: call.remote });
  }

  #told(event: DialectEvent): void {
    if (event.type === 'told') {
      this.#step({ type: 'told', appearances: event.appearances });
    } else if (event.type === 'lost') {
      this.#step({ type: 'lost' });
    } else {
      if (pendingIndex(this.#table) === event.index) this.#seizure = undefined;
      this.#step({ type: 'released', index: event.index });
    }
  }

  #step(input: TableInput): void {
    const before = this.#table;
    this.#table = appearanceTable(before, input);
    if (this.#table.own !== before.own) {
      this.#dialect.ownChanged(this.own);
      this.#options.ownChanged();
    }
    const status = statusOf(this.#table);
    if (sameStatus(status, this.#status)) return;
    this.#status = status;
    this.#options.listener({ type: 'appearancesChanged', status });
  }
}

/** Undefined when both sides hold, which tells nothing new of ours. */
function heldByUs({ direction, heldByRemote }: NegotiatedMedia): boolean | undefined {
  if (direction === 'inactive' && heldByRemote) return undefined;
  return direction === 'sendonly' || direction === 'inactive';
}
