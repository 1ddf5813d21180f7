// A whole phone under its page in a real browser: what is shown, clicked, typed, spoken and heard there reaches another phone.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from '#test/support/eventually';
import { Household, listen, speak } from '#test/support/household';
import { sine } from '#test/support/tone-meter';
import { writeWav } from '#test/support/wav-file';

const spokenHz = 800;
const directory = mkdtempSync(join(tmpdir(), 'browser-'));
let house: Household;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  // Chromium plays the file again and again as its fake microphone.
  const voice = join(directory, 'voice.wav');
  writeFileSync(voice, writeWav({ sampleRateHz: 48_000, samples: sine(spokenHz, -12, 48_000, 5000) }));
  const flags = ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const sound = [`--use-file-for-fake-audio-capture=${voice}`, '--autoplay-policy=no-user-gesture-required'];
  [house, browser] = await Promise.all([
    Household.start(),
    chromium.launch({ executablePath: '/usr/bin/chromium', args: [...flags, ...sound], timeout: 120_000 }),
  ]);
  page = await browser.newPage({ permissions: ['microphone'] });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(house.ann.address);
  await page.locator('body.connected').waitFor();
});
after(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});
afterEach(async () => {
  await house.rest();
  assert.deepEqual(complaints, []);
});

/** Both pictures as pixels, compared in the browser, which can read PNG. The share of pixels that differ visibly. */
function differingShare(): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const canvas = document.querySelector('canvas#lcd');
    const { width, height } = canvas;
    const picture = await createImageBitmap(await (await fetch('/api/screen.png')).blob());
    const copy = new OffscreenCanvas(width, height).getContext('2d');
    copy.drawImage(picture, 0, 0);
    const expected = copy.getImageData(0, 0, width, height).data;
    const shown = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    return shown.reduce((differing, value, i) => differing + (Math.abs(value - expected[i]) > 8), 0) / shown.length;
  })()`);
}

function lamp(name: string): Promise<string | null> {
  return page.locator(`.lamp[data-lamp="${name}"]`).first().getAttribute('data-color');
}

test('the page shows the very picture of the display', async () => {
  await page.locator('[data-key="menu"]').click();
  await house.ann.waitForScreen('menu');
  await house.ann.waitFor('the picture', async () => ((await differingShare()) < 0.001 ? true : undefined));
  await page.locator('[data-key="back"]').click();
  await house.ann.waitForScreen('idle');
});

test('a number is clicked and typed, the handset lifted with h, and the lamps follow', async () => {
  const { ann, ben } = house;
  await ann.waitFor('the lamp', async () => ((await lamp('line1')) === 'green' ? true : undefined));
  await page.locator('[data-key="1"]').click();
  await page.keyboard.type('002');
  await ann.waitFor('the number', async () => (JSON.stringify((await ann.screen()).items).includes('1002') ? true : undefined));
  await page.keyboard.press('h');
  await ben.waitForScreen('incoming');
  assert.equal((await ann.state()).hook, 'off');
  await ann.waitFor('the lamp', async () => ((await lamp('line1')) === 'red' ? true : undefined));
  await ben.hook(true);
  await ann.waitForScreen('call');
  await page.keyboard.press('h');
  await ben.waitForScreen('ended');
  await ann.waitFor('the lamp', async () => ((await lamp('line1')) === 'green' ? true : undefined));
});

test('the browser’s microphone is heard at the other phone, and what that says is played in the browser', async () => {
  const { ann, ben } = house;
  await speak(ben, 600);
  await page.locator('#sound').click();
  await page.locator('#sound[aria-pressed="true"]').waitFor();
  await house.talk();
  await eventually(async () => {
    const heard = await listen(ben, 'earpiece', 1);
    assert.ok(Math.abs(heard.hz - spokenHz) < 5, `${heard.hz} Hz in place of ${spokenHz}`);
    assert.ok(heard.dbov > -20 && heard.dbov < -6, `${heard.dbov} dBov`);
  });
  // The loudspeaker's meter is fed by what the worklet puts into the AudioContext.
  const meter = `document.getElementById('loudspeaker-level').style.getPropertyValue('--level')`;
  await eventually(async () => {
    const level = Number(await page.evaluate<string>(meter));
    assert.ok(level > 0.5, `the browser plays nothing: ${level}`);
  });
  await page.locator('#sound').click();
  await page.locator('#sound[aria-pressed="false"]').waitFor();
  assert.ok(ann.running);
});
