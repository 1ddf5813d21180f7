// The page in a real browser: seen, pressed, heard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Panel } from '#hal/simulator/panel';
import { openPanel, type PanelRig } from '../hal/simulator/panel-fixture.ts';

let browser: Browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    timeout: 120_000,
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
});

after(() => browser.close());

interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly door: PanelRig;
  /** Errors, broken policies and requests that went elsewhere. */
  readonly complaints: string[];
  readonly keys: () => string[];
}

async function visit(board: string, viewport: { width: number; height: number }): Promise<Visit> {
  // What a failure leaves open would keep this file from its end.
  await using parts = new AsyncDisposableStack();
  const door = parts.use(await openPanel({ board }));
  const page = await browser.newPage({ viewport, permissions: ['microphone'] });
  parts.defer(() => page.close());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(door.address)) complaints.push(request.url());
  });
  await page.goto(door.address);
  await page.locator('body.connected').waitFor();
  const keys = () => door.rig.events.flatMap((event) => (event.type === 'keyMoved' ? [`${event.key} ${event.action}`] : []));
  const opened = parts.move();
  return { page, door, complaints, keys, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function until(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 1600; attempt++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`did not happen within 40 s: ${what}`);
}

const wide = { width: 1280, height: 800 };

test('every key of the board is there, named, and can be pressed with the mouse', async () => {
  await using visiting = await visit('simulated/color-320', wide);
  const { page, door, keys } = visiting;
  for (const key of door.rig.board.keys.names) {
    const button = page.locator(`[data-key="${key}"]`);
    assert.ok((await button.getAttribute('aria-label'))?.length, key);
    await button.click();
  }
  const pressed = [...door.rig.board.keys.names].flatMap((key) => [`${key} down`, `${key} up`]);
  await until(() => keys().length === pressed.length, 'all keys pressed');
  assert.deepEqual(keys(), pressed);
  assert.deepEqual(visiting.complaints, []);
});

test('a key sinks while it is held', async () => {
  await using visiting = await visit('simulated/color-320', wide);
  const { page, keys } = visiting;
  await page.locator('[data-key="5"]').hover();
  await page.mouse.down();
  await until(() => keys().length === 1, 'down');
  assert.ok(await page.locator('[data-key="5"].down').count());
  await page.mouse.up();
  await until(() => keys().length === 2, 'up');
  await page.locator('[data-key="5"]:not(.down)').waitFor();
});

test('the keyboard is the phone’s, whatever was clicked before', async () => {
  await using visiting = await visit('simulated/color-320', wide);
  const { page, door, keys } = visiting;
  await page.locator('[data-key="hold"]').click();
  for (const key of [
    '0',
    '9',
    '*',
    '#',
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'Enter',
    'Escape',
    'F1',
    'F4',
    'm',
    '+',
    '-',
  ]) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Backspace');
  const pressed = [
    'hold',
    '0',
    '9',
    '*',
    '#',
    'up',
    'down',
    'left',
    'right',
    'ok',
    'back',
    'softkey1',
    'softkey4',
    'mute',
    'volumeUp',
    'volumeDown',
    'back',
  ];
  await until(() => keys().length === pressed.length * 2, 'all keys');
  assert.deepEqual(
    keys().filter((key) => key.endsWith(' down')),
    pressed.map((key) => `${key} down`),
  );
  door.sources.tree = {
    screen: 'dialing',
    softkeys: [
      { label: 'Dial', action: 'dial' },
      { label: 'Delete', action: 'delete' },
    ],
  };
  await page.keyboard.press('Backspace');
  await page.keyboard.press('7');
  await until(() => keys().at(-1) === '7 up', 'all keys again');
  assert.deepEqual(keys().slice(-4), ['softkey2 down', 'softkey2 up', '7 down', '7 up'], 'delete is the soft key that deletes');
});

test('h and a click lift the handset and put it back', async () => {
  await using visiting = await visit('simulated/mono-128', wide);
  const { page, door } = visiting;
  await page.keyboard.press('h');
  await page.locator('#hook[aria-pressed="true"]').waitFor();
  await until(() => door.rig.virtual.hookOff, 'lifted');
  await page.locator('#hook').click();
  await until(() => !door.rig.virtual.hookOff, 'put back');
  await door.post('/api/hook', { off: true });
  await page.locator('#hook[aria-pressed="true"]').waitFor();
});

test('the display shows the picture and the lamps show their colour', async () => {
  await using visiting = await visit('simulated/color-320', wide);
  const { page, door } = visiting;
  const pixels = new Uint16Array(320 * 240).fill(0x07e0);
  door.rig.board.display.show({ format: 'rgb565', width: 320, height: 240, pixels }, [{ x: 10, y: 20, width: 30, height: 40 }]);
  const colorAt = (x: number, y: number) =>
    page.evaluate(`[...document.getElementById('lcd').getContext('2d').getImageData(${x}, ${y}, 1, 1).data].join()`);
  await until(async () => (await colorAt(10, 20)) === '0,255,0,255', 'green');
  assert.equal(await colorAt(9, 20), '0,0,0,255');
  door.rig.board.leds.set('line2', { color: 'red', pattern: 'fast' });
  await page.locator('[data-lamp="line2"][data-color="red"]').waitFor();
  assert.match((await page.locator('[data-key="line2"]').getAttribute('aria-label')) ?? '', /red, blinking/);
});

test('a finger on the touch-screen is felt at its pixel', async () => {
  await using visiting = await visit('simulated/touch-800', { width: 1600, height: 1000 });
  const { page, door } = visiting;
  const box = await page.locator('#lcd').boundingBox();
  assert.ok(box !== null);
  await page.mouse.click(box.x + (box.width * 100.5) / 800, box.y + (box.height * 50.5) / 480);
  await until(() => door.rig.events.length === 2, 'touched');
  assert.deepEqual(
    door.rig.events.map((event) => event.type === 'touched' && [event.action, event.x, event.y]),
    [
      ['down', 100, 50],
      ['up', 100, 50],
    ],
  );
});

test('the browser’s microphone is heard at the phone’s rate, and the phone in the browser', async () => {
  await using visiting = await visit('simulated/color-320', wide);
  const { page, door } = visiting;
  await page.locator('#sound').click();
  await until(() => door.sources.live.length > 60, 'microphone chunks');
  assert.ok(door.sources.live.every(({ sampleRateHz, samples }) => sampleRateHz === 16_000 && samples.length === 320));
  // The fake microphone beeps twice a second.
  await until(
    () => door.sources.live.some(({ samples }) => samples.some((sample) => sample > 3_000)),
    'the beep of the fake microphone',
  );
  await until(() => door.sources.listeners.size === 1, 'the page listens');
  const tone = Int16Array.from({ length: 160 }, (_, index) => 12_000 * Math.sin((2 * Math.PI * index) / 8));
  const talking = setInterval(() => {
    for (const tell of door.sources.listeners) tell('earpiece', { sampleRateHz: 8_000, samples: tone });
  }, 20);
  const level = () => page.evaluate("Number(document.getElementById('loudspeaker-level').style.getPropertyValue('--level'))");
  await until(async () => Number(await level()) > 0.7, 'the loudspeaker’s level').finally(() => clearInterval(talking));
  await page.locator('#sound').click();
  await until(() => door.sources.listeners.size === 0, 'the page listens no more');
  assert.deepEqual(visiting.complaints, []);
});

test('a page whose phone went away says so, and is there again when the phone is', async () => {
  await using visiting = await visit('simulated/mono-128', wide);
  const { page, door } = visiting;
  await door.panel.close();
  await page.locator('body:not(.connected)').waitFor();
  assert.match((await page.locator('#connection').textContent()) ?? '', /not running/);
  await using again = new Panel({ board: door.rig.virtual, clock: door.rig.clock, log: door.rig.log });
  door.rig.board.leds.set('message', { color: 'red', pattern: 'steady' });
  await again.listen({ host: '127.0.0.1', port: door.port });
  await page.locator('body.connected').waitFor();
  await page.locator('[data-lamp="message"][data-color="red"]').waitFor();
});

test('whoever wants no motion gets lamps that do not blink, and still sees which do', async () => {
  await using visiting = await visit('simulated/mono-128', wide);
  const { page, door } = visiting;
  const blinking = () =>
    page.evaluate('document.getAnimations().filter((one) => one.effect.getTiming().iterations === Infinity).length');
  door.rig.board.leds.set('line1', { color: 'red', pattern: 'fast' });
  await page.locator('[data-lamp="line1"][data-pattern="fast"]').waitFor();
  assert.equal(await blinking(), 1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  door.rig.board.leds.set('line1', { color: 'amber', pattern: 'fast' });
  await page.locator('[data-lamp="line1"][data-color="amber"]').waitFor();
  assert.equal(await blinking(), 0);
  const mask = await page.evaluate("getComputedStyle(document.querySelector('[data-lamp=line1] i')).maskImage");
  assert.match(String(mask), /gradient/);
});

for (const [board, viewport] of [
  ['simulated/color-320', wide],
  ['simulated/mono-128', wide],
  ['simulated/mono-256', wide],
  ['simulated/color-480', { width: 1440, height: 900 }],
  ['simulated/touch-800', { width: 1920, height: 1080 }],
  ['simulated/color-320', { width: 360, height: 740 }],
  ['simulated/touch-800', { width: 360, height: 740 }],
] as const) {
  test(`${board} fits a window of ${viewport.width}x${viewport.height}`, async () => {
    await using visiting = await visit(board, viewport);
    const { page } = visiting;
    await page.locator('body[data-class]').waitFor();
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= viewport.width);
    const lcd = await page.locator('#lcd').boundingBox();
    const display = visiting.door.rig.board.display;
    assert.ok(lcd !== null && lcd.x >= 0 && lcd.x + lcd.width <= viewport.width);
    if (viewport.width < 720) return;
    const bottom = await page.locator('#phone').evaluate((phone) => phone.getBoundingClientRect().bottom);
    assert.ok(bottom <= viewport.height, `the phone ends at ${bottom}`);
    assert.equal((lcd.width / display.width) % 1, 0);
  });
}
