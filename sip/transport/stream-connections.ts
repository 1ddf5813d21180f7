// All connections of one stream protocol: those accepted, those opened, which is used for what (RFC 3261 §18.1.1, §18.2.2). Protocols
// differ in how a wire is made and how messages stand on it; the rest is here, once.

import type { Clock } from '../ports.ts';
import type { Framer } from './framer.ts';
import { addressKey, demandLiteral } from './literal-address.ts';
import { toTransportError } from './socket-errors.ts';
import { StreamConnection } from './stream-connection.ts';
import type { StreamLimits } from './stream-limits.ts';
import { type Protocol, type Target, TransportError, type TransportEvent } from './transport.ts';
import type { ViaManner } from './via-manner.ts';
import type { Wire } from './wire.ts';

/** Makes a wire to a target; gives up when the signal aborts, with its reason. */
export type Dial = (target: Target, signal: AbortSignal) => Promise<Wire>;

export interface StreamConnectionsOptions {
  readonly clock: Clock;
  readonly limits: StreamLimits;
  readonly protocol: Protocol;
  readonly dial: Dial;
  readonly makeFramer: () => Framer;
  readonly listener: (event: TransportEvent) => void;
  readonly via: () => ViaManner;
}

export class StreamConnections {
  readonly #options: StreamConnectionsOptions;
  readonly #byFlow = new Map<string, StreamConnection>();
  /** Opened by us or being opened, by `openedKey`. */
  readonly #opened = new Map<string, Promise<StreamConnection>>();
  readonly #usable = new Map<string, StreamConnection>();
  readonly #dialing = new Set<AbortController>();
  /** Every process start counts anew; a flow lives no longer than its process. */
  #count = 0;
  #isClosed = false;

  constructor(options: StreamConnectionsOptions) {
    this.#options = options;
  }

  /** Connections alive. */
  get size(): number {
    return this.#byFlow.size;
  }

  /** One that the other side opened; `closed` is told once. */
  accept(wire: Wire, closed: () => void): void {
    if (this.#isClosed) {
      wire.destroy();
      closed();
    } else {
      this.#adopt(wire, this.#options.limits.acceptedIdleMs, closed);
    }
  }

  /** On the target's flow when it lives, else on a connection that we have to its remote, else on a new one. */
  async send(bytes: Uint8Array, target: Target): Promise<void> {
    const live = this.live(target);
    // Without a pause in between: an answer that goes before the connection's end is written before it.
    if (live !== undefined) return live.send(bytes);
    return (await this.#open(target)).send(bytes);
  }

  /** The connection that a message to the target would take now. */
  live(target: Target): StreamConnection | undefined {
    const onFlow = target.flow === undefined ? undefined : this.#byFlow.get(target.flow);
    onFlow?.recheck();
    if (onFlow?.isUsable) return onFlow;
    const toRemote = this.#usable.get(openedKey(target)) ?? this.#toSameAddress(target);
    toRemote?.recheck();
    return toRemote?.isUsable ? toRemote : undefined;
  }

  /** Ends those from addresses that the machine has no more. Loopback is always there. */
  closeAway(present: readonly string[]): void {
    for (const connection of [...this.#byFlow.values()]) {
      const { localAddress } = connection;
      const isHere = localAddress === '::1' || localAddress.startsWith('127.') || present.includes(localAddress);
      if (!isHere) connection.close('our address is gone');
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const dialing of [...this.#dialing]) dialing.abort(new TransportError('closed', 'the transport is closed'));
    for (const connection of [...this.#byFlow.values()]) connection.close('the phone closes it');
  }

  /** Who asks for an address only, as a Record-Route often does, gets whoever proved by another name to be at home there. */
  #toSameAddress(target: Target): StreamConnection | undefined {
    if (target.serverName !== undefined) return undefined;
    const start = openedKey(target);
    for (const [key, connection] of this.#usable) if (key.startsWith(start)) return connection;
    return undefined;
  }

  #open(target: Target): Promise<StreamConnection> {
    const key = openedKey(target);
    const opening = this.#opened.get(key);
    if (opening !== undefined) return opening;
    if (this.#isClosed) return Promise.reject(new TransportError('closed', 'the transport is closed'));
    if (this.#opened.size >= this.#options.limits.maxOpened) {
      return Promise.reject(new TransportError('unreachable', 'too many connections are open'));
    }
    const opened = this.#dial(target).then((wire) => {
      const connection = this.#adopt(wire, this.#options.limits.openedIdleMs, () => {
        this.#opened.delete(key);
        if (this.#usable.get(key) === connection) this.#usable.delete(key);
      });
      this.#usable.set(key, connection);
      return connection;
    });
    this.#opened.set(key, opened);
    opened.catch(() => this.#opened.delete(key));
    return opened;
  }

  async #dial(target: Target): Promise<Wire> {
    const { clock, dial, limits } = this.#options;
    const { remote } = target;
    const doing = `connecting to ${remote.address} ${remote.port}`;
    const dialing = new AbortController();
    this.#dialing.add(dialing);
    const patience = clock.setTimer(limits.connectTimeoutMs, () => {
      dialing.abort(new TransportError('timedOut', `${doing}: no answer`));
    });
    try {
      demandLiteral(remote);
      return await dial(target, dialing.signal);
    } catch (error) {
      throw toTransportError(error, doing);
    } finally {
      patience.cancel();
      this.#dialing.delete(dialing);
    }
  }

  #adopt(wire: Wire, idleMs: number, closed: () => void): StreamConnection {
    const { clock, limits, listener, makeFramer, protocol, via } = this.#options;
    const flow = `${protocol.toLowerCase()}-${++this.#count}`;
    const connection = new StreamConnection(wire, {
      clock,
      limits,
      idleMs,
      framer: makeFramer(),
      source: { protocol, remote: wire.remote, flow },
      listener,
      via,
      closed: () => {
        this.#byFlow.delete(flow);
        closed();
      },
    });
    this.#byFlow.set(flow, connection);
    connection.start();
    return connection;
  }
}

/** A connection serves those alone who asked for the name that its certificate was checked against (RFC 5922 §7.3, RFC 5923 §9). */
function openedKey({ protocol, remote, serverName }: Target): string {
  const isSecure = protocol === 'TLS' || protocol === 'WSS';
  return isSecure ? `${addressKey(remote)} ${serverName?.toLowerCase() ?? ''}` : addressKey(remote);
}
