// The scene of the transfer tests: A talks with B, who sends A to C; all behind one proxy. What each phone sends is told message by message,
// as Cisco's appendix B and the figures of RFC 5589 do.

import assert from 'node:assert/strict';
import type { SipMessage, SipRequest } from '#sip/message/message';
import type { Account } from '#sip/ua/account/account';
import type { TransferSettings } from '#sip/ua/transfer/transfer-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork, type NetworkQuality } from '#test/support/lossy-network';
import { RelayProxy } from '#test/support/relay-proxy';
import { type HeardCall, VirtualPhone } from '#test/support/virtual-phone';

const nothing = { calls: 0, dialogs: 0, transactions: 0 };

const addresses = { a: '10.0.0.1', b: '10.0.0.2', c: '10.0.0.3' };
type Name = keyof typeof addresses;

export class ThreePhones {
  readonly clock: FakeClock = new FakeClock();
  readonly network: LossyNetwork;
  readonly a: VirtualPhone;
  readonly b: VirtualPhone;
  readonly c: VirtualPhone;
  readonly accounts: Readonly<Record<Name, Account>>;
  /** What A was asked to do, its new calls, and the two sides of the call that is to go. */
  readonly moved: HeardCall[] = [];
  atA!: HeardCall;
  atB!: HeardCall;

  constructor(options: { seed?: number; quality?: NetworkQuality; transfer?: TransferSettings } = {}) {
    const { seed = 1, quality = {}, transfer } = options;
    this.network = new LossyNetwork(this.clock, seed, quality);
    const proxy = new RelayProxy(this.network, '10.0.0.9');
    const phone = (name: Name, own: number): VirtualPhone =>
      new VirtualPhone(this.clock, this.network, addresses[name], seed * 10 + own);
    this.a = phone('a', 1);
    this.b = phone('b', 2);
    this.c = phone('c', 3);
    const account = (name: Name): Account => {
      proxy.serve(name, addresses[name]);
      return this[name].account({
        id: name,
        user: name,
        displayName: undefined,
        domain: proxy.address,
        proxy: { host: proxy.address, port: undefined },
        registration: undefined,
        ...(transfer === undefined ? {} : { transfer }),
      }).account;
    };
    this.accounts = { a: account('a'), b: account('b'), c: account('c') };
    for (const each of [this.a, this.b, this.c]) each.onIncoming = (call) => call.answer();
    this.a.onEvent = (_heard, event) => {
      if (event.type === 'transferRequested') this.follow(event.accept);
    };
  }

  /** A's listener of the call that it was asked for. */
  follow(accept: (listener: (event: HeardCall['events'][number]) => void) => HeardCall['call'] | undefined): void {
    const events: HeardCall['events'] = [];
    const call = accept((event) => void events.push(event));
    if (call !== undefined) this.moved.push({ call, events });
  }

  async pass(ms = 500): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** A calls B, and they talk; what was sent until then is forgotten. */
  async talk(): Promise<void> {
    await this.pass(50);
    this.atA = this.a.call(this.accounts.a, 'b');
    await this.pass(20_000);
    const atB = this.b.incoming[0];
    assert.ok(atB !== undefined && this.atA.events.some(({ type }) => type === 'answered'), 'A and B talk');
    this.atB = atB;
    this.network.wire.length = 0;
  }

  /** B calls C, and they talk. */
  async consult(): Promise<HeardCall> {
    const consultation = this.b.call(this.accounts.b, 'c');
    await this.pass(20_000);
    assert.ok(
      consultation.events.some(({ type }) => type === 'answered'),
      'B and C talk',
    );
    this.network.wire.length = 0;
    return consultation;
  }

  /** Who sent what to whom, once each, 100 left out: `B>A REFER`, `A>B 202`, `A>B NOTIFY 180`. Of requests that the proxy passed on, the last hop. */
  get flow(): readonly string[] {
    const seen = new Set<string>();
    const lines: string[] = [];
    for (const { from, to, message } of this.network.wire) {
      const [sender, receiver] = [nameOf(from), nameOf(to)];
      if (sender === undefined && message.kind === 'response') continue;
      if (message.kind === 'response' && message.status === 100) continue;
      if (receiver === undefined && message.kind === 'request') continue;
      const line = `${sender ?? originOf(message)}>${receiver ?? returnOf(message)} ${wordsOf(message)}`;
      const key = `${line} ${message.headers.callId} ${message.headers.cseq.number} ${message.headers.cseq.method}`;
      if (!seen.has(key)) lines.push(line);
      seen.add(key);
    }
    return lines;
  }

  /** The last request of the method that was sent to the phone. */
  request(method: string, to: Name): SipRequest {
    const sent = this.network.wire.map(({ message, to: address }) => ({ message, address }));
    const found = sent.findLast(
      ({ message, address }) => address === addresses[to] && message.kind === 'request' && message.method === method,
    );
    assert.ok(found?.message.kind === 'request', `no ${method} to ${to}`);
    return found.message;
  }

  /** After the longest timers nothing is left of anything. */
  async assertNothingLeft(): Promise<void> {
    await this.pass(400_000);
    assert.deepEqual([this.a.agent.load, this.b.agent.load, this.c.agent.load], [nothing, nothing, nothing]);
    assert.equal(this.clock.pendingTimers, 0);
    const media = [...this.a.media, ...this.b.media, ...this.c.media];
    assert.ok(media.every((each) => each.closed === 1));
    assert.deepEqual([...this.a.errors, ...this.b.errors, ...this.c.errors], []);
  }
}

function nameOf(address: string | undefined): string | undefined {
  const found = Object.entries(addresses).find(([, each]) => each === address);
  return found?.[0].toUpperCase();
}

/** Of a request that the proxy passed on. */
function originOf(message: SipMessage): string {
  return nameOf(message.headers.vias[1]?.host) ?? '?';
}

/** To whom the proxy will pass a response on. */
function returnOf(message: SipMessage): string {
  return nameOf(message.headers.vias[1]?.host) ?? '?';
}

function wordsOf(message: SipMessage): string {
  if (message.kind === 'response') return `${message.status} ${message.headers.cseq.method}`;
  if (message.method !== 'NOTIFY') return message.method;
  const fragment = new TextDecoder().decode(message.body).split(' ')[1] ?? '';
  const state = message.headers.get('Subscription-State')?.split(';')[0] ?? '';
  return `NOTIFY ${fragment} ${state}`;
}
