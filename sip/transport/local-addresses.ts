// Which of its addresses the kernel would use towards a remote: asked by connecting a UDP socket, which sends nothing.

import { createSocket } from 'node:dgram';
import type { Clock } from '../ports.ts';
import { demandLiteral, fromNode, isWildcard, literalLookup, toNode } from './literal-address.ts';
import { toTransportError } from './socket-errors.ts';
import { type SocketAddress, TransportError } from './transport.ts';

/** A route may change without a word; asking costs some 70 µs. */
const rememberedMs = 2000;
const maximumRemembered = 256;

/** With the interface of a link-local one. */
export type LocalAddress = Omit<SocketAddress, 'port'>;

export class LocalAddresses {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly local: LocalAddress; readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Synchronous. Throws `TransportError` when there is no route. */
  towards(remote: SocketAddress): LocalAddress {
    demandLiteral(remote);
    const key = toNode(remote);
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.#clock.monotonicMs) return known.local;
    if (this.#known.size >= maximumRemembered) this.#known.clear();
    const local = ask(remote);
    this.#known.set(key, { local, untilMs: this.#clock.monotonicMs + rememberedMs });
    return local;
  }

  forget(): void {
    this.#known.clear();
  }
}

function ask(remote: SocketAddress): LocalAddress {
  const socket = createSocket({ type: remote.family === 4 ? 'udp4' : 'udp6', lookup: literalLookup });
  let failure: unknown;
  socket.on('error', (error) => {
    failure = error;
  });
  try {
    // With a lookup that answers at once, connect() has happened when the call returns; the port does not matter.
    socket.connect(remote.port === 0 ? 5060 : remote.port, toNode(remote));
    const { port: _, ...local } = fromNode(socket.address().address, 0);
    if (isWildcard(local.address)) throw failure ?? new TransportError('unreachable', `no route to ${remote.address}`);
    return local;
  } catch (error) {
    throw toTransportError(failure ?? error, `no route to ${remote.address}`);
  } finally {
    socket.close();
  }
}
