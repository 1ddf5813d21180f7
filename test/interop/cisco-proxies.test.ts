// Proves with two real Kamailios, DNS with SRV and NAPTR, sipp and baresip, with tshark on the wire: who takes over when a proxy is
// silent or dies, in mid-call too, and the way back; the flows with a backup and an emergency proxy are those of Cisco's guide (SIP IP
// Phone Administrator Guide, pages B-42 to B-47).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Baresip } from './rig/baresip.ts';
import { assertHears, dial, hangUp, sleep } from './rig/calls.ts';
import { gateway, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { backupAddress, peerAddress, phoneAddress, proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import type { PeerProcess } from './rig/peer-process.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';
import { flowOf, type WireMessage, withoutRepeats } from './rig/wire-sip.ts';

const { first } = gateway;
const shared = { names: Object.values(proxyNames), recordsAs: proxyNames.domain };
/** Long before the timers of SIP would give up, but no sooner than a server that is stopped for a moment may answer. */
const patience = { 'voip/signalling/sip/failover/answer_timeout': 2000 };
const byName = { 'voip/line/0/proxy_address': proxyNames.domain, 'voip/line/0/proxy_port': 0 };
const withBackup = { 'voip/line/0/backup_proxy_address': backupAddress, ...patience };

let site: Site;
let primary: PeerProcess;
before(async () => {
  site = await Site.open();
  await site.keep(startNameServer(site.lan, site.directory));
  primary = await site.keep(startKamailio(site.lan, site.directory, shared));
  await site.keep(startKamailio(site.lan, site.directory, { ...shared, address: backupAddress }));
});
after(() => site[Symbol.asyncDispose]());

/** `INVITE@10.77.0.1` for what the phone sent, with repeats left out. */
function sentTo(messages: readonly WireMessage[], method: string): readonly string[] {
  return withoutRepeats(messages)
    .filter((message) => message.fromPhone && message.method === method)
    .map(({ peer }) => peer);
}

describe('servers found by name', () => {
  test('the phone registers at the one of the best priority', async () => {
    await using capture = await site.capture();
    const phone = await site.phone({ user: user.phone, params: byName });
    await phone[Symbol.asyncDispose]();
    const messages = await assertSoundSip(capture);
    assert.deepEqual(flowOf(messages), ['REGISTER', '401', 'REGISTER', '200', 'REGISTER', '200']);
    assert.deepEqual([...new Set(sentTo(messages, 'REGISTER'))], [peerAddress]);
  });

  test('a silent one is passed over, for registering and for calling', async () => {
    await site.lan.silence(peerAddress);
    try {
      await using capture = await site.capture();
      await using phone = await site.phone({ user: user.phone, params: { ...byName, ...patience } });
      await capture.stop();
      const tried = sentTo(await assertSoundSip(capture, false), 'REGISTER');
      assert.deepEqual([...new Set(tried)], [peerAddress, backupAddress]);
      assert.ok(phone.running);
    } finally {
      await site.lan.silence(undefined);
    }
  });

  test('the proxy dies in mid-call: hold, resume and hanging up go by the other', { timeout: 180_000 }, async () => {
    await using phone = await site.phone({ user: user.phone, params: { ...byName, ...patience }, toneHz: 1000 });
    const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: 600 } as const;
    await using baresip = await Baresip.start(site.lan, site.directory, options);
    await using capture = await site.capture();
    await dial(phone, user.baresip);
    await phone.waitForScreen('call');
    await assertHears(phone, 600);
    await primary.stop();
    try {
      await phone.softKey('hold');
      await phone.waitForScreen('held');
      await phone.softKey('resume');
      await phone.waitForScreen('call');
      await assertHears(phone, 600);
      await hangUp(phone);
      await baresip.waitForEvent('CALL_CLOSED');
    } finally {
      primary = await site.keep(startKamailio(site.lan, site.directory, shared));
    }
    const messages = await assertSoundSip(capture, false);
    const [callId] = messages.filter(({ method }) => method === 'INVITE').map((message) => message.callId);
    const ofCall = messages.filter((message) => message.callId === callId);
    assert.equal(sentTo(ofCall, 'BYE').at(-1), backupAddress);
    assert.equal(ofCall.find(({ sequenceMethod, status }) => sequenceMethod === 'BYE' && status === 200)?.peer, backupAddress);
  });
});

describe('a backup proxy', () => {
  test('B-42: a gateway takes the call that the proxy does not answer', async () => {
    await site.lan.silence(backupAddress);
    try {
      const params = {
        'voip/line/0/register': 0,
        'voip/line/0/proxy_address': backupAddress,
        'voip/line/0/backup_proxy_address': peerAddress,
        'voip/line/0/backup_proxy_port': first.port,
        'voip/line/0/domain': peerAddress,
        ...patience,
      };
      await using phone = await site.unregisteredPhone({ user: user.phone, params });
      const script = { ...played(first, 'b42', isCalled, isHungUpOn), sendsTo: `${phoneAddress}:5060` };
      await using sipp = await Sipp.script(site.lan, site.directory, script);
      await using capture = await site.capture();
      await dial(phone, first.number);
      await phone.waitForScreen('call');
      await hangUp(phone);
      await sipp.succeeded();
      const messages = await assertSoundSip(capture, false);
      const call = withoutRepeats(messages).filter(({ sequenceMethod }) => /INVITE|ACK|BYE/.test(sequenceMethod));
      assert.deepEqual(flowOf(call), ['INVITE', 'INVITE', '180', '200', 'ACK', 'BYE', '200']);
      assert.deepEqual(sentTo(call, 'INVITE'), [backupAddress, peerAddress]);
    } finally {
      await site.lan.silence(undefined);
    }
  });

  test('B-44: a phone calls another by the backup proxy, and returns to the proxy when that is back', {
    timeout: 180_000,
  }, async () => {
    const params = {
      ...withBackup,
      'voip/signalling/sip/redundant_proxy/keepalive_period': 1,
      'voip/signalling/sip/failover/retry_interval': 1,
    };
    await using phone = await site.phone({ user: user.phone, params });
    await site.lan.silence(peerAddress);
    try {
      await using sipp = await Sipp.script(site.lan, site.directory, {
        ...played(first, 'b44', isCalled, isHungUpOn),
        sendsTo: `${backupAddress}:5060`,
      });
      await using capture = await site.capture();
      await dial(phone, first.number);
      await phone.waitForScreen('call');
      await hangUp(phone);
      await sipp.succeeded();
      const messages = await assertSoundSip(capture, false);
      const tried = sentTo(messages, 'INVITE');
      assert.equal(tried.at(-1), backupAddress, `${tried}`);
    } finally {
      await site.lan.silence(undefined);
    }
    await using capture = await site.capture();
    await sleep(4000);
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'b44-again', isCalled, isHungUpOn));
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await hangUp(phone);
    await sipp.succeeded();
    assert.deepEqual([...new Set(sentTo(await assertSoundSip(capture, false), 'INVITE'))], [peerAddress]);
  });
});

describe('an emergency proxy', () => {
  test('B-6, B-46: takes the emergency call, and no credentials', async () => {
    const params = { 'voip/emergency/proxy_address': backupAddress, 'voip/emergency/proxy_port': first.port };
    await using phone = await site.phone({ user: user.phone, params });
    const script = { ...played(first, 'b46', isCalled, isHungUpOn), address: backupAddress, sendsTo: `${phoneAddress}:5060` };
    await using sipp = await Sipp.script(site.lan, site.directory, script);
    await using capture = await site.capture();
    await dial(phone, '112');
    await phone.waitForScreen('call');
    await hangUp(phone);
    await sipp.succeeded();
    const messages = await assertSoundSip(capture);
    const call = messages.filter(({ sequenceMethod }) => sequenceMethod !== 'REGISTER');
    assert.deepEqual(
      flowOf(call).filter((word) => word !== '100'),
      ['INVITE', '180', '200', 'ACK', 'BYE', '200'],
    );
    const proven = call.filter(({ headers }) => headers.some(({ name }) => name.includes('authorization')));
    assert.deepEqual(flowOf(proven), [], 'no credentials for a stranger');
  });

  test('an emergency call leaves though the line is not registered and the emergency proxy is silent', async () => {
    const params = { 'voip/emergency/proxy_address': backupAddress, 'voip/line/0/auth_password': 'wrong', ...patience };
    await site.lan.silence(backupAddress);
    try {
      await using phone = await site.unregisteredPhone({ user: user.phone, params });
      await using capture = await site.capture();
      await dial(phone, '112');
      await phone.waitForScreen('ended');
      await hangUp(phone);
      const tried = sentTo(await assertSoundSip(capture, false), 'INVITE');
      assert.deepEqual([...new Set(tried)], [backupAddress, peerAddress]);
    } finally {
      await site.lan.silence(undefined);
    }
  });
});
