// Profile rules in the manner of SPA phones: a server sees which of its files are asked for, when, and when not.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { FileServer } from '#test/support/file-server';
import { dial, lineAt, putDown, words } from '#test/support/household';
import { PhoneTime } from '#test/support/phone-time';
import { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const file = 'voip/line/0/description=Desk\n';
let server: FileServer;
let lab: Lab;
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  server = await FileServer.start();
  server.files.set('floor3/020000000001.cfg', file);
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  time = new PhoneTime();
  ({ phone, admin } = await startAdministeredPhone({
    ...time.options,
    params: {
      ...lineAt(lab.port, '1001'),
      'provisioning/rule/0/profile': `${server.address}/$B/$MA.cfg`,
      'provisioning/general_purpose/1/value': 'floor3',
      'provisioning/resync/random_delay': 0,
      'provisioning/resync/period': 5000,
    },
  }));
  await phone.waitForLine();
  await asked('floor3/020000000001.cfg');
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});
beforeEach(() => {
  server.asked = [];
});

/** These and no others since the last time; the phone rests again. */
async function asked(...paths: readonly string[]): Promise<void> {
  await phone.waitFor(paths.join(), async () => (server.asked.length >= paths.length ? true : undefined));
  await phone.waitFor('rest', async () => {
    const { activity } = await admin.get<{ activity: string }>('/api/provisioning');
    return activity === 'idle' ? true : undefined;
  });
  assert.deepEqual(
    server.asked.map(({ path }) => path),
    paths,
  );
  server.asked = [];
}

/** Spans are long, for the phone's clock goes on beside them, too; the administrator has to log in again. */
async function pass(seconds: number): Promise<void> {
  await time.skip(phone, 1000 * seconds);
  assert.equal((await admin.logIn('admin', 'correct horse')).status, 200);
}

/** Who asks by hand now is the first. */
async function nobodyAsked(path = 'floor3/020000000001.cfg'): Promise<void> {
  await admin.send('POST', '/api/provisioning/check');
  await phone.waitFor('a request', async () => server.asked[0]);
  assert.equal(server.asked[0]?.anew, true);
  await asked(path);
}

test('every so many seconds', async () => {
  await pass(4800);
  await nobodyAsked();
  await pass(5001);
  await asked('floor3/020000000001.cfg');
});

test('general purpose values are part of the address; a file that is missing is tried again after a while, or is no error', async () => {
  await changeSettings(admin, {
    'provisioning/resync/error_retry_delay': '400,700',
    'provisioning/general_purpose/1/value': 'floor4',
  });
  const missing = 'floor4/020000000001.cfg';
  await nobodyAsked(missing);
  await pass(401);
  await asked(missing);
  await pass(401);
  await pass(300);
  await asked(missing);
  await changeSettings(admin, { 'provisioning/resync/fails_on_missing_file': false });
  await nobodyAsked(missing);
  await pass(1000);
  await nobodyAsked(missing);
  await changeSettings(admin, {
    'provisioning/general_purpose/1/value': 'floor3',
    'provisioning/resync/fails_on_missing_file': null,
  });
  await nobodyAsked();
});

test('a condition that comes true', async () => {
  await changeSettings(admin, { 'provisioning/resync/trigger/0/condition': '$PRVTMR gt 90' });
  await nobodyAsked();
  await pass(61);
  await pass(61);
  await asked('floor3/020000000001.cfg');
  await changeSettings(admin, { 'provisioning/resync/trigger/0/condition': null });
});

test('a call puts it off, for so long and no longer', async () => {
  await changeSettings(admin, { 'provisioning/resync/forced_delay': 2000 });
  await nobodyAsked();
  await dial(phone, '600');
  await phone.waitForScreen('call');
  await pass(5001);
  await pass(1800);
  assert.deepEqual(server.asked, []);
  await pass(201);
  await asked('floor3/020000000001.cfg');
  await phone.waitForScreen('call');
  await putDown(phone);
});

test('rules that are switched off are not followed', async () => {
  await changeSettings(admin, { 'provisioning/resync/enabled': false });
  await pass(5001);
  await admin.send('POST', '/api/provisioning/check');
  await phone.waitFor('nobody', async () => (/nobody has settings trigger=byHand/.test(phone.log) ? true : undefined));
  assert.deepEqual(server.asked, []);
});

/** What is offered of provisioning at a phone that nobody set a password for. */
async function provisioningMenu(of: SimulatedPhone): Promise<string> {
  await of.press('menu');
  for (const id of ['administration', 'provisioning']) {
    await of.waitFor(id, async () => {
      const { items, focus } = await of.screen();
      if ((items as readonly { id: string }[])[Number(focus)]?.id === id) return true;
      await of.press('down');
      return undefined;
    });
    await of.press('ok');
  }
  return words(await of.screen());
}

test('not at power-up where that is off; at the phone itself only where the person may', async () => {
  const params = { 'provisioning/rule/0/profile': `${server.address}/other.cfg`, 'provisioning/resync/random_delay': 0 };
  const off = { 'provisioning/resync/on_reset': 0, 'provisioning/resync/user_configurable': 0 };
  await using other = await SimulatedPhone.start({ params: { ...params, ...off } });
  assert.doesNotMatch(await provisioningMenu(other), /"updateNow"/);
  await using usual = await SimulatedPhone.start({ params });
  assert.match(await provisioningMenu(usual), /"updateNow"/);
  await usual.waitFor('its request', async () => server.asked[0]);
  assert.equal(server.asked.length, 1);
});
