// Who gets a digest of our password, and who only asks for one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { accountSettings, types, VirtualPhone } from '#test/support/virtual-phone';

const passwords = { '1001': 'right' };
const sdp = sdpOf('10.0.0.9');

/** A phone that is registered in the realm `example.org`. */
async function registered() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  server.registrar({ clock, passwords });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(50);
  const stand = (realm: string) =>
    server.challenge('INVITE', { clock, passwords, realm, authorized: (transaction) => void server.pending.push(transaction) });
  return { clock, network, server, phone, account, stand };
}

test('an ACK that goes past the proxy shows no credentials', async () => {
  const { clock, network, server, phone, account, stand } = await registered();
  stand('example.org');
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp, headers: [['Contact', '<sip:10.6.6.6>']] });
  // A second fork, which is refused.
  server.respond(server.invite, 200, { sdp, tag: 'second', headers: [['Contact', '<sip:10.6.6.6>']] });
  await clock.advanceAsync(50);
  call.end();
  assert.equal(stranger.requests('ACK').length, 2);
  for (const ack of stranger.requests('ACK')) assert.equal(ack.headers.has('Proxy-Authorization'), false);
});

test('somebody behind the proxy who challenges in a realm of their own gets no digest', async () => {
  const { clock, server, phone, account, stand } = await registered();
  stand('crack.me');
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  assert.equal(server.requests('INVITE').length, 1);
  assert.deepEqual(types(events), ['ended']);
});

test('nor when we hang up', async () => {
  const { clock, server, phone, account } = await registered();
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  server.challenge('BYE', { clock, passwords, realm: 'crack.me', authorized: () => undefined });
  call.end();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 1);
});

test('the realm of the registrar, the domain and the proxy may ask', async () => {
  for (const realm of ['example.org', '10.0.0.9']) {
    const { clock, server, phone, account, stand } = await registered();
    stand(realm);
    const { events } = phone.call(account, '2002');
    await clock.advanceAsync(50);
    server.respond(server.invite, 200, { sdp });
    await clock.advanceAsync(50);
    assert.deepEqual(types(events), ['answered', 'mediaChanged'], realm);
  }
});

test('a call of an account that moved to another server ends with the credentials that it began with', async () => {
  const { clock, network, server, phone, account, stand } = await registered();
  stand('example.org');
  const other = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  account.update(accountSettings({ domain: '10.0.0.8', user: '2', credentials: () => ({ user: '2', password: 'new' }) }));
  await clock.advanceAsync(2100);
  server.challenge('BYE', { clock, passwords, authorized: (transaction) => server.respond(transaction, 200) });
  call.end();
  await clock.advanceAsync(50);
  const [first, second] = server.requests('BYE').map(({ headers }) => headers.get('Proxy-Authorization'));
  assert.match(second ?? first ?? '', /username="1001"/);
  assert.equal(types(events).at(-1), 'ended');
  assert.ok(other.requests('REGISTER').length > 0);
});

test('a gateway realm that the administrator names may ask', async () => {
  const { clock, server, phone, account, stand } = await registered();
  account.update(accountSettings({ digest: { realms: ['Gateway'], md5: true } }));
  await clock.advanceAsync(50);
  stand('gateway');
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  assert.equal(server.pending.length, 1);
});

test('with MD5 switched off a server that knows nothing else gets nothing', async () => {
  const { clock, server, phone } = await registered();
  const { account, events } = phone.account({ id: 'line2', digest: { realms: [], md5: false } });
  account.register();
  await clock.advanceAsync(50);
  assert.equal(events.at(-1)?.type, 'registrationFailed');
  assert.equal(server.last('REGISTER').headers.has('Authorization'), false);
});
