// Emergency calls go out whatever stands in their way, and say where the phone is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseContentType } from '#sip/message/content-type';
import type { SipRequest } from '#sip/message/message';
import { parseMultipart } from '#sip/message/multipart';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const location = { elin: '4930123456', civic: { country: 'DE', A3: 'Berlin', RD: 'A & B', HNO: '7' } };

function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const proxy = new SipPeer({ network, clock, address: '10.0.0.9' });
  const rescue = new SipPeer({ network, clock, address: '10.0.0.7', seed: 8 });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const emergency = { numbers: ['112', '110'], server: { host: '10.0.0.7', port: undefined }, location };
  return { clock, network, proxy, rescue, phone, emergency };
}

function placeIn(request: SipRequest): string {
  const contentType = parseContentType(request.headers.get('Content-Type'));
  assert.ok(contentType?.type === 'multipart/mixed');
  const body = parseMultipart(contentType, request.body);
  assert.ok(body.ok && body.parts.length === 2);
  assert.equal(body.parts[0]?.headers.get('Content-Type'), 'application/sdp');
  assert.equal(request.headers.get('Geolocation'), `<cid:${body.parts[1]?.headers.get('Content-ID')?.slice(1, -1)}>`);
  return new TextDecoder().decode(body.parts[1]?.body);
}

test('an emergency number goes to the emergency server, unregistered, with the place and without credentials', async () => {
  const { clock, proxy, rescue, phone, emergency } = world();
  const { account } = phone.account({ emergency });
  const { events } = phone.call(account, '112');
  await clock.advanceAsync(50);
  rescue.respond(rescue.invite, 200, { sdp: sdpOf('10.0.0.7') });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  assert.equal(proxy.received.length, 0);
  const invite = rescue.last('INVITE');
  assert.match(placeIn(invite), /<ca:country>DE<\/ca:country><ca:A3>Berlin<\/ca:A3><ca:RD>A &amp; B<\/ca:RD><ca:HNO>7<\/ca:HNO>/);
  assert.equal(invite.headers.get('P-Asserted-Identity'), '<sip:4930123456@10.0.0.9>');
  assert.equal(invite.headers.get('Priority'), 'emergency');
});

test('a challenge of the emergency server is not answered with our password: the proxy is asked instead, and gets it', async () => {
  const { clock, proxy, rescue, phone, emergency } = world();
  const passwords = { '1001': 'right' };
  proxy.registrar({ clock, passwords });
  const { account } = phone.account({ emergency });
  account.register();
  await clock.advanceAsync(50);
  rescue.challenge('INVITE', { clock, passwords, authorized: () => assert.fail('credentials reached it') });
  proxy.challenge('INVITE', { clock, passwords, authorized: (transaction) => void proxy.pending.push(transaction) });
  phone.call(account, '110');
  await clock.advanceAsync(100);
  assert.equal(rescue.requests('INVITE').length, 1);
  assert.equal(proxy.pending.length, 1);
});

test('a dead emergency server, and a proxy that refuses: all that can be asked are asked', async () => {
  const { clock, network, proxy, phone, emergency } = world();
  network.drop = (_message, to) => to === '10.0.0.7';
  const backup = new SipPeer({ network, clock, address: '10.0.0.8', seed: 9 });
  proxy.answers.set('INVITE', (transaction) => proxy.respond(transaction, 403));
  const redundancy = {
    backup: { host: '10.0.0.8', port: undefined },
    registersAtBoth: false,
    keepAliveS: 0,
    staysAtBackup: false,
  };
  const { account } = phone.account({ emergency, redundancy });
  phone.call(account, '112');
  await clock.advanceAsync(5200);
  assert.equal(backup.requests('INVITE').length, 1);
});

test('busy is an answer', async () => {
  const { clock, proxy, rescue, phone, emergency } = world();
  rescue.answers.set('INVITE', (transaction) => rescue.respond(transaction, 486));
  const { account } = phone.account({ emergency });
  const { events } = phone.call(account, '112');
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['ended']);
  assert.equal(proxy.received.length, 0);
});

test('the emergency services can call back', async () => {
  const { clock, rescue, phone, emergency } = world();
  const { account } = phone.account({ emergency });
  const { call } = phone.call(account, '112');
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  rescue.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: sdpOf('10.0.0.7') });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 1);
});

test('a location that a server keeps is told by its address', async () => {
  const { clock, rescue, phone, emergency } = world();
  const { account } = phone.account({ emergency: { ...emergency, location: { uri: 'https://lis.example/x' } } });
  phone.call(account, '112');
  await clock.advanceAsync(50);
  assert.equal(rescue.last('INVITE').headers.get('Geolocation'), '<https://lis.example/x>');
  assert.equal(rescue.last('INVITE').headers.get('Content-Type'), 'application/sdp');
});

test('other numbers tell nobody where the phone is', async () => {
  const { clock, proxy, phone, emergency } = world();
  const { account } = phone.account({ emergency });
  phone.call(account, '1120');
  await clock.advanceAsync(50);
  const invite = proxy.last('INVITE');
  for (const name of ['Geolocation', 'P-Asserted-Identity', 'Priority']) assert.equal(invite.headers.has(name), false);
});

test('an emergency call tells who calls, whatever the person or the account withholds', async () => {
  const { clock, rescue, phone, emergency } = world();
  const { account } = phone.account({ emergency, identity: { anonymous: true } });
  phone.call(account, '112', { anonymous: true });
  await clock.advanceAsync(50);
  const { headers } = rescue.last('INVITE');
  assert.match(headers.get('From') ?? '', /<sip:1001@10\.0\.0\.9>/);
  assert.equal(headers.get('Privacy'), undefined);
});

test('another call of that account stays without its number', async () => {
  const { clock, proxy, phone, emergency } = world();
  const { account } = phone.account({ emergency });
  phone.call(account, '1002', { anonymous: true });
  await clock.advanceAsync(50);
  const { headers } = proxy.last('INVITE');
  assert.match(headers.get('From') ?? '', /anonymous\.invalid/);
  assert.equal(headers.get('Privacy'), 'id');
});
