// Which of its addresses the kernel would use towards a remote: asked by connecting a UDP socket, which sends nothing.

import { createSocket } from 'node:dgram';
import type { Clock } from '../ports.ts';
import { demandLiteral, fromNode, isWildcard, literalLookup, toNode } from './literal-address.ts';
import { toTransportError } from './socket-errors.ts';
import { type SocketAddress, TransportError } from './transport.ts';

/** A route may change without a word; asking costs some 70 µs. */
const rememberedMs = 2000;
const maximumRemembered = 256;

export class LocalAddresses {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly address: string; readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Synchronous. Throws `TransportError` when there is no route. */
  towards(remote: SocketAddress): string {
    demandLiteral(remote);
    const key = toNode(remote);
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.#clock.monotonicMs) return known.address;
    if (this.#known.size >= maximumRemembered) this.#known.clear();
    const address = ask(remote);
    this.#known.set(key, { address, untilMs: this.#clock.monotonicMs + rememberedMs });
    return address;
  }

  forget(): void {
    this.#known.clear();
  }
}

function ask(remote: SocketAddress): string {
  const socket = createSocket({ type: remote.family === 4 ? 'udp4' : 'udp6', lookup: literalLookup });
  let failure: unknown;
  socket.on('error', (error) => {
    failure = error;
  });
  try {
    // With a lookup that answers at once, connect() has happened when the call returns; the port does not matter.
    socket.connect(remote.port === 0 ? 5060 : remote.port, toNode(remote));
    const { address } = fromNode(socket.address().address, 0);
    if (isWildcard(address)) throw failure ?? new TransportError('unreachable', `no route to ${remote.address}`);
    return address;
  } catch (error) {
    throw toTransportError(failure ?? error, `no route to ${remote.address}`);
  } finally {
    socket.close();
  }
}
