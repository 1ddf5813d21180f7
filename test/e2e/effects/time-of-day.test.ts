// What the idle screen says of the time: zone, summer time by date, by weekday and by rule, and how both are written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { dial, lineAt, putDown, words } from '#test/support/household';
import { PhoneTime } from '#test/support/phone-time';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const minuteMs = 60_000;
let lab: Lab;
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  time = new PhoneTime('2026-07-01T12:00:00Z');
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  ({ phone, admin } = await startAdministeredPhone({ ...time.options, params: lineAt(lab.port, '1001') }));
  await phone.waitForLine();
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});

async function shown(id: string): Promise<string> {
  const { items } = await phone.screen();
  return (items as readonly { readonly id?: string; readonly text?: string }[]).find((item) => item.id === id)?.text ?? '';
}

/** What the screen says at that moment, in UTC. */
async function clockAt(utc: string): Promise<string> {
  await time.set(phone, new Date(Date.parse(utc) - minuteMs).toISOString());
  // The screen looks again at the turn of the minute.
  await time.skip(phone, minuteMs);
  // Answered when everything is drawn.
  await phone.press('back');
  return await shown('time');
}

const summer = 'system/daylight_saving';

test('a zone east and one west of Greenwich', async () => {
  await changeSettings(admin, { 'system/ntp/gmt_offset': '+05:45' });
  assert.equal(await clockAt('2026-07-01T12:00:00Z'), '17:45');
  await changeSettings(admin, { 'system/ntp/gmt_offset': '-03:30' });
  assert.equal(await clockAt('2026-07-01T12:00:00Z'), '08:30');
  await changeSettings(admin, { 'system/ntp/gmt_offset': '+01:00' });
});

test('summer time from one date to another, by as many minutes as it says, when it is on', async () => {
  const dates = {
    [`${summer}/mode`]: 'FIXED',
    'system/daylight_saving/offset': 90,
    'system/daylight_saving/start_date/month': 5,
    'system/daylight_saving/start_date/day': 10,
    'system/daylight_saving/start_date/hour': 3,
    'system/daylight_saving/start_date/minute': 30,
    'system/daylight_saving/end_date/month': 9,
    'system/daylight_saving/end_date/day': 20,
    'system/daylight_saving/end_date/hour': 4,
    'system/daylight_saving/end_date/minute': 15,
  };
  await changeSettings(admin, dates);
  assert.equal(await clockAt('2026-05-10T02:30:00Z'), '03:30', 'it is not on');
  await changeSettings(admin, { 'system/daylight_saving/activate': 'ENABLE' });
  assert.equal(await clockAt('2026-05-10T02:29:00Z'), '03:29');
  assert.equal(await clockAt('2026-05-10T02:30:00Z'), '05:00');
  assert.equal(await clockAt('2026-09-20T01:44:00Z'), '04:14');
  assert.equal(await clockAt('2026-09-20T01:45:00Z'), '02:45');
  await changeSettings(admin, { 'system/daylight_saving/stop_autoadjust': false });
  assert.equal(await clockAt('2026-11-20T12:00:00Z'), '14:30', 'nobody puts it back');
  await changeSettings(admin, { 'system/daylight_saving/stop_autoadjust': null });
});

test('summer time from the last Thursday of March to the second Monday of October', async () => {
  await changeSettings(admin, {
    'system/daylight_saving/mode': 'DayOfWeek',
    'system/daylight_saving/offset': 60,
    'system/daylight_saving/start_date/month': 3,
    'system/daylight_saving/start_date/week': 5,
    'system/daylight_saving/start_date/day_of_week': 'THURSDAY',
    'system/daylight_saving/end_date/month': 10,
    'system/daylight_saving/end_date/week': 2,
    'system/daylight_saving/end_date/day_of_week': 'MONDAY',
  });
  assert.equal(await clockAt('2026-03-26T02:29:00Z'), '03:29');
  assert.equal(await clockAt('2026-03-26T02:30:00Z'), '04:30');
  assert.equal(await clockAt('2026-10-12T02:14:00Z'), '04:14');
  assert.equal(await clockAt('2026-10-12T02:15:00Z'), '03:15');
});

test('a rule in one line goes before the dates', async () => {
  await changeSettings(admin, { 'system/daylight_saving/rule': 'start=4/-1/7/2;end=10/-1/7/3;save=2' });
  assert.equal(await clockAt('2026-04-26T00:59:00Z'), '01:59');
  assert.equal(await clockAt('2026-04-26T01:00:00Z'), '04:00');
  assert.equal(await clockAt('2026-10-24T23:59:00Z'), '02:59');
  assert.equal(await clockAt('2026-10-25T00:00:00Z'), '01:00');
});

test('hours to twelve, and the date in the order that was chosen', async () => {
  await changeSettings(admin, { 'system/ntp/time_display_format': '12Hour', 'system/daylight_saving/activate': 'DISABLE' });
  assert.match(await clockAt('2026-07-03T14:05:00Z'), /^3:05/);
  await dial(phone, '1009');
  await phone.waitForScreen('ended');
  await putDown(phone);
  await phone.press('down');
  await phone.softKey('details');
  const orders = {
    'DD/MM/YYYY': '03/07/2026',
    'MM/DD/YYYY': '07/03/2026',
    'YYYY-MM-DD': '2026-07-03',
    'DD.MM.YYYY': '03.07.2026',
  };
  for (const [order, date] of Object.entries(orders)) {
    await changeSettings(admin, { 'system/ntp/date_display_format': order });
    await phone.waitFor(date, async () => (words(await phone.screen()).includes(date) ? true : undefined));
  }
});
