// Requests too large for one datagram go over TCP (RFC 3261 §18.1.1): fragments are what firewalls and routers of people's homes drop.

import type { SipRequest } from '../../message/message.ts';
import type { Clock } from '../../ports.ts';
import type { Target, Transport } from '../../transport/transport.ts';

/** §18.1.1, where nobody knows the path's MTU. */
const largestDatagram = 1300;
/** Our Via, which is not there yet: 93 at most with IPv4, 119 with IPv6. */
const viaBytes = 120;
/** A server that took no connection is not made to wait for one again so soon: each may cost the time of a connect. */
const rememberedMs = 3_600_000;
const maxRemembered = 64;

export class LargeRequests {
  readonly #clock: Clock;
  readonly #transport: Pick<Transport, 'sizeOf'>;
  /** Servers without TCP, oldest first, and until when that is believed. */
  readonly #refused: Map<string, number> = new Map();
  /** Calls with a large request that nothing was heard of yet, and how many of them. */
  readonly #underWay: Map<string, number> = new Map();

  constructor({ clock, transport }: { readonly clock: Clock; readonly transport: Pick<Transport, 'sizeOf'> }) {
    this.#clock = clock;
    this.#transport = transport;
  }

  /** Where the request goes in fact. */
  way(request: SipRequest, target: Target): Target {
    if (target.protocol !== 'UDP' || (this.#refused.get(nameOf(target)) ?? 0) > this.#clock.monotonicMs) return target;
    const overtakes = this.#underWay.has(callOf(request, target));
    if (!overtakes && this.#transport.sizeOf(request) + viaBytes <= largestDatagram) return target;
    return { protocol: 'TCP', remote: target.remote };
  }

  /**
   * It went over TCP. While the connection is being made a datagram would overtake it, and a BYE before its re-INVITE is out of order
   * (RFC 3261 §12.2.2): what follows it in its call goes the same way. To be called once when anything is heard of it.
   */
  begun(request: SipRequest, target: Target): () => void {
    const call = callOf(request, target);
    this.#underWay.set(call, (this.#underWay.get(call) ?? 0) + 1);
    return () => {
      const others = (this.#underWay.get(call) ?? 1) - 1;
      if (others === 0) this.#underWay.delete(call);
      else this.#underWay.set(call, others);
    };
  }

  /** No connection could be had: many servers speak UDP alone, and get it in fragments. */
  refused(target: Target): void {
    this.#refused.delete(nameOf(target));
    this.#refused.set(nameOf(target), this.#clock.monotonicMs + rememberedMs);
    const oldest = this.#refused.keys().next().value;
    if (this.#refused.size > maxRemembered && oldest !== undefined) this.#refused.delete(oldest);
  }
}

function callOf({ headers }: SipRequest, target: Target): string {
  return `${nameOf(target)} ${headers.callId}`;
}

function nameOf({ remote }: Target): string {
  return `${remote.address} ${remote.port}`;
}
