// Calls that come in: ringing, answering, refusing, CANCEL, lost ACKs, and whom we let ring.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { bodyOf, SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

async function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  await clock.advanceAsync(10);
  const call = (
    parts: { sdp?: string | undefined; uri?: string; headers?: readonly (readonly [string, string])[]; from?: SipPeer } = {},
  ) => {
    const { from = server, uri = 'sip:1001@10.0.0.1', headers = [] } = parts;
    const responses: SipResponse[] = [];
    const offer = 'sdp' in parts ? parts.sdp : sdpOf(from.address);
    const transaction = from.send(
      phone.target,
      { method: 'INVITE', uri, headers, ...(offer === undefined ? {} : { sdp: offer }) },
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    const statuses = () => responses.map((response) => response.status);
    const bye = () => {
      const to = responses.at(-1)?.headers.get('To') ?? '';
      const { headers: sent } = transaction.request;
      from.send(phone.target, { method: 'BYE', uri, from: sent.get('From') ?? '', to, callId: sent.callId });
    };
    const acknowledge = (answer?: string) => {
      const response = responses.at(-1);
      assert.ok(response);
      from.acknowledge(transaction.request, response, phone.target, answer);
    };
    return { transaction, responses, statuses, bye, acknowledge };
  };
  return { clock, network, server, phone, account, call };
}

test('rings, is answered, and the caller hangs up', async () => {
  const { clock, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  assert.deepEqual(caller.statuses(), [180]);
  const [heard] = phone.incoming;
  assert.equal(heard?.call.direction, 'incoming');
  heard?.call.answer();
  await clock.advanceAsync(50);
  assert.deepEqual(caller.statuses(), [180, 200]);
  assert.match(bodyOf(caller.responses[1] as SipResponse), /m=audio 30000 RTP\/AVP 0 8/);
  assert.match(caller.responses[1]?.headers.getAll('Allow').join() ?? '', /INVITE.*BYE.*OPTIONS/);
  caller.acknowledge();
  await clock.advanceAsync(50);
  caller.bye();
  await clock.advanceAsync(50);
  assert.deepEqual(types(heard?.events ?? []), ['answered', 'mediaChanged', 'ended']);
  assert.deepEqual(heard?.events.at(-1), { type: 'ended', end: { by: 'remote' } });
  await clock.advanceAsync(70_000);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

test('we hang up with BYE', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  caller.acknowledge();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.end();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 1);
});

test('hanging up before the ACK waits for it (§15)', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.end();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 0);
  caller.acknowledge();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 1);
});

test('closing the user agent leaves no timer, in whatever state its calls are', async () => {
  const { clock, server, phone, call } = await world();
  const callers = [call(), call(), call()];
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  phone.incoming[1]?.call.answer();
  await clock.advanceAsync(50);
  callers[1]?.acknowledge();
  await clock.advanceAsync(50);
  const closed = phone.agent.close();
  await clock.advanceAsync(2100);
  await closed;
  assert.deepEqual(callers[2]?.statuses(), [180, 486]);
  assert.deepEqual(
    phone.incoming.map(({ events }) => events.at(-1)?.type),
    ['ended', 'ended', 'ended'],
  );
  server.transactions.close();
  await clock.advanceAsync(10);
  assert.equal(clock.pendingTimers, 0);
  assert.ok(phone.media.every((media) => media.closed === 1));
});

test('the 200 is repeated until the ACK, and without one the call is ended after 64*T1', async () => {
  const { clock, network, server, phone, call } = await world();
  call();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(33_000);
  const sent = network.wire.filter(
    ({ message, from }) => from === '10.0.0.1' && message.kind === 'response' && message.status === 200,
  );
  assert.ok(sent.length >= 10, `${sent.length} times`);
  const gaps = sent.slice(1, 5).map((record, i) => Math.round(record.atMs - (sent[i]?.atMs ?? 0)));
  assert.deepEqual(gaps, [500, 1000, 2000, 4000]);
  assert.equal(server.requests('BYE').length, 1);
  assert.deepEqual(phone.incoming[0]?.events.at(-1), { type: 'ended', end: { by: 'timeout' } });
});

test('refusing answers with the status that was asked for', async () => {
  for (const status of [486, 603, 480]) {
    const { clock, phone, call } = await world();
    const caller = call();
    await clock.advanceAsync(50);
    phone.incoming[0]?.call.reject(status);
    await clock.advanceAsync(50);
    assert.deepEqual(caller.statuses(), [180, status]);
    assert.deepEqual(phone.incoming[0]?.events, [{ type: 'ended', end: { by: 'local' } }]);
    assert.equal(phone.media[0]?.closed, 1);
  }
});

test('a call that is refused at once is never said to ring', async () => {
  const { clock, phone, call } = await world();
  phone.onIncoming = (incoming) => incoming.reject(486);
  const caller = call();
  await clock.advanceAsync(50);
  assert.deepEqual(caller.statuses(), [486]);
});

test('CANCEL gets 200, the INVITE 487; Reason tells that another phone took it', async () => {
  for (const elsewhere of [true, false]) {
    const { clock, server, phone, call } = await world();
    const caller = call();
    await clock.advanceAsync(50);
    server.transactions.cancel(
      caller.transaction,
      elsewhere ? [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']] : [],
    );
    await clock.advanceAsync(50);
    assert.deepEqual(caller.statuses(), [180, 487]);
    assert.deepEqual(phone.incoming[0]?.events, [{ type: 'ended', end: { by: 'cancel', elsewhere } }]);
  }
});

test('CANCEL after the 200 changes nothing', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  server.transactions.cancel(caller.transaction);
  await clock.advanceAsync(50);
  assert.deepEqual(types(phone.incoming[0]?.events ?? []), ['answered', 'mediaChanged']);
});

test('a CANCEL or BYE of no call gets 481', async () => {
  const { clock, server, phone } = await world();
  const statuses: number[] = [];
  for (const method of ['CANCEL', 'BYE']) {
    server.send(
      phone.target,
      { method, uri: 'sip:1001@10.0.0.1', to: '<sip:1001@10.0.0.1>;tag=none' },
      (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
    );
  }
  await clock.advanceAsync(50);
  assert.deepEqual(statuses, [481, 481]);
});

test('no common codec is 488 and rings nowhere', async () => {
  const { clock, phone, call } = await world();
  const caller = call({ sdp: sdpOf('10.0.0.9', { formats: '18' }) });
  await clock.advanceAsync(50);
  assert.deepEqual(caller.statuses(), [488]);
  assert.equal(phone.incoming.length, 0);
  assert.equal(phone.media[0]?.closed, 1);
});

test('an INVITE without an offer gets ours in the 200, and its answer in the ACK', async () => {
  const { clock, phone, call } = await world();
  const caller = call({ sdp: undefined });
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  assert.match(bodyOf(caller.responses.at(-1) as SipResponse), /m=audio 30000 RTP\/AVP 0 8 101/);
  assert.equal(phone.media[0]?.applied.length, 0);
  caller.acknowledge(sdpOf('10.0.0.9'));
  await clock.advanceAsync(50);
  assert.equal(phone.media[0]?.applied.length, 1);
  assert.deepEqual(types(phone.incoming[0]?.events ?? []), ['answered', 'mediaChanged']);
});

test('an ACK without the answer that was due ends the call', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call({ sdp: undefined });
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  caller.acknowledge();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 1);
});

test('strangers get 403 and ring nowhere; the Contact that only the registrar knows makes no difference', async () => {
  const { clock, network, phone, call } = await world();
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  const calls = ['sip:1001@10.0.0.1', 'sip:100@10.0.0.1'].map((uri) => call({ from: stranger, uri }));
  await clock.advanceAsync(50);
  assert.deepEqual(
    calls.flatMap((each) => each.statuses()),
    [403, 403],
  );
  assert.equal(phone.incoming.length, 0);
});

test('a flood of strangers takes no transaction', async () => {
  const { clock, network, phone } = await world();
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  for (let i = 0; i < 200; i++) stranger.send(phone.target, { method: 'INVITE', uri: `sip:${i}@10.0.0.1` });
  await clock.advanceAsync(50);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

test('strangers may call an account that accepts them, but only by its name', async () => {
  const { clock, network, phone, call } = await world();
  phone.account({ id: 'line2', user: 'desk', acceptStrangers: true });
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  const [known, unknown] = ['sip:desk@10.0.0.1', 'sip:1234@10.0.0.1'].map((uri) => call({ from: stranger, uri }));
  await clock.advanceAsync(50);
  assert.deepEqual([known?.statuses(), unknown?.statuses()], [[180], [404]]);
});

test('the Contact told to one of two registrars reaches the account of that registrar', async () => {
  const { clock, network, server, phone, account, call } = await world();
  server.registrar({ clock });
  const other = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  other.registrar({ clock });
  const second = phone.account({ id: 'line2', domain: '10.0.0.8' });
  account.register();
  second.account.register();
  await clock.advanceAsync(50);
  const contact = other.last('REGISTER').headers.contacts[0];
  const user = contact !== undefined && 'user' in contact.uri ? contact.uri.user : '';
  call({ from: other, uri: `sip:${user}@10.0.0.1` });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 1);
});

test('P-Asserted-Identity of the proxy names the caller, Diversion who sent the call on', async () => {
  const { clock, phone, call } = await world();
  call({
    headers: [
      ['P-Asserted-Identity', '"Dr. Who" <sip:42@example.org>'],
      ['Diversion', '"Desk" <sip:7@example.org>;reason=unconditional'],
    ],
  });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming[0]?.call.remote.displayName, 'Dr. Who');
  assert.equal(phone.incoming[0]?.divertedBy, 'Desk');
});

test('a stranger’s P-Asserted-Identity is nothing', async () => {
  const { clock, network, phone, call } = await world();
  phone.account({ id: 'line2', user: 'desk', acceptStrangers: true });
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  call({ from: stranger, uri: 'sip:desk@10.0.0.1', headers: [['P-Asserted-Identity', '"Bank" <sip:1@bank.example>']] });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming[0]?.call.remote.displayName, undefined);
});

test('CANCEL before there is media rings nowhere and gives the media back', async () => {
  const { clock, server, phone, call } = await world();
  let give = (): void => undefined;
  phone.beforeMedia = new Promise((resolve) => {
    give = resolve;
  });
  const caller = call();
  await clock.advanceAsync(300);
  server.transactions.cancel(caller.transaction);
  await clock.advanceAsync(50);
  assert.deepEqual(caller.statuses(), [100, 487]);
  give();
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 0);
  assert.equal(phone.media[0]?.closed, 1);
});

test('the ninth call at once is busy', async () => {
  const { clock, phone, call } = await world();
  const callers = Array.from({ length: 9 }, () => call());
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 8);
  assert.deepEqual(callers[8]?.statuses(), [486]);
});

test('180 is sent again each minute so that no proxy gives up', async () => {
  const { clock, call } = await world();
  const caller = call();
  await clock.advanceAsync(121_000);
  assert.deepEqual(caller.statuses(), [180, 180, 180]);
});

test('Expires of the INVITE ends the ringing', async () => {
  const { clock, phone, call } = await world();
  const caller = call({ headers: [['Expires', '20']] });
  await clock.advanceAsync(21_000);
  assert.deepEqual(caller.statuses(), [180, 487]);
  assert.deepEqual(phone.incoming[0]?.events.at(-1), { type: 'ended', end: { by: 'timeout' } });
});

test('an INVITE within the ringing one is put off with 500 and Retry-After', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  const { headers } = caller.transaction.request;
  const responses: SipResponse[] = [];
  server.send(
    phone.target,
    {
      method: 'INVITE',
      uri: 'sip:1001@10.0.0.1',
      from: headers.get('From') ?? '',
      to: caller.responses[0]?.headers.get('To') ?? '',
      callId: headers.callId,
    },
    (event) => event.type === 'responseReceived' && responses.push(event.response),
  );
  await clock.advanceAsync(50);
  assert.equal(responses[0]?.status, 500);
  assert.ok(responses[0]?.headers.has('Retry-After'));
});

test('a call that rings while our address changes is answered from the new one', async () => {
  const { clock, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  const answer = bodyOf(caller.responses.at(-1) as SipResponse);
  assert.match(answer, /c=IN IP4 10\.0\.0\.2\r/);
  assert.match(answer, /m=audio 30100 /);
  assert.equal(phone.media[0]?.applied.at(-1)?.remoteAddress, '10.0.0.9');
});

test('answered before the media has moved, it tells the new address afterwards', async () => {
  const { clock, server, phone, call } = await world();
  const caller = call();
  await clock.advanceAsync(50);
  const [media] = phone.media;
  assert.ok(media !== undefined);
  const move = Promise.withResolvers<void>();
  media.beforeMove = move.promise;
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  assert.match(bodyOf(caller.responses.at(-1) as SipResponse), /c=IN IP4 10\.0\.0\.1\r/);
  caller.acknowledge();
  move.resolve();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.last('INVITE')), /c=IN IP4 10\.0\.0\.2\r/);
});

test('a host name in the offer is looked up before it rings; one without an address is refused', async () => {
  const { clock, phone, call } = await world();
  phone.hosts.set('media.example.org', ['10.0.0.44']);
  call({ sdp: sdpOf('media.example.org') });
  const refused = call({ sdp: sdpOf('nowhere.example.org') });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 1);
  assert.deepEqual(refused.statuses(), [488]);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  assert.deepEqual(
    phone.media[0]?.applied.map(({ remoteAddress }) => remoteAddress),
    ['10.0.0.44'],
  );
});

test('media hears which profiles were offered before it says what is ours', async () => {
  const { clock, phone, call } = await world();
  call({ sdp: sdpOf('10.0.0.9').replace('RTP/AVP', 'RTP/SAVP') });
  call({ sdp: undefined });
  await clock.advanceAsync(50);
  assert.deepEqual(phone.media[0]?.remoteOffer, { profiles: ['RTP/SAVP'], ice: false });
  assert.equal(phone.media[1]?.remoteOffer, undefined);
});

for (const [how, wish, told] of [
  ['by our name', {}, 1],
  ['without it', { anonymous: true }, 0],
] as const) {
  test(`a call for a group, answered ${how}: the caller hears ${told === 0 ? 'of nobody' : 'of us'} (RFC 4916)`, async () => {
    const { clock, server, phone, call } = await world();
    const caller = call({
      headers: [
        ['To', '<sip:group@10.0.0.9>'],
        ['Supported', 'from-change'],
        ['Allow', 'INVITE, ACK, BYE, UPDATE'],
      ],
    });
    await clock.advanceAsync(50);
    phone.incoming[0]?.call.answer(wish);
    await clock.advanceAsync(50);
    caller.acknowledge();
    await clock.advanceAsync(500);
    const names = server.requests('UPDATE').map(({ headers }) => headers.get('From')?.split(';')[0]);
    assert.deepEqual(
      names,
      Array.from({ length: told }, () => 'Ann <sip:1001@10.0.0.9>'),
    );
    assert.equal(server.requests('INVITE').length, 0);
  });
}
