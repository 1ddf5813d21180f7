// A place at a TURN server (RFC 8656), kept alive as long as it is used: asked for with long-term credentials, with permissions for those whom
// we talk to and a channel for the one who stays. Over UDP. It is told what comes from the server and says what goes there.

import type { Clock, Digests, Random, Timer } from '../ports.ts';
import { isSameAddress, type MediaAddress, readXorAddress, xorAddressAttribute } from '../stun/stun-address.ts';
import {
  errorCodeOf,
  findNumber,
  findStunAttribute,
  numberAttribute,
  type ReceivedStun,
  type StunAttribute,
  serializeStun,
  stunAttribute,
  stunMethod,
  transactionBytes,
} from '../stun/stun-message.ts';
import { StunRequests } from '../stun/stun-requests.ts';
import {
  type Challenge,
  challengeOf,
  longTermKey,
  makeTurnRequest,
  requestedTransport,
  type TurnAccount,
  unframe,
} from './turn-message.ts';

export interface TurnAllocationOptions {
  readonly clock: Pick<Clock, 'setTimer'>;
  readonly random: Random;
  readonly digests: Digests;
  readonly server: MediaAddress;
  readonly account: TurnAccount;
  readonly send: (bytes: Uint8Array) => void;
  /** It is gone, and what was relayed with it. */
  readonly lost: (reason: string) => void;
}

export interface Allocated {
  readonly relayed: MediaAddress;
  /** Where the server sees us. */
  readonly mapped: MediaAddress;
}

export interface RelayedDatagram {
  readonly from: MediaAddress;
  readonly bytes: Uint8Array;
}

interface Channel {
  readonly number: number;
  readonly peer: MediaAddress;
  timer: Timer | undefined;
}

/** §3.9: permissions last five minutes; asking for one in use again renews it. */
const renewalMs = 240_000;
const longestLifetimeS = 3600;
const firstChannel = 0x4000;
const mostPeers = 64;
const tries = { firstWaitMs: 500, sends: 5 };
/** 401, then 438 should the nonce grow old meanwhile. */
const mostRounds = 3;

type Attributes = (transaction: Uint8Array) => readonly StunAttribute[];
type Outcome = (answer: ReceivedStun | undefined) => void;

export class TurnAllocation {
  readonly #options: TurnAllocationOptions;
  readonly #requests: StunRequests;
  /** Addresses that may send to us, with the timers of their renewal. */
  readonly #permissions = new Map<string, Timer | undefined>();
  /** By their numbers. */
  readonly #channels = new Map<number, Channel>();
  #challenge: Challenge | undefined;
  #refreshing: Timer | undefined;
  #allocated = false;
  #closed = false;

  constructor(options: TurnAllocationOptions) {
    this.#options = options;
    this.#requests = new StunRequests(options.clock, options.random);
  }

  /** Undefined when the server does not give one. */
  allocate(): Promise<Allocated | undefined> {
    return new Promise((resolve) => {
      this.#ask(
        stunMethod.allocate,
        () => [requestedTransport],
        (answer) => resolve(this.#allocatedBy(answer)),
      );
    });
  }

  /** From whom relayed datagrams may come (§9). */
  permit(peer: MediaAddress): void {
    const { address } = peer;
    if (!this.#allocated || this.#permissions.has(address) || this.#permissions.size >= mostPeers) return;
    this.#permissions.set(address, undefined);
    const ask = (): void => {
      this.#ask(
        stunMethod.createPermission,
        (transaction) => peerAttribute(peer, transaction),
        () => {},
      );
      this.#permissions.set(address, this.#options.clock.setTimer(renewalMs, ask));
    };
    ask();
  }

  /** The number under which media goes to the peer; undefined when the server refuses. */
  bind(peer: MediaAddress): Promise<number | undefined> {
    const known = [...this.#channels.values()].find((channel) => isSameAddress(channel.peer, peer));
    const channel = known ?? { number: firstChannel + this.#channels.size, peer, timer: undefined };
    if (channel.number >= firstChannel + mostPeers) return Promise.resolve(undefined);
    this.#channels.set(channel.number, channel);
    return new Promise((resolve) => {
      const ask = (): void => {
        const attributes = (transaction: Uint8Array): readonly StunAttribute[] => [
          numberAttribute(stunAttribute.channelNumber, channel.number * 65_536),
          ...peerAttribute(peer, transaction),
        ];
        this.#ask(stunMethod.channelBind, attributes, (answer) =>
          resolve(answer?.class === 'success' ? channel.number : undefined),
        );
        channel.timer?.cancel();
        channel.timer = this.#options.clock.setTimer(renewalMs, ask);
      };
      ask();
    });
  }

  send(peer: MediaAddress, bytes: Uint8Array): void {
    const { random, send } = this.#options;
    if (!this.#allocated || this.#closed) return;
    const transaction = random.bytes(transactionBytes);
    const attributes = [...peerAttribute(peer, transaction), { type: stunAttribute.data, value: bytes }];
    send(serializeStun({ class: 'indication', method: stunMethod.send, transaction, attributes }));
  }

  /** What came from the server; what it brought of a peer, if anything. */
  receive(bytes: Uint8Array, message: ReceivedStun | undefined): RelayedDatagram | undefined {
    if (message === undefined) {
      const framed = unframe(bytes);
      const channel = framed === undefined ? undefined : this.#channels.get(framed.channel);
      return framed === undefined || channel === undefined ? undefined : { from: channel.peer, bytes: framed.bytes };
    }
    if (message.class !== 'indication' || message.method !== stunMethod.data) {
      this.#requests.receive(message, this.#options.server);
      return undefined;
    }
    const from = readXorAddress(findStunAttribute(message, stunAttribute.xorPeerAddress), message.transaction);
    const data = findStunAttribute(message, stunAttribute.data);
    return from === undefined || data === undefined || !this.#permissions.has(from.address) ? undefined : { from, bytes: data };
  }

  /** Gives the place back (§8). */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#refreshing?.cancel();
    for (const timer of this.#permissions.values()) timer?.cancel();
    for (const { timer } of this.#channels.values()) timer?.cancel();
    this.#requests.close();
    if (!this.#allocated) return;
    const transaction = this.#options.random.bytes(transactionBytes);
    this.#options.send(this.#make(stunMethod.refresh, [numberAttribute(stunAttribute.lifetime, 0)], transaction));
  }

  #allocatedBy(answer: ReceivedStun | undefined): Allocated | undefined {
    if (this.#closed || answer?.class !== 'success') return undefined;
    const address = (type: number): MediaAddress | undefined =>
      readXorAddress(findStunAttribute(answer, type), answer.transaction);
    const relayed = address(stunAttribute.xorRelayedAddress);
    const mapped = address(stunAttribute.xorMappedAddress);
    if (relayed === undefined || mapped === undefined) return undefined;
    this.#allocated = true;
    this.#refreshAfter(findNumber(answer, stunAttribute.lifetime));
    return { relayed, mapped };
  }

  /** A minute before its end, or at half its life (§8). */
  #refreshAfter(lifetimeS = 600): void {
    const lifetimeMs = Math.min(Math.max(lifetimeS, 2), longestLifetimeS) * 1000;
    this.#refreshing = this.#options.clock.setTimer(Math.max(lifetimeMs / 2, lifetimeMs - 60_000), () => {
      this.#ask(
        stunMethod.refresh,
        () => [],
        (answer) => {
          if (answer?.class === 'success') this.#refreshAfter(findNumber(answer, stunAttribute.lifetime));
          else this.#lose(answer === undefined ? 'the server does not answer' : `the server says ${errorCodeOf(answer)}`);
        },
      );
    });
  }

  #lose(reason: string): void {
    if (this.#closed) return;
    this.#allocated = false;
    this.close();
    this.#options.lost(reason);
  }

  /** With what the server asked for last; 401 and 438 bring something new to try with (RFC 8489 §9.2.5). */
  #ask(method: number, attributes: Attributes, answered: Outcome, round = 1): void {
    const { digests, server, account, send } = this.#options;
    if (this.#closed) return;
    const challenge = this.#challenge;
    this.#requests.send({
      ...tries,
      to: server,
      make: (transaction) => this.#make(method, attributes(transaction), transaction),
      send,
      believes: (answer) =>
        challenge === undefined ||
        answer.class === 'error' ||
        answer.isMadeWith(longTermKey(account, challenge, digests), digests),
      answered: (answer) => {
        const code = answer?.class === 'error' ? errorCodeOf(answer) : 0;
        const fresh = answer !== undefined && (code === 401 || code === 438) ? challengeOf(answer) : undefined;
        // 401 to what had credentials means that they are wrong.
        if (fresh === undefined || round === mostRounds || (code === 401 && challenge !== undefined)) answered(answer);
        else {
          this.#challenge = fresh;
          this.#ask(method, attributes, answered, round + 1);
        }
      },
    });
  }

  #make(method: number, attributes: readonly StunAttribute[], transaction: Uint8Array): Uint8Array {
    const { account, digests } = this.#options;
    const challenge = this.#challenge;
    return makeTurnRequest(
      method,
      attributes,
      transaction,
      challenge === undefined ? undefined : { account, challenge, digests },
    );
  }
}

function peerAttribute(peer: MediaAddress, transaction: Uint8Array): readonly StunAttribute[] {
  const attribute = xorAddressAttribute(stunAttribute.xorPeerAddress, peer, transaction);
  return attribute === undefined ? [] : [attribute];
}
