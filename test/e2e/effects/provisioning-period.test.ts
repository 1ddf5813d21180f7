// When the settings are fetched: a server sees each period come to the minute, and nobody before it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { FileServer } from '#test/support/file-server';
import { PhoneTime } from '#test/support/phone-time';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const [minuteMs, hourMs] = [60_000, 3_600_000];
let server: FileServer;
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  server = await FileServer.start();
  server.files.set('phone.cfg', 'voip/line/0/description=Desk\n');
  time = new PhoneTime('2026-07-01T10:00:00Z');
  const params = {
    'provisioning/method': 'Static',
    'provisioning/configuration/url': `${server.address}/phone.cfg`,
    'provisioning/resync/random_delay': 0,
    // The times of day are those of the phone's clock.
    'system/ntp/gmt_offset': '+02:00',
  };
  ({ phone, admin } = await startAdministeredPhone({ ...time.options, params }));
  await asked(1);
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});

/** So many came since the last time, and the phone rests again. */
async function asked(count: number): Promise<void> {
  await phone.waitFor(`${count} requests`, async () => (server.asked.length >= count ? true : undefined));
  await phone.waitFor('rest', async () =>
    (await admin.get<{ activity: string }>('/api/provisioning')).activity === 'idle' ? true : undefined,
  );
  assert.equal(server.asked.length, count);
  server.asked = [];
}

/** So much time, after which the administrator has to log in again. */
async function pass(forMs: number): Promise<void> {
  await time.skip(phone, forMs);
  assert.equal((await admin.logIn('admin', 'correct horse')).status, 200);
}

/** Who asks by hand now is the first: nobody asked by himself. */
async function nobodyAsked(): Promise<void> {
  await admin.send('POST', '/api/provisioning/check');
  await phone.waitFor('a request', async () => server.asked[0]);
  assert.equal(server.asked[0]?.anew, true);
  await asked(1);
}

/** By itself it comes after so long, and not a minute earlier. */
async function comesAfter(waitMs: number): Promise<void> {
  await pass(waitMs - minuteMs);
  await nobodyAsked();
  await pass(2 * minuteMs);
  await phone.waitFor('a request of its own', async () => server.asked[0]);
  assert.equal(server.asked[0]?.anew, false);
  await asked(1);
}

test('every so many hours', async () => {
  await changeSettings(admin, {
    'provisioning/random_provisioning_time': 0,
    'provisioning/period/type': 'hourly',
    'provisioning/period/hourly/hours_interval': 3,
  });
  await pass(3 * hourMs - minuteMs);
  await nobodyAsked();
  await pass(3 * hourMs + minuteMs);
  await asked(1);
});

test('every day at a time', async () => {
  await time.set(phone, '2026-07-01T10:00:00Z');
  await changeSettings(admin, { 'provisioning/period/type': 'daily', 'provisioning/period/daily/time': '15:40' });
  await comesAfter(3 * hourMs + 40 * minuteMs);
});

test('every week on a day at a time', async () => {
  await time.set(phone, '2026-07-01T10:00:00Z');
  await changeSettings(admin, {
    'provisioning/period/type': 'weekly',
    'provisioning/period/weekly/day': 'Friday',
    'provisioning/period/weekly/time': '04:45',
  });
  // That was a Wednesday.
  await comesAfter(40 * hourMs + 45 * minuteMs);
});

test('some minutes later by chance, so that not everybody comes at once', async () => {
  await changeSettings(admin, { 'provisioning/period/type': 'hourly', 'provisioning/period/hourly/hours_interval': 1 });
  await changeSettings(admin, { 'provisioning/random_provisioning_time': 30_000 });
  await pass(hourMs + minuteMs);
  // One in thirty thousand is that early.
  await nobodyAsked();
  await pass(hourMs + 30_001 * minuteMs);
  await asked(1);
});

test('after the start only', async () => {
  await changeSettings(admin, { 'provisioning/period/type': 'powerup' });
  await pass(60 * 24 * hourMs);
  await nobodyAsked();
});
