// Proves transfers against real Asterisk, which takes the REFER itself, and through real Kamailio, which hands it on: blind and after a
// consultation, in both directions, with tshark on the wire; the caller's tone is heard by the one who was meant.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { startAsterisk } from './rig/asterisk.ts';
import { number } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import type { WireMessage } from './rig/wire-sip.ts';

const annHz = 1000;
const benHz = 800;
const cleoHz = 1300;

interface Scene extends AsyncDisposable {
  readonly ann: SimulatedPhone;
  readonly ben: SimulatedPhone;
  readonly cleo: SimulatedPhone;
}

async function scene(site: Site): Promise<Scene> {
  const parts = new AsyncDisposableStack();
  const params = { 'voip/signalling/sip/hk_blind_transfer/enable': 0 };
  const ann = parts.use(await site.phone({ user: user.phone, toneHz: annHz }));
  const ben = parts.use(await site.phone({ user: user.secondPhone, toneHz: benHz, port: 5070, params }));
  const cleo = parts.use(await site.phone({ user: user.thirdPhone, toneHz: cleoHz, port: 5080 }));
  return { ann, ben, cleo, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function talk(from: SimulatedPhone, to: SimulatedPhone, number: string): Promise<void> {
  await dial(from, number);
  await to.waitForScreen('incoming');
  await to.hook(true);
}

async function consult({ ben, cleo }: Scene): Promise<void> {
  await ben.press('transfer');
  await ben.waitForScreen('consult');
  await ben.type(user.thirdPhone);
  await ben.softKey('dial');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await assertHears(ben, cleoHz);
  await ben.press('transfer');
}

async function blind({ ben, cleo }: Scene): Promise<void> {
  await ben.press('transfer');
  await ben.waitForScreen('consult');
  await ben.type(user.thirdPhone);
  await ben.softKey('blind');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
}

/** A server that stays between them tells each who is there now. */
async function reads(phone: SimulatedPhone, number: string): Promise<void> {
  await phone.waitFor(`${number} on the screen`, async () =>
    JSON.stringify((await phone.screen()).items).includes(`"${number}"`) ? true : undefined,
  );
}

async function assertTogether({ ann, ben, cleo }: Scene): Promise<void> {
  await assertHears(ann, cleoHz);
  await assertHears(cleo, annHz);
  await reads(ann, user.thirdPhone);
  await reads(cleo, user.phone);
  await callOver(ben);
  await hangUp(ann);
  await callOver(cleo);
}

/** Who asks is told how it goes, and the old call ends when it went well (RFC 5589 §6.1). */
function assertReferred(messages: readonly WireMessage[]): void {
  const refer = messages.find(({ method, fromPhone }) => method === 'REFER' && fromPhone);
  assert.ok(refer !== undefined, 'Ben asks');
  const ofCall = messages.filter(({ callId }) => callId === refer.callId);
  const answer = ofCall.find(
    ({ sequenceMethod, status }) => sequenceMethod === 'REFER' && status !== undefined && status !== 100,
  );
  assert.equal(answer?.status, 202);
  const told = ofCall
    .filter(({ method, fromPhone }) => method === 'NOTIFY' && !fromPhone)
    .map(({ body }) => body.trim().split(' ')[1]);
  assert.deepEqual(told.slice(0, 1), ['100']);
  assert.deepEqual(told.slice(-1), ['200']);
  const noticed = messages.findLastIndex(({ method, callId }) => method === 'NOTIFY' && callId === refer.callId);
  assert.ok(
    messages.slice(noticed).some(({ method, callId }) => method === 'BYE' && callId === refer.callId),
    'the old call ends last',
  );
}

for (const [name, start] of [
  ['Asterisk', startAsterisk],
  ['Kamailio', startKamailio],
] as const) {
  describe(name, () => {
    let site: Site;
    before(async () => {
      site = await Site.open();
      await site.keep<AsyncDisposable>(start(site.lan, site.directory));
    });
    after(() => site[Symbol.asyncDispose]());

    for (const [how, transfer] of [
      ['blind', blind],
      ['after a consultation', consult],
    ] as const) {
      for (const caller of ['Ann', 'Ben'] as const) {
        test(`${how}; ${caller} had called`, async () => {
          await using phones = await scene(site);
          const { ann, ben } = phones;
          await using capture = await site.capture();
          if (caller === 'Ann') await talk(ann, ben, user.secondPhone);
          else await talk(ben, ann, user.phone);
          await assertHears(ben, annHz);
          await transfer(phones);
          await assertTogether(phones);
          assertReferred(await assertSoundSip(capture));
        });
      }
    }
  });
}

describe('Asterisk sends us on', () => {
  let site: Site;
  before(async () => {
    site = await Site.open();
    await site.keep(startAsterisk(site.lan, site.directory));
  });
  after(() => site[Symbol.asyncDispose]());

  test('Ann’s phone follows its REFER to Cleo, tells how it goes, and is rid of the old call', async () => {
    await using ann = await site.phone({ user: user.phone, toneHz: annHz });
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: cleoHz, port: 5080 });
    await using capture = await site.capture();
    await dial(ann, number.sendsOn);
    await cleo.waitForScreen('incoming');
    await cleo.hook(true);
    await assertHears(ann, cleoHz);
    await assertHears(cleo, annHz);
    await hangUp(ann);
    await callOver(cleo);
    const messages = await assertSoundSip(capture);
    const refer = messages.find(({ method, fromPhone }) => method === 'REFER' && !fromPhone);
    assert.ok(refer !== undefined, 'Asterisk asks');
    const ofCall = messages.filter(({ callId }) => callId === refer.callId);
    const told = ofCall.filter(({ method, fromPhone }) => method === 'NOTIFY' && fromPhone).map(({ body }) => body.trim());
    assert.deepEqual(told, ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing', 'SIP/2.0 200 OK']);
    const answers = ofCall.filter(({ sequenceMethod, status }) => sequenceMethod === 'NOTIFY' && status !== undefined);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(ofCall.find(({ method }) => method === 'BYE')?.fromPhone, false);
  });
});
