// Many resources with one subscription (RFC 4662), and one by one where the server knows no lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUri } from '#sip/message/uri';
import type { WatchHandle, WatchListEvent } from '#sip/ua/subscription/watch-list';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { VirtualPhone } from '#test/support/virtual-phone';
import { NotifierPeer } from './notifier-peer.ts';

interface World {
  readonly clock: FakeClock;
  readonly phone: VirtualPhone;
  readonly notifier: NotifierPeer;
  readonly events: WatchListEvent[];
  readonly watch: WatchHandle;
}

const resources = ['sip:2001@10.0.0.9', 'sip:2002@10.0.0.9'];

async function world(options: { list?: boolean; prepare?: (notifier: NotifierPeer) => void } = {}): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const notifier = new NotifierPeer(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  options.prepare?.(notifier);
  const events: WatchListEvent[] = [];
  const list = options.list === false ? {} : { list: parseUri('sip:blf-1001@10.0.0.9') };
  const request = { event: 'test', accept: ['text/plain'], expiresS: 600, resources: resources.map(parseUri), ...list };
  const watch = account.watch(request, (event) => events.push(event));
  await clock.advanceAsync(200);
  return { clock, phone, notifier, events, watch };
}

interface Entry {
  readonly uri: string;
  readonly text?: string;
  readonly state?: string;
}

function notifyList(notifier: NotifierPeer, entries: readonly Entry[], version = 0, full = true): void {
  const instances = entries.map(({ uri, text, state = 'active' }, index) => {
    const cid = text === undefined ? '' : ` cid="r${index}@x"`;
    return `<resource uri="${uri}"><instance id="i${index}" state="${state}"${cid}/></resource>`;
  });
  const rlmi = `<?xml version="1.0"?><list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:blf-1001@10.0.0.9" version="${version}" fullState="${full}">${instances.join('')}</list>`;
  const part = (id: string, type: string, body: string): string =>
    `--b\r\nContent-ID: <${id}@x>\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
  const parts = entries.flatMap(({ text }, index) => (text === undefined ? [] : [part(`r${index}`, 'text/plain', text)]));
  notifier.notify(notifier.last, {
    body: `${part('root', 'application/rlmi+xml;charset="UTF-8"', rlmi)}${parts.join('')}--b--\r\n`,
    contentType: 'multipart/related;type="application/rlmi+xml";start="<root@x>";boundary="b"',
    headers: [['Require', 'eventlist']],
  });
}

function told(events: readonly WatchListEvent[]): readonly string[] {
  return events.map((event) =>
    event.type === 'resourceNotified'
      ? `${event.resource} ${new TextDecoder().decode(event.body)}`
      : `${event.resource} lost: ${event.reason}`,
  );
}

test('one subscription, with Supported: eventlist, tells of each resource', async () => {
  const { clock, notifier, events } = await world();
  assert.equal(notifier.subscribes.length, 1);
  assert.ok(notifier.subscribes[0]?.headers.getAll('Supported').includes('eventlist'));
  notifyList(notifier, [
    { uri: 'sip:2001@10.0.0.9', text: 'busy' },
    { uri: 'SIP:2002@10.0.0.9', text: 'idle' },
    { uri: 'sip:2003@10.0.0.9', state: 'terminated' },
  ]);
  await clock.advanceAsync(100);
  assert.deepEqual(notifier.answers, [200, 200]);
  assert.deepEqual(told(events), ['sip:2001@10.0.0.9 busy', 'sip:2002@10.0.0.9 idle', 'sip:2003@10.0.0.9 lost: unknown']);
});

test('a partial list changes what it names; one that misses a step asks for all', async () => {
  const { clock, notifier, events } = await world();
  notifyList(notifier, [{ uri: 'sip:2001@10.0.0.9', text: 'idle' }], 0);
  notifyList(notifier, [{ uri: 'sip:2001@10.0.0.9', text: 'busy' }], 1, false);
  await clock.advanceAsync(100);
  const before = notifier.subscribes.length;
  notifyList(notifier, [{ uri: 'sip:2001@10.0.0.9', text: 'lost' }], 5, false);
  await clock.advanceAsync(100);
  assert.deepEqual(told(events), ['sip:2001@10.0.0.9 idle', 'sip:2001@10.0.0.9 busy']);
  assert.equal(notifier.subscribes.length, before + 1);
});

test('of resources that are watched one by one, the one of which something was missed is asked for', async () => {
  const { clock, notifier, watch } = await world({ list: false });
  const before = notifier.subscribes.length;
  watch.refresh('sip:2002@10.0.0.9');
  await clock.advanceAsync(100);
  const asked = notifier.subscribes.slice(before).map(({ headers }) => headers.callId);
  const [, second] = notifier.subscribes;
  assert.deepEqual(asked, [second?.headers.callId]);
});

for (const status of [420, 489, 404, 403]) {
  test(`a server that answers ${status} to the list is asked for each`, async () => {
    const { clock, notifier, events } = await world({
      prepare: (server) =>
        server.peer.answers.set('SUBSCRIBE', (transaction) => {
          const { uri } = transaction.request;
          if ('user' in uri && uri.user === 'blf-1001') server.peer.respond(transaction, status);
          else server.subscribed(transaction);
        }),
    });
    await clock.advanceAsync(100);
    assert.equal(notifier.subscribes.length, 3);
    for (const subscriber of [...notifier.subscribers]) notifier.notify(subscriber, { body: 'on', contentType: 'text/plain' });
    await clock.advanceAsync(100);
    assert.deepEqual(
      told(events),
      resources.map((uri) => `${uri} on`),
    );
  });
}

test('a server that takes the list for a single resource is asked for each', async () => {
  const { clock, notifier, phone } = await world();
  notifier.notify(notifier.last, { body: 'on', contentType: 'text/plain' });
  await clock.advanceAsync(200);
  assert.equal(phone.agent.load.dialogs, 2);
});

test('without a list each is watched, and closing ends all', async () => {
  const { clock, notifier, phone, watch } = await world({ list: false });
  assert.equal(notifier.subscribers.length, 2);
  watch.close();
  await clock.advanceAsync(200);
  assert.equal(notifier.subscribers.length, 0);
  assert.equal(phone.agent.load.dialogs, 0);
});

test('a list that ends leaves nothing known', async () => {
  const { clock, notifier, events } = await world();
  notifier.notify(notifier.last, { state: 'terminated;reason=deactivated' });
  await clock.advanceAsync(10);
  assert.deepEqual(
    told(events),
    resources.map((uri) => `${uri} lost: deactivated`),
  );
});

test('hostile lists change nothing and break nothing', async () => {
  const { clock, notifier, events, phone } = await world();
  const contentType = 'multipart/related;type="application/rlmi+xml";boundary="b"';
  for (const body of ['', '--b', '--b\r\n\r\n<list', `--b\r\n\r\n${'<list>'.repeat(2000)}`, '\u0000'.repeat(5000)]) {
    notifier.notify(notifier.last, { body, contentType });
  }
  let nested = 'x';
  for (let i = 0; i < 8; i++) {
    nested = `--b\r\nContent-Type: application/rlmi+xml\r\n\r\n<list uri="sip:l@x" version="0" fullState="true"><resource uri="sip:l@x"><instance id="1" state="active" cid="c"/></resource></list>\r\n--b\r\nContent-ID: <c>\r\nContent-Type: ${contentType}\r\n\r\n${nested}\r\n--b--\r\n`;
  }
  notifier.notify(notifier.last, { body: nested, contentType });
  await clock.advanceAsync(500);
  assert.deepEqual(told(events), []);
  assert.deepEqual(phone.errors, []);
});
