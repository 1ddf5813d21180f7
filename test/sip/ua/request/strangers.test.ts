// Who is nobody's server: what they may not do, learn, or make us do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeMessage } from '#sip/message/serialize-message';
import { SourceLimits } from '#sip/ua/request/source-limits';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { VirtualPhone } from '#test/support/virtual-phone';

const passwords = { '1001': 'right' };

async function world(changes: Partial<AccountSettings> = {}, strangers?: 'refuse' | 'ignore') {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  server.registrar({ clock, passwords });
  const eve = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11, [], undefined, strangers);
  const { account } = phone.account(changes);
  account.register();
  await clock.advanceAsync(100);
  /** Statuses of the answers to one request of hers. */
  const asks = async (method: string, user: string, parts: { sdp?: string; headers?: [string, string][] } = {}, from = eve) => {
    const statuses: number[] = [];
    from.send(phone.target, { method, uri: `sip:${user}@10.0.0.1`, ...parts }, (event) => {
      if (event.type === 'responseReceived') statuses.push(event.response.status);
    });
    await clock.advanceAsync(100);
    return statuses;
  };
  return { clock, network, server, eve, phone, account, asks };
}

const methods = ['INVITE', 'OPTIONS', 'SUBSCRIBE', 'MESSAGE', 'PUBLISH', 'INFO', 'REGISTER', 'UPDATE', 'NONSENSE'];

test('strangers learn nothing from our answers: they are the same for who is here and who is not', async () => {
  const { asks, clock, phone } = await world();
  await clock.advanceAsync(10_000);
  for (const method of methods) {
    const known = await asks(method, '1001');
    assert.deepEqual(known, await asks(method, '4711'), method);
    assert.deepEqual(known, [method === 'OPTIONS' ? 200 : 403], method);
  }
  assert.equal(phone.incoming.length, 0);
  assert.equal(phone.agent.load.transactions, 0);
});

test('who is to be ignored hears nothing at all', async () => {
  const { asks, server } = await world({}, 'ignore');
  for (const method of methods) assert.deepEqual(await asks(method, '1001'), [], method);
  assert.deepEqual(await asks('OPTIONS', '1001', {}, server), [200]);
});

test('our answers to strangers are not much larger than their requests', async () => {
  const { network, asks, eve } = await world();
  for (const method of ['INVITE', 'OPTIONS', 'SUBSCRIBE']) {
    network.wire.length = 0;
    await asks(method, '1001');
    const sizes = (from: string): number =>
      network.wire
        .filter((record) => record.from === from)
        .reduce((sum, { message }) => sum + serializeMessage(message).length, 0);
    assert.ok(sizes('10.0.0.1') <= 1.2 * sizes(eve.address), `${method}: ${sizes('10.0.0.1')} to ${sizes(eve.address)}`);
  }
});

test('a flood of one stranger is met with silence, and the proxy still gets through', async () => {
  const { clock, network, eve, phone, server, asks } = await world();
  network.wire.length = 0;
  for (let i = 0; i < 500; i++)
    eve.node.send(
      eve.request({ method: 'OPTIONS', uri: 'sip:1@10.0.0.1', headers: [['Via', `SIP/2.0/UDP 10.6.6.6;branch=z9hG4bK${i}`]] }),
      phone.target,
    );
  await clock.advanceAsync(50);
  assert.ok(network.wire.filter(({ from }) => from === '10.0.0.1').length <= 61);
  server.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 1);
  await clock.advanceAsync(5000);
  assert.deepEqual(await asks('OPTIONS', '1'), [200]);
});

test('limits: each stranger, all of them, a thousand messages a second from our server', () => {
  const clock = new FakeClock();
  const limits = new SourceLimits(clock);
  const from = (address: string, family: 4 | 6 = 4) => ({ protocol: 'UDP', remote: { family, address, port: 5060 } }) as const;
  const taken = (address: string, count: number, trusted = false, family: 4 | 6 = 4): number =>
    Array.from({ length: count }, () => limits.admits(from(address, family), trusted)).filter(Boolean).length;
  assert.equal(taken('10.1.1.1', 100), 60);
  clock.advance(1000);
  assert.equal(taken('10.1.1.1', 100), 20);
  // One machine, many addresses.
  assert.equal(taken('2001:db8:0:1::1', 40, false, 6) + taken('2001:db8:0:1:ffff::2', 40, false, 6), 60);
  clock.advance(60_000);
  let all = 0;
  for (let i = 0; i < 1000; i++) all += taken(`10.2.${i >> 8}.${i & 255}`, 1);
  assert.equal(all, 300);
  for (let second = 0; second < 10; second++) {
    assert.equal(taken('10.0.0.9', 1000, true), 1000);
    clock.advance(1000);
  }
});

test('an account that wants proof rings for who knows its password alone', async () => {
  const { clock, phone, server, asks } = await world({ challengesCalls: true });
  const sdp = sdpOf('10.0.0.9');
  assert.deepEqual(await asks('INVITE', '1001', { sdp }, server), [401]);
  assert.equal(phone.incoming.length, 0);
  const challenge = await new Promise<string>((resolve) => {
    server.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp, callId: 'proof' }, (event) => {
      if (event.type === 'responseReceived') resolve(event.response.headers.getAll('WWW-Authenticate').join('\n'));
    });
    void clock.advanceAsync(50);
  });
  assert.match(challenge, /^Digest realm="10\.0\.0\.9".*SHA-256.*\nDigest .*MD5/);
});

test('a call for a telephone number finds the line that has it', async () => {
  const { clock, phone, server } = await world({ user: '+49301234' });
  for (const uri of ['tel:+49-30-1234', 'sip:+49-30-1234;phone-context=x@10.0.0.1;user=phone']) {
    server.send(phone.target, { method: 'INVITE', uri, to: `<${uri}>`, sdp: sdpOf('10.0.0.9') });
    await clock.advanceAsync(50);
  }
  assert.equal(phone.incoming.length, 2);
});
