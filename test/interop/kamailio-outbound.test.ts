// Proves at two real Kamailios, a registrar and a proxy before it, with tshark on the wire: a line keeps two flows and proves them alive;
// a call comes once by both, and by the other when one is cut (RFC 5626); the names that the registrar gives the phone lead to it (RFC 5627).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { callsPhone, gateway, hangsUp, hangsUpBack, isCalled, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { edge, flowTimerS, outbound } from './rig/kamailio-features.ts';
import { backupAddress, peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { pause } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { valuesOf, type WireMessage } from './rig/wire-sip.ts';

const { first } = gateway;
let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [outbound] }));
  await site.keep(startKamailio(site.lan, site.directory, { features: [edge], address: backupAddress }));
});
after(() => site[Symbol.asyncDispose]());

const flows = {
  'voip/signalling/sip/outbound/flows_enabled': 1,
  'voip/signalling/sip/redundant_proxy/mode': 'SIMULTANEOUS',
  'voip/line/0/backup_proxy_address': backupAddress,
};
const names = { 'voip/signalling/sip/outbound/gruu_enabled': 1 };

const registered = (messages: readonly WireMessage[]): readonly WireMessage[] =>
  messages.filter(({ fromPhone, sequenceMethod, status }) => !fromPhone && sequenceMethod === 'REGISTER' && status === 200);
const invitedBy = (messages: readonly WireMessage[]): readonly string[] =>
  messages.filter(({ fromPhone, method }) => !fromPhone && method === 'INVITE').map(({ peer }) => peer);

test('two flows bring a call once, and one alone brings it too', async () => {
  await using capture = await site.capture();
  await using phone = await site.phone({ user: user.phone, transport: 'TCP', params: flows });
  await capture.registered(2);
  const calls = [callsPhone(first), [pause(200)], hangsUp(first)];
  {
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'both', ...calls));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await callOver(phone);
    await sipp.succeeded();
  }
  await phone.hook(false);
  await capture.stop();
  const messages = await assertSoundSip(capture);
  const grants = registered(messages);
  assert.deepEqual(new Set(grants.map(({ peer }) => peer)), new Set([peerAddress, backupAddress]));
  for (const grant of grants) {
    assert.match(valuesOf(grant, 'require').join(), /outbound/);
    assert.equal(valuesOf(grant, 'flow-timer')[0], String(flowTimerS));
  }
  assert.deepEqual(new Set(invitedBy(messages)), new Set([peerAddress, backupAddress]));

  await using cut = await site.capture();
  await site.lan.silence(peerAddress);
  try {
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'one', ...calls));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await callOver(phone);
    await sipp.succeeded();
  } finally {
    await site.lan.silence(undefined);
  }
  await phone.hook(false);
  assert.ok(invitedBy(await assertSoundSip(cut, false)).includes(backupAddress));
});

test('a flow is kept alive as often as the registrar wants, and the server answers', async () => {
  await using capture = await site.capture();
  await using phone = await site.phone({ user: user.phone, transport: 'TCP', params: flows });
  await capture.registered(2);
  await sleep(flowTimerS * 1000 + 2000);
  const ends = await capture.rows('tcp.payload == 0d:0a:0d:0a || tcp.payload == 0d:0a', ['ip.src', 'tcp.payload']);
  const said = new Set(ends.map((row) => `${row['ip.src']} ${row['tcp.payload']}`));
  for (const server of [peerAddress, backupAddress]) assert.ok(said.has(`${server} 0d0a`), `${server} answered: ${[...said]}`);
  assert.ok(phone.running);
});

test('a call to the phone’s own name arrives, and its calls bear that name', async () => {
  await using capture = await site.capture();
  await using phone = await site.phone({ user: user.phone, params: names });
  await capture.stop();
  const [grant] = registered(await assertSoundSip(capture));
  const name = /;pub-gruu="([^"]+)"/.exec((grant && valuesOf(grant, 'contact')[0]) ?? '')?.[1] ?? '';
  assert.match(name, /^sip:1001@.*;gr=urn:uuid:/);

  await using calls = await site.capture();
  const [invite = '', ...rest] = callsPhone(first);
  const toName = [invite.replace('INVITE sip:[service]@[remote_ip] ', `INVITE ${name} `), ...rest];
  {
    await using sipp = await Sipp.script(
      site.lan,
      site.directory,
      played(first, 'to-name', toName, [pause(200)], hangsUp(first)),
    );
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await callOver(phone);
    await sipp.succeeded();
  }
  await phone.hook(false);
  {
    // Hung up from there, so that a request goes to the name.
    const script = played(first, 'by-name', isCalled, [pause(200)], hangsUpBack);
    await using sipp = await Sipp.script(site.lan, site.directory, script);
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await callOver(phone);
    await sipp.succeeded();
  }
  await hangUp(phone);
  const messages = await assertSoundSip(calls);
  const told = messages.filter(({ fromPhone, sequenceMethod, status, method }) =>
    fromPhone && sequenceMethod === 'INVITE' ? status === 200 || method === 'INVITE' : false,
  );
  assert.equal(told.length >= 2, true);
  for (const message of told) assert.equal(valuesOf(message, 'contact')[0], `<${name}>`);
});
