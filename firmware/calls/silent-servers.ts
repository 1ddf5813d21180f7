// STUN and TURN servers that did not answer lately: offers do not wait for them again before a minute is over.

import type { Clock } from '#sip/ports';
import type { ServerAddress } from '#sip/ua/account/routing-settings';

export type TraversalServerKind = 'stun' | 'turn';

const silenceMs = 60_000;
/** More servers than are written down come only of parameters that change. */
const most = 16;

export class SilentServers {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Until when, oldest first. */
  readonly #until = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  has(kind: TraversalServerKind, server: ServerAddress): boolean {
    return (this.#until.get(nameOf(kind, server)) ?? 0) > this.#clock.monotonicMs;
  }

  add(kind: TraversalServerKind, server: ServerAddress): void {
    const name = nameOf(kind, server);
    this.#until.delete(name);
    this.#until.set(name, this.#clock.monotonicMs + silenceMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > most && oldest !== undefined) this.#until.delete(oldest);
  }
}

/** A machine may answer STUN and be no TURN server. */
function nameOf(kind: TraversalServerKind, { host, port }: ServerAddress): string {
  return `${kind} ${host} ${port ?? ''}`;
}
