// A call to the focus of a conference (RFC 4579 §4.2): who takes part is followed while the call stands (RFC 4575), and no longer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeUri } from '#sip/message/uri';
import type { CallOptions } from '#sip/ua/call/call-options';
import type { UserAgentEvent } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { sdpOf } from '#test/support/sip-peer';
import { type HeardCall, VirtualPhone } from '#test/support/virtual-phone';
import { NotifierPeer } from '../subscription/notifier-peer.ts';

interface World {
  readonly clock: FakeClock;
  readonly notifier: NotifierPeer;
  readonly phone: VirtualPhone;
  /** What was told: how many, and who besides us. */
  readonly told: string[];
  /** A NOTIFY with this document. */
  document(text: string, state?: string): Promise<void>;
}

function world(): World {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const notifier = new NotifierPeer(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const told: string[] = [];
  phone.onUserAgentEvent = (event: UserAgentEvent): void => {
    if (event.type !== 'conferenceChanged') return;
    told.push([event.count, ...event.others.map(({ displayName, uri }) => displayName ?? serializeUri(uri))].join(' '));
  };
  const document = async (body: string, state = 'active;expires=600'): Promise<void> => {
    notifier.notify(notifier.last, { body, state, contentType: 'application/conference-info+xml' });
    await clock.advanceAsync(100);
  };
  return { clock, notifier, phone, told, document };
}

async function called(
  { clock, notifier, phone }: World,
  contact = '<sip:room7@10.0.0.9:5066>;isfocus',
  options: CallOptions = {},
): Promise<HeardCall> {
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  const heard = phone.call(account, '3000', options);
  await clock.advanceAsync(50);
  notifier.peer.respond(notifier.peer.invite, 200, { sdp: sdpOf('10.0.0.9'), headers: [['Contact', contact]] });
  await clock.advanceAsync(100);
  return heard;
}

function info(version: number, users: string, rest = ''): string {
  const state = version === 1 ? 'full' : 'partial';
  return `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:room7@10.0.0.9" state="${state}" version="${version}">${rest}<users state="${state}">${users}</users></conference-info>`;
}

function user(name: string, state = 'full', rest = ''): string {
  return `<user entity="sip:${name}@10.0.0.9" state="${state}">${rest}</user>`;
}

const ann = user('2001', 'full', '<display-text>Ada</display-text>');
const all = info(1, user('1001') + ann + user('2002'));

test('the focus is asked, and full and partial documents tell who takes part', async () => {
  const here = world();
  await called(here);
  const { uri, headers } = here.notifier.subscribes[0] ?? assert.fail('no SUBSCRIBE');
  assert.equal(serializeUri(uri), 'sip:room7@10.0.0.9:5066');
  assert.equal(headers.get('Event'), 'conference');
  assert.equal(headers.get('Accept'), 'application/conference-info+xml');
  const invite = here.notifier.peer.invite.request.headers;
  // Tags as the focus sees them (RFC 4538 §7).
  const ours = invite.from.parameters.get('tag');
  assert.equal(headers.get('Target-Dialog'), `${invite.callId};local-tag=tag-10.0.0.9;remote-tag=${ours}`);
  assert.notEqual(headers.callId, invite.callId);
  await here.document(all);
  await here.document(info(2, user('2003')));
  await here.document(info(3, user('2001', 'deleted')));
  await here.document(info(4, user('2002', 'partial', '<endpoint><status>disconnected</status></endpoint>')));
  assert.deepEqual(here.told, [
    '3 Ada sip:2002@10.0.0.9',
    '4 Ada sip:2002@10.0.0.9 sip:2003@10.0.0.9',
    '3 sip:2002@10.0.0.9 sip:2003@10.0.0.9',
    '2 sip:2003@10.0.0.9',
  ]);
});

test('who is counted and not named stays counted', async () => {
  const here = world();
  await called(here);
  await here.document(info(1, user('1001') + ann, '<conference-state><user-count>40</user-count></conference-state>'));
  await here.document(info(2, user('2001', 'deleted')));
  await here.document(info(3, '', '<conference-state><user-count>12</user-count></conference-state>'));
  assert.deepEqual(here.told, ['40 Ada', '39', '12']);
});

test('after a document that was missed the whole is asked for', async () => {
  const here = world();
  await called(here);
  await here.document(all);
  const before = here.notifier.subscribes.length;
  await here.document(info(3, user('2003')));
  await here.clock.advanceAsync(2000);
  assert.equal(here.told.length, 1);
  assert.equal(here.notifier.subscribes.length, before + 1);
});

test('a conference that is over, and a subscription that is ended, tell of nobody any more', async () => {
  const here = world();
  await called(here);
  await here.document(all);
  await here.document('<conference-info entity="sip:room7@10.0.0.9" state="deleted" version="2"/>');
  await here.document(all);
  await here.document('', 'terminated;reason=noresource');
  assert.deepEqual(
    here.told.map((each) => each.split(' ')[0]),
    ['3', '', '3', ''],
  );
});

test('with the call the subscription ends', async () => {
  const here = world();
  const { call } = await called(here);
  await here.document(all);
  call.end();
  await here.clock.advanceAsync(500);
  assert.equal(here.notifier.subscribes.at(-1)?.headers.get('Expires'), '0');
  assert.equal(here.told.length, 1);
  await here.clock.advanceAsync(70_000);
  assert.equal(here.phone.agent.load.calls, 0);
});

test('a focus that calls us is asked once we have answered', async () => {
  const here = world();
  const { clock, notifier, phone } = here;
  phone.account().account.register();
  await clock.advanceAsync(100);
  notifier.peer.send(phone.target, {
    method: 'INVITE',
    uri: 'sip:1001@10.0.0.1',
    sdp: sdpOf('10.0.0.9'),
    headers: [['Contact', '<sip:room8@10.0.0.9>;isfocus']],
  });
  await clock.advanceAsync(100);
  assert.equal(notifier.subscribes.length, 0);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(100);
  assert.equal(serializeUri(notifier.subscribes[0]?.uri ?? assert.fail('no SUBSCRIBE')), 'sip:room8@10.0.0.9');
  await here.document(all);
  assert.deepEqual(here.told, ['3 Ada sip:2002@10.0.0.9']);
});

test('a call that becomes one of a conference, and no longer is, is followed meanwhile', async () => {
  const here = world();
  const { clock, notifier, phone } = here;
  const { events } = await called(here, '<sip:bob@10.0.0.9>');
  const invite = notifier.peer.invite.request;
  const offer = async (contact: string, sequence: number): Promise<void> => {
    const parts = {
      method: 'UPDATE',
      uri: 'sip:1001@10.0.0.1',
      from: `${invite.headers.get('To')};tag=tag-10.0.0.9`,
      to: invite.headers.get('From') ?? '',
      callId: invite.headers.callId,
      sequence,
      headers: [['Contact', contact]] as const,
    };
    notifier.peer.send(phone.target, parts);
    await clock.advanceAsync(200);
  };
  await offer('<sip:room9@10.0.0.9>;isfocus', 1);
  assert.equal(serializeUri(notifier.subscribes[0]?.uri ?? assert.fail('no SUBSCRIBE')), 'sip:room9@10.0.0.9');
  await here.document(all);
  await offer('<sip:room9@10.0.0.9>;isfocus', 2);
  await offer('<sip:bob@10.0.0.9>', 3);
  assert.deepEqual(
    notifier.subscribes.map(({ headers }) => headers.get('Expires')),
    ['3600', '0'],
  );
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'focusChanged' ? [event.focus] : [])),
    ['sip:room9@10.0.0.9', undefined],
  );
});

for (const status of [403, 489]) {
  test(`a focus that refuses (${status}) is let be, and the call goes on`, async () => {
    const here = world();
    here.notifier.peer.answers.set('SUBSCRIBE', (transaction) => here.notifier.peer.respond(transaction, status));
    const { events } = await called(here);
    await here.clock.advanceAsync(600_000);
    assert.equal(here.notifier.subscribes.length, 1);
    assert.deepEqual(here.told, []);
    assert.ok(events.every(({ type }) => type !== 'ended'));
  });
}

test('what is no document of a conference changes nothing', async () => {
  const here = world();
  await called(here);
  await here.document(all);
  for (const text of ['<conference-info', '<reginfo version="2"/>', '<conference-info version="2"/>']) await here.document(text);
  assert.equal(here.told.length, 1);
});

test('who hides the name does not show it to the focus', async () => {
  const here = world();
  await called(here, undefined, { anonymous: true });
  assert.match(here.notifier.peer.invite.request.headers.get('From') ?? '', /anonymous\.invalid/);
  await here.clock.advanceAsync(10_000);
  assert.equal(here.notifier.subscribes.length, 0);
});

test('an ordinary party is not asked', async () => {
  const here = world();
  await called(here, '<sip:bob@10.0.0.9:5066>');
  await called(here, '<tel:+442071838750>;isfocus');
  assert.equal(here.notifier.subscribes.length, 0);
});

test('the focus is asked by the ways of a new request, and not by the call’s route', async () => {
  const here = world();
  const { account } = here.phone.account();
  account.register();
  await here.clock.advanceAsync(100);
  here.phone.call(account, '3000');
  await here.clock.advanceAsync(50);
  const headers = [
    ['Contact', '<sip:room7@10.0.0.77>;isfocus'],
    ['Record-Route', '<sip:10.0.0.9;lr;call=7>'],
  ] as const;
  here.notifier.peer.respond(here.notifier.peer.invite, 200, { sdp: sdpOf('10.0.0.9'), headers });
  await here.clock.advanceAsync(100);
  const { uri, headers: asked } = here.notifier.subscribes[0] ?? assert.fail('no SUBSCRIBE came to the proxy');
  assert.equal(serializeUri(uri), 'sip:room7@10.0.0.77');
  assert.doesNotMatch(asked.get('Route') ?? '', /call=7/);
});
