// Music on hold from a server (SPA9x2, MOH Server): while a line's caller waits, the phone has that server in a call of its own, and the
// caller hears it instead of the phone. So the server needs no way to the caller, nor a codec or a key of the caller's. That call is no one's:
// neither the desk nor who watches the line knows of it.

import type { Log } from '#sip/ports';
import type { MediaSessionContext } from '#sip/ua/media-session';
import type { Call, CallEvent } from '#sip/ua/user-agent-events';

/** A call that hears us and is not heard: on hold. */
export type WaitingCall = Pick<MediaSessionContext, 'id' | 'accountId'>;

export interface HoldServersOptions {
  readonly log: Log;
  /** What the account's line calls for music; empty: nobody. */
  readonly serverOf: (accountId: string) => string;
  readonly place: (accountId: string, target: string, listener: (event: CallEvent) => void) => Call | undefined;
  /** Who waits hears the other call, by `Call.id`; undefined: what the phone has itself. */
  readonly join: (waiting: string, server: string | undefined) => void;
}

export class HoldServers {
  readonly #options: HoldServersOptions;
  /** By the waiting call; undefined: the server is gone, and is not asked again in this hold. */
  readonly #servers = new Map<string, Call | undefined>();

  constructor(options: HoldServersOptions) {
    this.#options = options;
  }

  /** All that wait now. */
  follow(waiting: readonly WaitingCall[]): void {
    for (const [call, server] of this.#servers) {
      if (waiting.some((each) => each.id === call)) continue;
      this.#servers.delete(call);
      this.#options.join(call, undefined);
      server?.end();
    }
    for (const each of waiting) if (!this.#servers.has(each.id) && !this.#isServer(each.id)) this.#ask(each);
  }

  #ask({ id: call, accountId }: WaitingCall): void {
    const target = this.#options.serverOf(accountId);
    this.#servers.set(call, undefined);
    if (target === '') return;
    // It may end before its handle is returned.
    let over = false;
    let server: Call | undefined;
    server = this.#options.place(accountId, target, (event) => {
      over ||= event.type === 'ended';
      this.#onEvent(call, server, event);
    });
    if (!over) this.#servers.set(call, server);
  }

  #onEvent(waiting: string, server: Call | undefined, event: CallEvent): void {
    if (event.type === 'transferRequested') event.refuse(603);
    if (event.type === 'ended' && event.end.by !== 'local') {
      this.#options.log.warn('calls', 'no music from the server for a held call', { end: event.end });
    }
    if (server === undefined || this.#servers.get(waiting) !== server) return;
    if (event.type === 'answered') this.#options.join(waiting, server.id);
    if (event.type !== 'ended') return;
    this.#servers.set(waiting, undefined);
    this.#options.join(waiting, undefined);
  }

  /** Who plays to us only is not on hold. */
  #isServer(call: string): boolean {
    for (const server of this.#servers.values()) if (server?.id === call) return true;
    return false;
  }
}
