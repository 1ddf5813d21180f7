// The lab: a small SIP server for people who have none and for tests, built on the phone's own `sip/` (architecture §6). Registrar with
// digest, forking proxy and some numbers that do something. Proves no interoperability: it would share every misreading.

import { randomBytes } from 'node:crypto';
import type { DigestAlgorithm } from '#sip/auth/digest';
import { DigestServer } from '#sip/auth/digest-server';
import type { Log, Random } from '#sip/ports';
import { defaultTimers } from '#sip/timers';
import { TransactionLayer } from '#sip/transaction/transaction-layer';
import { NodeTransport } from '#sip/transport/node-transport';
import type { TransportEvent } from '#sip/transport/transport';
import { withTopViaAlone } from './forwarding.ts';
import { freePort } from './free-port.ts';
import { LabClock } from './lab-clock.ts';
import { LabRouter } from './lab-router.ts';
import { Locations } from './locations.ts';
import type { Mailboxes } from './mailboxes.ts';
import { passwordOf } from './users.ts';

export interface LabOptions {
  readonly host: string;
  /** 0 takes a free one, the same for UDP and TCP. */
  readonly port: number;
  /** Where phones reach us when that is not where we listen: a relay before us. */
  readonly advertised?: { readonly host: string; readonly port: number };
  /** Names that mean this server beside its address: what several servers have in common. */
  readonly domains?: readonly string[];
  /** Offered in challenges, in this order. */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly minimumExpiresS?: number;
  /** Bindings live no longer than this, whatever the phone asks. */
  readonly maximumExpiresS?: number;
  readonly timerCMs?: number;
  readonly log?: Log;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const nonceLifetimeMs = 300_000;
const mostPortTries = 20;

export class Lab implements AsyncDisposable {
  readonly port: number;
  readonly locations: Locations;
  readonly mailboxes: Mailboxes;
  /** What the numbers have heard: digits by telephone events, in order. */
  readonly digits: readonly string[];
  /** How many requests came in, by method; retransmissions not counted. */
  readonly requestCounts: ReadonlyMap<string, number>;
  readonly #router: LabRouter;
  readonly #transactions: TransactionLayer;
  readonly #transport: NodeTransport;
  readonly #clock: LabClock;

  private constructor(parts: {
    readonly port: number;
    readonly router: LabRouter;
    readonly transactions: TransactionLayer;
    readonly transport: NodeTransport;
    readonly locations: Locations;
    readonly clock: LabClock;
  }) {
    this.port = parts.port;
    this.locations = parts.locations;
    this.mailboxes = parts.router.notifier.mailboxes;
    this.digits = parts.router.digits;
    this.requestCounts = parts.router.requestCounts;
    this.#router = parts.router;
    this.#transactions = parts.transactions;
    this.#transport = parts.transport;
    this.#clock = parts.clock;
  }

  /** Rejects with `TransportError` when the port is taken. */
  static async start(options: LabOptions): Promise<Lab> {
    const clock = new LabClock();
    const log = options.log ?? silent;
    const random: Random = { bytes: (count) => randomBytes(count) };
    let receive: (event: TransportEvent) => void = () => {};
    const { transport, port } = await openTransport(
      options,
      () => new NodeTransport({ clock, log, listener: (event) => receive(event) }),
    );
    const locations = new Locations(clock);
    const algorithms = options.algorithms ?? ['SHA-256', 'MD5'];
    const router = new LabRouter({
      clock,
      log,
      random,
      transport,
      locations,
      digest: new DigestServer({ realm: 'lab', algorithms, nonceLifetimeMs, passwordOf }, clock, random),
      transactions: () => transactions,
      listening: { host: options.host, port },
      advertised: options.advertised ?? { host: options.host, port },
      domains: options.domains ?? [],
      minimumExpiresS: options.minimumExpiresS ?? 10,
      maximumExpiresS: options.maximumExpiresS ?? 3600,
      timerCMs: options.timerCMs ?? 180_000,
    });
    const transactions = new TransactionLayer({ clock, log, random, transport, timers: defaultTimers, user: router });
    receive = (event) => transactions.receive(withTopViaAlone(event));
    return new Lab({ port, router, transactions, transport, locations, clock });
  }

  /** Calls and transactions that are alive. */
  get load(): { readonly calls: number; readonly transactions: number } {
    return { calls: this.#router.callCount, transactions: this.#transactions.size };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#router.close();
    this.#transactions.close();
    await this.#transport[Symbol.asyncDispose]();
    this.#clock.close();
  }
}

/** The kernel chooses UDP's port; TCP's may be taken then, and another is tried. */
async function openTransport(
  { host, port }: LabOptions,
  make: () => NodeTransport,
): Promise<{ transport: NodeTransport; port: number }> {
  for (let tries = 1; ; tries++) {
    const transport = make();
    const wanted = port === 0 ? await freePort(host) : port;
    try {
      await transport.listen({ udp: [{ address: host, port: wanted }], tcp: [{ address: host, port: wanted }] });
      return { transport, port: wanted };
    } catch (error) {
      if (port !== 0 || tries === mostPortTries) throw error;
    }
  }
}
