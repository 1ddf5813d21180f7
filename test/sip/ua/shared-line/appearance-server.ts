// An application server with one shared line in BroadWorks' manner: gives out appearances, tells all phones of the line, plays the other side of
// their calls.

import { readAppearances } from '#sip/event-package/call-info';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { FakeClock } from '#test/support/fake-clock';
import type { LossyNetwork } from '#test/support/lossy-network';
import { NotifierPeer, type Subscriber } from '../subscription/notifier-peer.ts';

export class AppearanceServer {
  readonly notifier: NotifierPeer;
  /** By index; what is not here is idle. */
  readonly states: Map<number, { state: string; uri?: string }> = new Map();
  /** What a SUBSCRIBE to line-seize is answered; 200 gives the appearance. */
  seizeStatus = 200;
  /** Seizures get no answer at all. */
  deaf = false;
  /** Gives this one whatever was asked for. */
  gives: number | undefined;
  readonly #watchers: Set<Subscriber> = new Set();

  constructor(clock: FakeClock, network: LossyNetwork) {
    this.notifier = new NotifierPeer(clock, network);
    this.notifier.silent = true;
    this.notifier.peer.answers.set('SUBSCRIBE', (transaction) => this.#subscribed(transaction));
  }

  set(index: number, state: string, uri?: string): void {
    if (state === 'idle') this.states.delete(index);
    else this.states.set(index, { state, ...(uri === undefined ? {} : { uri }) });
    this.tell();
  }

  tell(): void {
    for (const watcher of this.#watchers) this.#notify(watcher);
  }

  /** `Event Expires Call-Info` of each SUBSCRIBE to line-seize. */
  get seizures(): readonly string[] {
    return this.notifier.subscribes
      .filter(({ headers }) => headers.get('Event') === 'line-seize')
      .map(({ headers }) => `${headers.get('Expires')} ${headers.get('Call-Info')}`);
  }

  #subscribed(transaction: ServerTransaction): void {
    const { headers } = transaction.request;
    if (headers.get('Event') === 'call-info') {
      this.notifier.subscribed(transaction);
      this.#watchers.add(this.notifier.last);
      this.#notify(this.notifier.last);
      return;
    }
    if (this.deaf) return;
    if (this.seizeStatus !== 200) {
      this.notifier.peer.respond(transaction, this.seizeStatus);
      return;
    }
    const asked = readAppearances(headers)[0]?.index;
    const index = this.gives ?? (typeof asked === 'number' ? asked : 1);
    const leaves = headers.get('Expires') === '0';
    const seizer = leaves ? undefined : this.#seized(transaction);
    if (leaves) this.notifier.subscribed(transaction);
    if (seizer !== undefined)
      this.notifier.notify(seizer, { state: 'active;expires=15', headers: [['Call-Info', entry(index, 'seized')]] });
    this.set(index, leaves ? 'idle' : 'seized');
  }

  #seized(transaction: ServerTransaction): Subscriber {
    this.notifier.subscribed(transaction);
    return this.notifier.last;
  }

  #notify(watcher: Subscriber): void {
    const told = Array.from(this.states, ([index, { state, uri }]) => entry(index, state, uri));
    this.notifier.notify(watcher, {
      headers: [['Call-Info', [...told, '<sip:10.0.0.9>;appearance-index=*;appearance-state=idle'].join(', ')]],
    });
  }
}

function entry(index: number, state: string, uri?: string): string {
  const party = uri === undefined ? '' : `;appearance-uri="${uri.replaceAll('"', '\\"')}"`;
  return `<sip:10.0.0.9>;appearance-index=${index};appearance-state=${state}${party}`;
}
