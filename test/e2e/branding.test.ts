// A branding package: under another name, with a logo and in a colour of its own, on the screen and on the pages.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { claim, startBrowser, type Visit, visit } from '#test/support/web-visit';

/** Both are what the display's five and six bits can say. */
const red = '#d60018';
const blue = '#00619c';
const directory = mkdtempSync(join(tmpdir(), 'branding-'));

let browser: Browser;
let phone: SimulatedPhone;
let visited: Visit;
before(async () => {
  browser = await startBrowser();
  const page = await browser.newPage();
  writeFileSync(join(directory, 'harbour.png'), await drawnLogo(page));
  await page.close();
  const defaults = [
    'personal_settings/brand/name=Harbour Voice',
    `personal_settings/brand/color=${red}`,
    'personal_settings/logo_shown=PICTURE',
    'personal_settings/logo_url=harbour.png',
    'personal_settings/theme=light',
  ];
  writeFileSync(join(directory, 'defaults.cfg'), `${defaults.join('\n')}\n`);
  phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0', '--branding', directory] });
  visited = await visit(browser, phone, { colorScheme: 'light' });
});
after(async () => {
  await browser?.close();
  await phone?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const magenta = '#ff00ff';

/** A plain field of a colour that no theme has. */
async function drawnLogo(page: Page): Promise<Buffer> {
  await page.setContent(`<div style="width:120px;height:40px;background:${magenta}"></div>`);
  return await page.locator('div').screenshot();
}

/** Runs in the browser. */
function counting(picture: string, color: string): string {
  return `(async () => {
    const bytes = Uint8Array.from(atob('${picture}'), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let count = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2]) === Number('0x${color.slice(1)}')) count++;
    }
    return count;
  })()`;
}

/** How many pixels of the phone's screen have the colour, as the browser reads the picture. */
async function pixelsOf(color: string): Promise<number> {
  const page = await browser.newPage();
  try {
    return Number(await page.evaluate(counting(Buffer.from(await phone.png()).toString('base64'), color)));
  } finally {
    await page.close();
  }
}

test('the screen has its logo, its name and its colour', async () => {
  await phone.waitFor('the logo', async () => ((await pixelsOf(magenta)) > 500 ? true : undefined));
  await phone.press('menu');
  await phone.waitForScreen('list', 'menu');
  await phone.waitFor('the focus', async () => ((await pixelsOf(red)) > 500 ? true : undefined));
  await phone.post('/api/key', { key: 'menu', action: 'long' });
  await phone.waitForScreen('idle');
});

test('the pages have its name before and after somebody logs in, and its colour', async () => {
  const { page, complaints } = visited;
  await page.getByText('Harbour Voice').waitFor();
  await claim(phone, page);
  await page.getByRole('link', { name: 'Harbour Voice' }).waitFor();
  await page.waitForFunction("document.title.includes('Harbour Voice')");
  const background = await page.evaluate(`(() => {
    const button = document.createElement('button');
    button.className = 'main';
    document.body.append(button);
    const { backgroundColor, color } = getComputedStyle(button);
    button.remove();
    return [backgroundColor, color];
  })()`);
  assert.deepEqual(background, ['rgb(214, 0, 24)', 'rgb(255, 255, 255)']);
  assert.deepEqual(complaints, []);
});

test('another name and colour are taken up at once, on the screen and on the pages', async () => {
  const { page, address } = visited;
  await page.goto(`${address}/#/parameters/display`);
  await page.locator('[id="personal_settings/brand/name"]').fill('Quay Phone');
  await page.locator('[id="personal_settings/brand/color"]').fill(blue);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Quay Phone' }).waitFor();
  await phone.press('menu');
  await phone.waitFor('the new colour', async () => ((await pixelsOf(blue)) > 500 ? true : undefined));
  await phone.post('/api/key', { key: 'menu', action: 'long' });
  await phone.waitForScreen('idle');
  assert.ok(!words(await phone.screen()).includes('Hookswitch'));
});
