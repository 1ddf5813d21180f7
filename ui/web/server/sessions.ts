// Who is logged in. Ids are random, kept here only, and end by idleness and by age; a login always makes a new one.

import type { Account, Role } from '../../administration.ts';
import type { Clock } from '../../ports.ts';

export interface Session {
  readonly id: string;
  /** Must come with everything that changes something (CSRF). */
  readonly csrfToken: string;
  readonly account: Account;
  readonly startedAtMs: number;
}

export interface SessionTimes {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

interface Kept {
  readonly session: Session;
  usedAtMs: number;
}

export interface SessionsOptions {
  readonly clock: Clock;
  readonly random: { bytes(count: number): Uint8Array };
  readonly times: () => SessionTimes;
  /** A session is over: who speaks for it hangs up. */
  readonly ended: (session: Session) => void;
}

const most = 32;
/** 256 bits. */
const idBytes = 32;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  start(account: Account): Session {
    const { clock } = this.#options;
    this.#endExpired();
    const oldest = [...this.#kept.values()].sort((a, b) => a.usedAtMs - b.usedAtMs)[0];
    if (this.#kept.size >= most && oldest !== undefined) this.end(oldest.session.id);
    const session = { id: this.#word(), csrfToken: this.#word(), account, startedAtMs: clock.monotonicMs };
    this.#kept.set(session.id, { session, usedAtMs: clock.monotonicMs });
    return session;
  }

  /** `touch`: the person did something, which puts idleness off. */
  find(id: string, touch: boolean): Session | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    if (this.#isOver(kept)) {
      this.end(id);
      return undefined;
    }
    if (touch) kept.usedAtMs = this.#options.clock.monotonicMs;
    return kept.session;
  }

  end(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    this.#options.ended(kept.session);
  }

  /** All of a role but one: its password is another now. */
  endAllOf(role: Role, but?: string): void {
    for (const { session } of [...this.#kept.values()]) {
      if (session.account.role === role && session.id !== but) this.end(session.id);
    }
  }

  get count(): number {
    this.#endExpired();
    return this.#kept.size;
  }

  #endExpired(): void {
    for (const kept of [...this.#kept.values()]) if (this.#isOver(kept)) this.end(kept.session.id);
  }

  #isOver({ session, usedAtMs }: Kept): boolean {
    const { idleMs, absoluteMs } = this.#options.times();
    const nowMs = this.#options.clock.monotonicMs;
    return nowMs - usedAtMs >= idleMs || nowMs - session.startedAtMs >= absoluteMs;
  }

  #word(): string {
    return Buffer.from(this.#options.random.bytes(idBytes)).toString('base64url');
  }
}
