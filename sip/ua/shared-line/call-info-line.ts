// Shared lines of BroadWorks (SIP Access Side Extensions, shared call appearances), as Kamailio's sca, FreeSWITCH and others have them: the
// server tells by NOTIFYs of call-info who has which appearance, and gives one out by a subscription to line-seize before the INVITE.

import { type AppearanceInfo, type CallInfoState, readAppearances, writeAppearance } from '../../event-package/call-info.ts';
import type { Headers } from '../../message/headers.ts';
import type { Uri } from '../../message/uri.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { SubscriptionEvent, SubscriptionHandle } from '../subscription/subscription-events.ts';
import { highestIndex, type ToldAppearance } from './appearance-table.ts';
import type { DialectEvent, LineCall, LineDialect, OwnCall } from './line-dialect.ts';
import { LineSeizure, type Subscribe } from './line-seizure.ts';
import type { Seizure } from './shared-line-settings.ts';

export interface CallInfoLineOptions {
  readonly subscribe: Subscribe;
  /** Names the server in Call-Info. */
  readonly server: () => Uri;
  readonly expiresS: number;
  readonly listener: (event: DialectEvent) => void;
}

const states: Readonly<Record<Exclude<CallInfoState, 'idle'>, ToldAppearance['state']>> = {
  seized: 'seized',
  progressing: 'progressing',
  alerting: 'ringing',
  active: 'active',
  held: 'held',
  'held-private': 'heldPrivate',
  'bridge-active': 'active',
  'bridge-held': 'held',
};

export class CallInfoLine implements LineDialect {
  readonly #options: CallInfoLineOptions;
  readonly #seizures: Set<LineSeizure> = new Set();
  #told: ReadonlyMap<number, ToldAppearance> = new Map();
  #watch: SubscriptionHandle | undefined;

  constructor(options: CallInfoLineOptions) {
    this.#options = options;
  }

  start(): void {
    const { subscribe, expiresS } = this.#options;
    this.#watch ??= subscribe({ event: 'call-info', accept: [], expiresS }, (event) => this.#watched(event));
  }

  close(): void {
    this.#watch?.close();
    this.#watch = undefined;
    for (const seizure of this.#seizures) seizure.close();
    this.#seizures.clear();
  }

  seize(index: number, outcome: (seizure: Seizure) => void): void {
    const seizure = new LineSeizure({
      subscribe: this.#options.subscribe,
      asked: index,
      headers: [['Call-Info', this.#value(index, undefined)]],
      settled: (settled) => {
        if (!settled.ok) this.#seizures.delete(seizure);
        outcome(settled);
      },
      lost: (given) => {
        this.#seizures.delete(seizure);
        this.#options.listener({ type: 'seizureLost', index: given });
      },
    });
    this.#seizures.add(seizure);
  }

  release(index: number): void {
    this.#drop(index, (seizure) => seizure.close());
  }

  /** Once a call is answered the appearance is held by that. */
  ownChanged(own: readonly OwnCall[]): void {
    for (const { index, appearance } of own) {
      if (appearance.state === 'active') this.#drop(index, (seizure) => seizure.abandon());
    }
  }

  fieldsFor({ index, appearance }: OwnCall): HeaderFields {
    return [['Call-Info', this.#value(index, appearance.isPrivate ? 'held-private' : undefined)]];
  }

  indexIn(headers: Headers): number | undefined {
    const index = readAppearances(headers).find((each) => typeof each.index === 'number')?.index;
    return typeof index === 'number' && index <= highestIndex ? index : undefined;
  }

  /** An INVITE to the line itself that names the appearance: the server puts the call through (held) or mixes it (active). */
  wayToTake(told: ToldAppearance): LineCall | undefined {
    return told.state === 'heldPrivate' ? undefined : { target: undefined, options: {} };
  }

  #watched(event: SubscriptionEvent): void {
    const { listener } = this.#options;
    if (event.type === 'notified') {
      this.#told = mergeAppearances(this.#told, readAppearances(event.headers));
      listener({ type: 'told', appearances: this.#told });
    } else if (event.type === 'failed' || event.type === 'terminated') {
      this.#told = new Map();
      listener({ type: 'lost' });
    }
  }

  #drop(index: number, end: (seizure: LineSeizure) => void): void {
    for (const seizure of this.#seizures) {
      if (seizure.index !== index) continue;
      this.#seizures.delete(seizure);
      end(seizure);
    }
  }

  #value(index: number, state: CallInfoState | undefined): string {
    return writeAppearance(this.#options.server(), { index, state, party: undefined });
  }
}

/** An entry for `*` is about all that the others do not name; without one they are changes. */
function mergeAppearances(
  known: ReadonlyMap<number, ToldAppearance>,
  entries: readonly AppearanceInfo[],
): ReadonlyMap<number, ToldAppearance> {
  const whole = entries.some((entry) => entry.index === '*');
  const merged = new Map(whole ? [] : known);
  for (const { index, state, party } of entries) {
    if (index === '*' || index > highestIndex || state === undefined) continue;
    if (state === 'idle') merged.delete(index);
    else merged.set(index, { state: states[state], remote: party, by: undefined, dialog: undefined });
  }
  return merged;
}
