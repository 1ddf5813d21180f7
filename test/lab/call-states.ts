// How the calls at the lab stand, for those who watch one of their sides (RFC 4235).

import type { WatchedDialog } from '#sip/event-package/dialog-info';

type State = 'trying' | 'early' | 'confirmed';

interface LabCallState {
  readonly id: string;
  readonly sides: readonly [caller: string, called: string];
  readonly state: State;
}

/** Calls whose end nobody said (both phones were switched off) are forgotten in favour of later ones. */
const mostCalls = 256;

export class CallStates {
  /** By Call-ID. */
  readonly #calls = new Map<string, LabCallState>();
  readonly #changed: (watched: string) => void;
  #count = 0;

  constructor(changed: (watched: string) => void) {
    this.#changed = changed;
  }

  began(callId: string, caller: string, called: string): void {
    const oldest = this.#calls.keys().next().value;
    if (this.#calls.size >= mostCalls && oldest !== undefined) this.ended(oldest);
    this.#put(callId, { id: `call${++this.#count}`, sides: [caller, called], state: 'trying' });
  }

  /** By what was answered to the INVITE. */
  answered(callId: string, status: number): void {
    const call = this.#calls.get(callId);
    if (call === undefined || status <= 100) return;
    // A re-INVITE that is refused leaves the call as it is.
    if (call.state === 'confirmed') return;
    if (status >= 300) this.ended(callId);
    else this.#put(callId, { ...call, state: status < 200 ? 'early' : 'confirmed' });
  }

  ended(callId: string): void {
    const call = this.#calls.get(callId);
    this.#calls.delete(callId);
    for (const side of call?.sides ?? []) this.#changed(side);
  }

  /** Without Call-ID and tags: a lamp needs none, and who has them could take the call over. */
  of(watched: string): readonly WatchedDialog[] {
    const own = [...this.#calls.values()].filter(({ sides }) => sides.includes(watched));
    return own.map(({ id, sides, state }) => labDialog(id, state, sides[0] === watched ? 'initiator' : 'recipient'));
  }

  #put(callId: string, call: LabCallState): void {
    this.#calls.set(callId, call);
    for (const side of call.sides) this.#changed(side);
  }
}

export function labDialog(id: string, state: State, direction: 'initiator' | 'recipient'): WatchedDialog {
  return {
    id,
    callId: undefined,
    localTag: undefined,
    remoteTag: undefined,
    direction,
    state,
    event: undefined,
    code: undefined,
    durationS: undefined,
    local: undefined,
    remote: undefined,
    appearance: undefined,
    exclusive: false,
  };
}
