// A network in memory: transports that lose, delay, repeat and reorder what passes between them, from a seed, on a fake clock.

import type { SipMessage } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { type NameForm, serializeMessage } from '#sip/message/serialize-message';
import type { Clock } from '#sip/ports';
import {
  type KeepAlive,
  type KeepAliveOptions,
  type Protocol,
  type SentBy,
  type SocketAddress,
  type Target,
  type Transport,
  TransportError,
  type TransportEvent,
} from '#sip/transport/transport';

/** Each in 0..1 per message; reliable protocols are neither lost, repeated nor reordered. */
export interface NetworkQuality {
  readonly loss?: number;
  readonly duplication?: number;
  /** One way. A spread reorders. */
  readonly delayMs?: { readonly least: number; readonly most: number };
}

/** One message on the wire, for assertions. */
export interface WireRecord {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly message: SipMessage;
  readonly lost: boolean;
}

export class LossyNetwork {
  readonly #clock: Clock;
  readonly #next: () => number;
  readonly #nodes = new Map<string, NetworkNode>();
  /** Everything that was sent, the lost messages too; tests may empty it. */
  readonly wire: WireRecord[] = [];
  quality: NetworkQuality;
  /** Forces the loss of what it says yes to, on top of `quality`. */
  drop: (message: SipMessage, to: string) => boolean = () => false;

  constructor(clock: Clock, seed: number, quality: NetworkQuality = {}) {
    this.#clock = clock;
    this.#next = seededRandom(seed);
    this.quality = quality;
  }

  /** A machine on this network; its listener is its transaction layer. */
  attach(address: string, listener: (event: TransportEvent) => void): NetworkNode {
    const node = new NetworkNode(this, address, listener);
    this.#nodes.set(address, node);
    return node;
  }

  deliver(from: string, message: SipMessage, target: Target): void {
    const to = target.remote.address;
    const reliable = target.protocol !== 'UDP';
    const { loss = 0, duplication = 0 } = this.quality;
    const lost = this.drop(message, to) || (!reliable && this.#next() < loss);
    this.wire.push({ atMs: this.#clock.monotonicMs, from, to, message, lost });
    if (lost) return;
    // As bytes: nobody gets hold of the sender's objects.
    const bytes = serializeMessage(message);
    const copies = !reliable && this.#next() < duplication ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.#clock.setTimer(this.#delayMs(reliable), () => this.#nodes.get(to)?.arrive(from, bytes, target.protocol));
    }
  }

  isReachable(address: string): boolean {
    return this.#nodes.has(address);
  }

  #delayMs(reliable: boolean): number {
    const { least, most } = this.quality.delayMs ?? { least: 1, most: 1 };
    return reliable ? least : least + this.#next() * (most - least);
  }
}

export class NetworkNode implements Transport {
  readonly #network: LossyNetwork;
  readonly #address: string;
  readonly #listener: (event: TransportEvent) => void;
  /** When set, every `send` rejects with it. */
  failure: TransportError | undefined;
  nameForm: NameForm = 'long';

  constructor(network: LossyNetwork, address: string, listener: (event: TransportEvent) => void) {
    this.#network = network;
    this.#address = address;
    this.#listener = listener;
  }

  isReliable(protocol: Protocol): boolean {
    return protocol !== 'UDP';
  }

  localAddress(_target: Target): SocketAddress {
    return { family: 4, address: this.#address, port: 5060 };
  }

  sentBy(target: Target): SentBy {
    const { address, port } = this.localAddress(target);
    return { host: address, port, alias: false };
  }

  sizeOf(message: SipMessage): number {
    return serializeMessage(message, this.nameForm).length;
  }

  send(message: SipMessage, target: Target): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (target.protocol !== 'UDP' && !this.#network.isReachable(target.remote.address)) {
      return Promise.reject(new TransportError('refused', `nobody listens at ${target.remote.address}`));
    }
    this.#network.deliver(this.#address, message, target);
    return Promise.resolve();
  }

  /** What is kept alive now, for assertions. */
  readonly keptAlive: Set<{ readonly target: Target; readonly options: KeepAliveOptions }> = new Set();

  keepAlive(target: Target, options: KeepAliveOptions): KeepAlive {
    const kept = { target, options };
    this.keptAlive.add(kept);
    return { stop: () => void this.keptAlive.delete(kept) };
  }

  /** There are no NATs here. */
  discoverMapped(server: SocketAddress): Promise<SocketAddress> {
    return Promise.resolve(this.localAddress({ protocol: 'UDP', remote: server }));
  }

  arrive(from: string, bytes: Uint8Array, protocol: Protocol): void {
    const source: Target = { protocol, remote: { family: 4, address: from, port: 5060 } };
    const parsed = parseMessage(bytes);
    if (parsed.ok) this.#listener({ type: 'messageReceived', message: parsed.message, source });
    else
      this.#listener({
        type: 'messageRefused',
        source,
        status: parsed.status,
        reason: parsed.reason,
        answerable: parsed.answerable,
      });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** Numbers in 0..1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
