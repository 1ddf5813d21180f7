// A document that a server keeps for us (RFC 3903), against a scripted server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUri } from '#sip/message/uri';
import type { Account } from '#sip/ua/account/account';
import type { PublicationHandle, PublicationRequest } from '#sip/ua/publication/publication';
import type { PublicationEvent } from '#sip/ua/publication/publication-machine';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer } from '#test/support/sip-peer';
import { accountSettings, types, VirtualPhone } from '#test/support/virtual-phone';

class PublicationServer {
  readonly peer: SipPeer;
  /** Document by entity-tag. */
  readonly kept: Map<string, string> = new Map();
  leastS = 0;
  #tags = 0;

  constructor(clock: FakeClock, network: LossyNetwork, address: string) {
    this.peer = new SipPeer({ network, clock, address });
    this.peer.registrar({ clock });
    this.peer.answers.set('PUBLISH', (transaction) => {
      const { headers, body } = transaction.request;
      const match = headers.get('SIP-If-Match');
      const expires = headers.expires ?? 0;
      const before = match === undefined ? '' : this.kept.get(match);
      if (before === undefined) return this.peer.respond(transaction, 412);
      if (expires > 0 && expires < this.leastS) {
        return this.peer.respond(transaction, 423, { headers: [['Min-Expires', String(this.leastS)]] });
      }
      if (match !== undefined) this.kept.delete(match);
      const tag = `etag${++this.#tags}`;
      if (expires > 0) this.kept.set(tag, body.length > 0 ? new TextDecoder().decode(body) : before);
      this.peer.respond(transaction, 200, {
        headers: [
          ['SIP-ETag', tag],
          ['Expires', String(expires)],
        ],
      });
    });
  }

  get documents(): readonly string[] {
    return [...this.kept.values()];
  }
}

type Changes = Partial<PublicationRequest>;

interface World {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly phone: VirtualPhone;
  readonly server: PublicationServer;
  readonly account: Account;
  readonly events: PublicationEvent[];
  publish(body: string, changes?: Changes): PublicationHandle;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function world(): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new PublicationServer(clock, network, '10.0.0.9');
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  const events: PublicationEvent[] = [];
  const publish = (body: string, changes: Changes = {}): PublicationHandle =>
    account.publish(
      { event: 'presence', contentType: 'application/pidf+xml', body: bytes(body), expiresS: 600, ...changes },
      (event) => events.push(event),
    );
  return { clock, network, phone, server, account, events, publish };
}

test('publishes, changes by the entity-tag and takes it back', async () => {
  const { clock, server, events, publish } = await world();
  const publication = publish('here');
  await clock.advanceAsync(100);
  assert.deepEqual(events, [{ type: 'published', expiresS: 600 }]);
  assert.equal(server.peer.last('PUBLISH').headers.get('Content-Type'), 'application/pidf+xml');
  publication.update(bytes('away'));
  await clock.advanceAsync(100);
  assert.deepEqual(server.documents, ['away']);
  publication.close();
  await clock.advanceAsync(100);
  assert.deepEqual(server.documents, []);
  const [first, second, third] = server.peer.requests('PUBLISH');
  assert.deepEqual(
    [first, second, third].map((request) => request?.headers.get('SIP-If-Match')),
    [undefined, 'etag1', 'etag2'],
  );
  assert.equal(third?.body.length, 0);
  assert.equal(third.headers.get('Expires'), '0');
});

test('refreshes without the document', async () => {
  const { clock, server, publish } = await world();
  publish('here');
  await clock.advanceAsync(565_000);
  assert.equal(server.peer.requests('PUBLISH').length, 2);
  assert.equal(server.peer.last('PUBLISH').body.length, 0);
  assert.deepEqual(server.documents, ['here']);
});

test('what changes while a PUBLISH is under way goes with the next, the last state only', async () => {
  const { clock, server, publish } = await world();
  const publication = publish('one');
  await clock.advanceAsync(1);
  for (const text of ['two', 'three', 'four']) publication.update(bytes(text));
  await clock.advanceAsync(100);
  assert.deepEqual(server.documents, ['four']);
  assert.equal(server.peer.requests('PUBLISH').length, 2);
});

test('a server that forgot the entity (412) gets the document again', async () => {
  const { clock, server, publish } = await world();
  publish('here');
  await clock.advanceAsync(100);
  server.kept.clear();
  await clock.advanceAsync(565_000);
  assert.deepEqual(server.documents, ['here']);
  assert.equal(server.peer.last('PUBLISH').headers.has('SIP-If-Match'), false);
});

test('423 is met with the time that the server wants', async () => {
  const { clock, server, events, publish } = await world();
  server.leastS = 1800;
  publish('here');
  await clock.advanceAsync(100);
  assert.deepEqual(events, [{ type: 'published', expiresS: 1800 }]);
});

test('a server that does not know the event is asked again in an hour, a dead one soon', async () => {
  const { clock, network, server, events, publish } = await world();
  server.peer.answers.set('PUBLISH', (transaction) => server.peer.respond(transaction, 489));
  publish('here');
  await clock.advanceAsync(100);
  assert.ok(events[0]?.type === 'failed' && events[0].status === 489 && (events[0].retryAfterMs ?? 0) >= 3_600_000);
  network.drop = (message) => message.kind === 'request' && message.method === 'PUBLISH';
  publish('there');
  await clock.advanceAsync(33_000);
  assert.ok(events[1]?.type === 'failed' && events[1].status === undefined && (events[1].retryAfterMs ?? Infinity) <= 30_000);
});

test('another server gets the document, too', async () => {
  const { clock, network, account, events, publish } = await world();
  const other = new PublicationServer(clock, network, '10.0.0.8');
  publish('here');
  await clock.advanceAsync(100);
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(5000);
  assert.deepEqual(other.documents, ['here']);
  assert.deepEqual(types(events), ['published', 'published']);
});

test('the phone that switches off takes it back', async () => {
  const { clock, server, publish, phone } = await world();
  publish('here');
  await clock.advanceAsync(100);
  const closing = phone.agent.close();
  await clock.advanceAsync(2100);
  await closing;
  assert.deepEqual(server.documents, []);
  await clock.advanceAsync(100_000);
  assert.equal(clock.pendingTimers, 0);
});

test('what goes wrong inside with one PUBLISH is logged, and tried again', async () => {
  const { clock, server, events, phone, account } = await world();
  let asked = 0;
  const request: PublicationRequest = {
    event: 'presence',
    contentType: 'application/pidf+xml',
    body: bytes('here'),
    expiresS: 600,
    get target() {
      if (++asked === 1) throw new Error('a fault of ours');
      return parseUri('sip:1001@10.0.0.9');
    },
  };
  account.publish(request, (event) => events.push(event));
  await clock.advanceAsync(100);
  assert.deepEqual(types(events), ['failed']);
  assert.equal(phone.errors.length, 1);
  await clock.advanceAsync(60_000);
  assert.deepEqual(server.documents, ['here']);
});

test('what was taken back where no way led is not published again elsewhere', async () => {
  const { clock, network, publish, phone, account } = await world();
  const other = new PublicationServer(clock, network, '10.0.0.8');
  phone.hosts.set('home.example', ['10.0.0.9']);
  const publication = publish('here', { target: parseUri('sip:1001@home.example') });
  await clock.advanceAsync(100);
  phone.hosts.clear();
  publication.close();
  await clock.advanceAsync(100);
  phone.hosts.set('home.example', ['10.0.0.8']);
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(5000);
  assert.ok(other.peer.requests('REGISTER').length > 0);
  assert.equal(other.peer.requests('PUBLISH').length, 0);
});

test('what is told once is not refreshed, not taken back, and says no time', async () => {
  const { clock, network, server, events, publish, phone, account } = await world();
  server.peer.answers.set('PUBLISH', (transaction) => server.peer.respond(transaction, 200));
  const publication = publish('it was good', { expiresS: undefined });
  await clock.advanceAsync(100);
  assert.deepEqual(events, [{ type: 'published', expiresS: 0 }]);
  assert.equal(server.peer.last('PUBLISH').headers.get('Expires'), undefined);
  new PublicationServer(clock, network, '10.0.0.8');
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(100_000);
  publication.close();
  const closing = phone.agent.close();
  await clock.advanceAsync(2100);
  await closing;
  assert.equal(server.peer.requests('PUBLISH').length, 1);
});

test('what is told once is tried three times where nobody answers, once where it is refused', async () => {
  const { clock, network, server, events, publish } = await world();
  server.peer.answers.set('PUBLISH', (transaction) => server.peer.respond(transaction, 489));
  publish('one', { expiresS: undefined });
  await clock.advanceAsync(100);
  assert.deepEqual(events, [{ type: 'failed', status: 489, reason: 'Bad Event', retryAfterMs: undefined }]);
  network.drop = (message) => message.kind === 'request' && message.method === 'PUBLISH';
  publish('two', { expiresS: undefined });
  await clock.advanceAsync(3_600_000);
  assert.deepEqual(
    events.slice(1).map((event) => event.type === 'failed' && event.retryAfterMs !== undefined),
    [true, true, false],
  );
});

test('what is told once while the phone switches off still arrives', async () => {
  const { clock, server, publish, phone } = await world();
  publish('the last call', { expiresS: undefined });
  const closing = phone.agent.close();
  await clock.advanceAsync(2100);
  await closing;
  assert.equal(server.peer.requests('PUBLISH').length, 1);
});
