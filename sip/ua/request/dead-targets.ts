// Servers that did not answer or sent us away: for a while they are tried last (RFC 3263 §4.3, RFC 3261 §21.5.4).

import type { Clock } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';

export interface FailoverSettings {
  /** How long a server may keep silent while there are others to be asked. Nobody waits timer B, 32 s, for a call to begin. */
  readonly patienceMs: number;
  /** How long one that failed is tried last. */
  readonly deadMs: number;
}

const defaultFailover: FailoverSettings = { patienceMs: 5000, deadMs: 60_000 };

const maxRemembered = 64;
/** However long a server says: it only stands behind the others. */
const longestMs = 3_600_000;

export class DeadTargets {
  readonly #clock: Clock;
  readonly #settings: FailoverSettings;
  /** Until when, oldest entry first. */
  readonly #deadUntilMs: Map<string, number> = new Map();

  constructor(clock: Clock, settings: FailoverSettings = defaultFailover) {
    this.#clock = clock;
    this.#settings = settings;
  }

  get patienceMs(): number {
    return this.#settings.patienceMs;
  }

  /** Refused, silent, or asked to be left alone for that long. */
  failed(target: Target, durationMs: number = this.#settings.deadMs): void {
    const name = nameOf(target);
    this.#deadUntilMs.delete(name);
    this.#deadUntilMs.set(name, this.#clock.monotonicMs + Math.min(durationMs, longestMs));
    const oldest = this.#deadUntilMs.keys().next().value;
    if (this.#deadUntilMs.size > maxRemembered && oldest !== undefined) this.#deadUntilMs.delete(oldest);
  }

  answered(target: Target): void {
    this.#deadUntilMs.delete(nameOf(target));
  }

  isDead(target: Target): boolean {
    return (this.#deadUntilMs.get(nameOf(target)) ?? 0) > this.#clock.monotonicMs;
  }

  /** It failed, however long ago, and has not answered since. */
  isDoubtful(target: Target): boolean {
    return this.#deadUntilMs.has(nameOf(target));
  }

  /** The living first; otherwise as they were. */
  inOrder(targets: readonly Target[]): readonly Target[] {
    const dead = targets.filter((target) => this.isDead(target));
    return dead.length === 0 ? targets : [...targets.filter((target) => !dead.includes(target)), ...dead];
  }
}

function nameOf({ protocol, remote }: Target): string {
  return `${protocol} ${remote.address} ${remote.port}`;
}
