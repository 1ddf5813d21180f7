// What the idle screen and the screen saver show of the house that the phone stands in: names, logo, background, size of letters.

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { words } from '#test/support/household';
import { PhoneTime } from '#test/support/phone-time';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const magenta = '#ff00ff';
const requests: string[] = [];
let pictures: Server;
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  const canvas = createCanvas(60, 40);
  const brush = canvas.getContext('2d');
  brush.fillStyle = magenta;
  brush.fillRect(0, 0, 60, 40);
  const png = canvas.toBuffer('image/png');
  pictures = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('content-type', 'image/png').end(png);
  });
  await new Promise<void>((resolve) => void pictures.listen(0, '127.0.0.1', resolve));
  time = new PhoneTime();
  ({ phone, admin } = await startAdministeredPhone(time.options));
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  time[Symbol.dispose]();
  pictures.close();
});

const asDelivered: Readonly<Record<string, null>> = Object.fromEntries(
  ['logo_text', 'logo_url', 'logo_shown', 'background_url', 'background_shown', 'phone_label', 'large_text/enabled'].map(
    (name) => [`personal_settings/${name}`, null],
  ),
);

/** From the phone as delivered; the saver as it was. */
async function set(values: Readonly<Record<string, string | number | boolean>>): Promise<void> {
  await changeSettings(admin, { ...asDelivered, ...values });
}

beforeEach(async () => {
  await set({ 'personal_settings/screen_saver/enabled': false });
  await phone.press('back');
});

const address = (name: string): string => `http://127.0.0.1:${(pictures.address() as AddressInfo).port}/${name}`;

interface Seen {
  /** Parts of all pixels: of magenta, of its hue, and light as letters are. */
  readonly magenta: number;
  readonly hue: number;
  readonly light: number;
}

async function look(): Promise<Seen> {
  // The picture is of the frame before until somebody asks what is shown.
  await phone.screen();
  const image = await loadImage(Buffer.from(await phone.png()));
  const brush = createCanvas(image.width, image.height).getContext('2d');
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, image.width, image.height);
  const count = { magenta: 0, hue: 0, light: 0 };
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red > 240 && green < 16 && blue > 240) count.magenta += 1;
    if (Math.min(red, green, blue) > 200) count.light += 1;
    if (red - green > 30 && blue - green > 30) count.hue += 1;
  }
  const pixels = image.width * image.height;
  return { magenta: count.magenta / pixels, hue: count.hue / pixels, light: count.light / pixels };
}

async function looks(what: string, like: (seen: Seen) => boolean): Promise<void> {
  await phone.waitFor(what, async () => (like(await look()) ? true : undefined));
}

test('the phone has its own name', async () => {
  await set({ 'personal_settings/phone_label': 'Reception 2' });
  assert.equal((await phone.screen()).title, 'Reception 2');
});

test('a logo of words is shown where it is chosen, in its own place or as the background', async () => {
  await set({ 'personal_settings/logo_text': 'Acme & Sons' });
  assert.ok(!words(await phone.screen()).includes('Acme & Sons'), 'not chosen yet');
  await changeSettings(admin, { 'personal_settings/logo_shown': 'TEXT' });
  assert.ok(words(await phone.screen()).includes('Acme & Sons'));
  await changeSettings(admin, { 'personal_settings/logo_shown': 'NONE' });
  assert.ok(!words(await phone.screen()).includes('Acme & Sons'));
  await changeSettings(admin, { 'personal_settings/background_shown': 'TEXT' });
  assert.ok(words(await phone.screen()).includes('Acme & Sons'));
});

test('a logo is fetched and shown when it is chosen', async () => {
  await set({ 'personal_settings/logo_url': address('logo.png') });
  assert.equal((await look()).magenta, 0);
  assert.deepEqual(requests, []);
  await changeSettings(admin, { 'personal_settings/logo_shown': 'PICTURE' });
  await looks('the logo', ({ magenta }) => magenta > 0.01 && magenta < 0.3);
  assert.deepEqual(requests, ['/logo.png']);
});

test('a background is fetched, and lies behind everything when it is chosen', async () => {
  await set({ 'personal_settings/background_url': address('background.png') });
  assert.ok((await look()).hue < 0.05);
  await changeSettings(admin, { 'personal_settings/background_shown': 'PICTURE' });
  await looks('the background', ({ hue }) => hue > 0.5);
  assert.ok(requests.includes('/background.png'));
});

test('the saver comes when its time has passed, and shows what was chosen', async () => {
  await set({
    'personal_settings/phone_label': 'Reception 2',
    'personal_settings/logo_text': 'Acme & Sons',
    'personal_settings/background_url': address('background.png'),
    'personal_settings/background_shown': 'PICTURE',
  });
  await looks('the background', ({ hue }) => hue > 0.5);
  await time.skip(phone, 400_000);
  assert.equal((await phone.screen()).id, undefined, 'no saver unless it is enabled');
  await changeSettings(admin, {
    'personal_settings/screen_saver/enabled': true,
    'personal_settings/screen_saver/wait': 1000,
  });
  await phone.press('back');
  await time.skip(phone, 900_000);
  assert.equal((await phone.screen()).id, undefined, 'not after 300 seconds, as delivered');
  await time.skip(phone, 101_000);
  const pictures = new Map<string, Buffer>();
  for (const [picture, says] of [
    ['CLOCK', ':'],
    ['LOCK', ':'],
    ['STATION_NAME', 'Reception 2'],
    ['LOGO', 'Acme & Sons'],
    ['BACKGROUND', ':'],
  ] as const) {
    await changeSettings(admin, { 'personal_settings/screen_saver/picture': picture });
    const screen = await phone.screen();
    assert.equal(screen.id, 'saver');
    assert.ok(words(screen).includes(says), `${picture}: ${words(screen)}`);
    pictures.set(picture, Buffer.from(await phone.png()));
    assert.equal((await look()).hue > 0.5, picture === 'BACKGROUND', picture);
  }
  assert.ok(!pictures.get('CLOCK')?.equals(pictures.get('LOCK') as Buffer), 'a lock beside the clock');
});

test('a theme of light colours is light', async () => {
  const { light: dark } = await look();
  await changeSettings(admin, { 'personal_settings/theme': 'light' });
  const { light } = await look();
  assert.ok(dark < 0.1 && light > 0.5, `${light} of the screen is light, before ${dark}`);
  await changeSettings(admin, { 'personal_settings/theme': null });
});

test('large text is larger', async () => {
  await phone.press('menu');
  const { light: usual } = await look();
  await set({ 'personal_settings/large_text/enabled': true });
  const { light: large } = await look();
  assert.ok(large > usual * 1.2, `${large} of the screen are letters, before ${usual}`);
});
