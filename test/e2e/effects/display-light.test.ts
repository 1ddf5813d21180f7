// How bright the screen is, how strong its contrast, and when it goes dark: AudioCodes tables 3-13 and 3-14.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { PhoneTime } from '#test/support/phone-time';

const minuteMs = 60_000;
const personal = (name: string): string => `personal_settings/${name}`;

interface TimedPhone extends AdministeredPhone {
  readonly time: PhoneTime;
}

let color: TimedPhone;
let mono: TimedPhone;
before(async () => {
  [color, mono] = await Promise.all([start('simulated/color-320'), start('simulated/mono-128')]);
});
after(() =>
  Promise.all(
    [color, mono].map(async ({ phone, time }) => {
      await phone[Symbol.asyncDispose]();
      time[Symbol.dispose]();
    }),
  ),
);

async function start(board: string): Promise<TimedPhone> {
  const time = new PhoneTime();
  return { time, ...(await startAdministeredPhone({ ...time.options, board })) };
}

async function shines({ phone }: TimedPhone, brightness: number, what: string): Promise<void> {
  assert.equal((await phone.state()).light.brightness, brightness, what);
}

/** The scale of the manual has 32 steps. */
const percent = (step: number): number => Math.round((step * 100) / 31);

/** Each level with a brightness of its own, while the phone is in one mode. */
async function levelsShine(mode: string, levels: Readonly<Record<string, string>>): Promise<void> {
  for (const [index, [level, path]] of Object.entries(levels).entries()) {
    const step = 2 + index;
    await changeSettings(color.admin, { [personal(`lcd_${mode}_mode_brightness`)]: level, [path]: step });
    await shines(color, percent(step), path);
  }
}

test('in use, dimmed and at night the screen is as bright as each level says', async () => {
  const { phone, admin, time } = color;
  await phone.press('1');
  await phone.press('back');
  await shines(color, 100, 'as delivered');
  await levelsShine('active', {
    LOW: 'personal_settings/lcd_active_mode_brightness_low',
    MEDIUM: 'personal_settings/lcd_active_mode_brightness_medium',
    HIGH: 'personal_settings/lcd_active_mode_brightness_high',
  });
  await changeSettings(admin, { 'personal_settings/lcd_active_mode_brightness': 'LOW' });
  await shines(color, percent(2), 'low again');
  await time.skip(phone, 16 * minuteMs);
  await shines(color, percent(26), 'dimmed, medium as delivered');
  await levelsShine('dimmer', {
    LOW: 'personal_settings/lcd_dimmer_mode_brightness_low',
    MEDIUM: 'personal_settings/lcd_dimmer_mode_brightness_medium',
    HIGH: 'personal_settings/lcd_dimmer_mode_brightness_high',
  });
  await changeSettings(admin, { 'personal_settings/lcd_dimmer_mode_brightness': 'MEDIUM' });
  await shines(color, percent(3), 'medium again');
  await time.skip(phone, 60 * minuteMs);
  await shines(color, percent(5), 'at night, low as delivered');
  await levelsShine('night', {
    LOW: 'personal_settings/lcd_night_mode_brightness_low',
    MEDIUM: 'personal_settings/lcd_night_mode_brightness_medium',
    HIGH: 'personal_settings/lcd_night_mode_brightness_high',
  });
  await changeSettings(admin, { 'personal_settings/lcd_night_mode_brightness': 'LOW' });
  await shines(color, percent(2), 'low again');
});

test('the screen dims, and later still goes to its brightness at night, when the times say so', async () => {
  const { phone, admin, time } = color;
  const bright = { active: 31, dimmer: 20, night: 10 };
  for (const [mode, step] of Object.entries(bright)) {
    await changeSettings(admin, {
      [personal(`lcd_${mode}_mode_brightness`)]: 'HIGH',
      [personal(`lcd_${mode}_mode_brightness_high`)]: step,
    });
  }
  await changeSettings(admin, {
    'personal_settings/lcd_active_mode_timeout': 30,
    'personal_settings/lcd_dimmer_mode_timeout': 30,
  });
  await phone.press('1');
  await phone.press('back');
  await time.skip(phone, 29 * minuteMs);
  await shines(color, percent(bright.active), 'not 15 minutes, as delivered');
  await time.skip(phone, 2 * minuteMs);
  await shines(color, percent(bright.dimmer), 'after half an hour');
  await time.skip(phone, 30 * minuteMs);
  await shines(color, percent(bright.night), 'not 60 minutes, as delivered');
  await phone.press('1');
  await shines(color, percent(bright.active), 'somebody is there');
});

test('the light of a small screen goes out when its time has passed', async (t) => {
  const { phone, admin, time } = mono;
  await changeSettings(admin, { 'personal_settings/backlight_timeout': 100 });
  t.after(() => time.go(phone));
  await time.stop(phone);
  await phone.press('1');
  await phone.press('back');
  await time.skip(phone, 99_000);
  await shines(mono, 100, 'not 10 seconds, as delivered');
  await time.skip(phone, 1000);
  await shines(mono, 0, 'out');
  await changeSettings(admin, { 'personal_settings/backlight_timeout': 0 });
  await shines(mono, 100, 'never');
});

test('the contrast of a screen without colours follows its scale from 55 to 90', async () => {
  const { phone, admin } = mono;
  assert.equal((await phone.state()).light.contrast, 40, '69, as delivered');
  await changeSettings(admin, { 'personal_settings/lcd_contrast': 90 });
  assert.equal((await phone.state()).light.contrast, 100);
  await changeSettings(admin, { 'personal_settings/lcd_contrast': 55 });
  assert.equal((await phone.state()).light.contrast, 0);
});
