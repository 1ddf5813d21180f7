// Shared lines by the dialog package (RFC 4235): watched alone, as a key system has them, or with a state agent (RFC 7463) to which each phone
// publishes its part: an appearance is taken by publishing it before the INVITE.

import { type DialogInfo, dialogInfoType, type WatchedDialog } from '../../event-package/dialog-info.ts';
import { DialogInfoState } from '../../event-package/dialog-info-state.ts';
import { readDialogInfo } from '../../event-package/read-dialog-info.ts';
import type { Headers } from '../../message/headers.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { SubscriptionEvent, SubscriptionHandle } from '../subscription/subscription-events.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { highestIndex, type ToldAppearance } from './appearance-table.ts';
import type { DialectEvent, LineCall, LineDialect, OwnCall, TakeOver } from './line-dialect.ts';
import type { Subscribe } from './line-seizure.ts';
import { ownDialogs } from './own-dialogs.ts';
import type { Seizure } from './shared-line-settings.ts';
import { numberDialogs } from './told-dialogs.ts';

/** Hands our own dialogs to the state agent; `answered` tells for each document why it was refused, or that it was not. */
export interface StateAgent {
  tell(document: Omit<DialogInfo, 'version'>, answered: (refusal: CallEnd | undefined) => void): void;
  close(): void;
}

export interface DialogLineOptions {
  readonly subscribe: Subscribe;
  /** Value of Event. */
  readonly event: string;
  readonly expiresS: number;
  /** Address of the line, as it stands in documents. */
  readonly entity: () => string;
  /** Makes the ids of our dialogs ours. */
  readonly prefix: string;
  /** Undefined: the other phones learn of our calls by themselves. */
  readonly agent: StateAgent | undefined;
  readonly listener: (event: DialectEvent) => void;
}

export class DialogLine implements LineDialect {
  readonly #options: DialogLineOptions;
  readonly #state: DialogInfoState = new DialogInfoState();
  #watch: SubscriptionHandle | undefined;
  #given: ReadonlyMap<string, number> = new Map();
  #own: readonly OwnCall[] = [];
  /** Call-IDs of our own calls. */
  #ownCallIds: ReadonlySet<string> = new Set();
  #published = '';

  constructor(options: DialogLineOptions) {
    this.#options = options;
  }

  start(): void {
    const { subscribe, event, expiresS } = this.#options;
    this.#watch ??= subscribe({ event, accept: [dialogInfoType], expiresS }, (heard) => this.#watched(heard));
  }

  close(): void {
    this.#watch?.close();
    this.#watch = undefined;
    this.#options.agent?.close();
  }

  /** The agent refuses a number that somebody else has (RFC 7463 §5.3). */
  seize(index: number, outcome: (seizure: Seizure) => void): void {
    const { agent } = this.#options;
    if (agent === undefined) outcome({ ok: true, index });
    else this.#publish((end) => outcome(end === undefined ? { ok: true, index } : { ok: false, end }));
  }

  release(): void {}

  ownChanged(own: readonly OwnCall[]): void {
    this.#own = own;
    this.#ownCallIds = new Set(own.flatMap(({ dialog }) => dialog?.dialog.callId ?? []));
    // What is being taken is told by `seize`, which wants the answer.
    if (!own.some(({ appearance }) => appearance.state === 'seizing')) this.#publish(() => undefined);
    this.#tell();
  }

  fieldsFor(): HeaderFields {
    return [];
  }

  /** RFC 7463 §5.4: `Alert-Info: <urn:alert:service:normal>;appearance=2`. */
  indexIn(headers: Headers): number | undefined {
    for (const value of headers.getAll('Alert-Info')) {
      const index = Number(/;\s*appearance\s*=\s*(\d{1,3})\s*(?:;|$)/i.exec(value)?.[1] ?? 0);
      if (index > 0 && index <= highestIndex) return index;
    }
    return undefined;
  }

  /** Whom the holder speaks with is asked to replace it (RFC 3891); the holder itself lets us join (RFC 3911). */
  wayToTake({ state, dialog }: ToldAppearance, how: TakeOver): LineCall | undefined {
    if (dialog === undefined) return undefined;
    if (how === 'retrieve') {
      return state === 'held' && dialog.remote !== undefined
        ? { target: dialog.remote, options: { replaces: dialog.toRemote } }
        : undefined;
    }
    const stands = state === 'active' || state === 'held';
    return stands && dialog.holder !== undefined ? { target: dialog.holder, options: { join: dialog.toHolder } } : undefined;
  }

  #watched(event: SubscriptionEvent): void {
    if (event.type === 'failed' || event.type === 'terminated') {
      this.#state.forget();
      this.#given = new Map();
      this.#options.listener({ type: 'lost' });
      return;
    }
    if (event.type !== 'notified' || event.body.length === 0) return;
    const read = readDialogInfo(event.body);
    if (!read.ok) return;
    const outcome = this.#state.apply(read.value);
    if (outcome === 'gap') this.#watch?.refresh();
    else if (outcome === 'applied') this.#tell();
  }

  #tell(): void {
    if (!this.#state.isKnown) return;
    const taken = new Set(this.#own.map(({ index }) => index));
    const { told, given } = numberDialogs(this.#state.dialogs, this.#given, (dialog) => this.#isOurs(dialog), taken);
    this.#given = given;
    this.#options.listener({ type: 'told', appearances: told });
  }

  /** Between the phones of a line a call keeps its Call-ID; ours is the one that we have, until we have it no more. */
  #isOurs({ callId, id }: WatchedDialog): boolean {
    if (callId !== undefined) return this.#ownCallIds.has(callId);
    return id.startsWith(`${this.#options.prefix}-`);
  }

  #publish(answered: (refusal: CallEnd | undefined) => void): void {
    const { agent, entity, prefix } = this.#options;
    if (agent === undefined) return;
    const document = ownDialogs(this.#own, entity(), prefix);
    const text = JSON.stringify(document);
    if (text === this.#published) return;
    this.#published = text;
    agent.tell(document, answered);
  }
}
