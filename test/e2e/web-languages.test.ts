// A language that the phone has not itself: brought by the pages, chosen at the phone, spoken by both, kept over a restart, taken away.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import { startBrowser, visit } from '#test/support/web-visit';

const directory = mkdtempSync(join(tmpdir(), 'languages-'));
const data = join(directory, 'data');
const password = 'correct horse';
let browser: Browser;
before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  rmSync(directory, { recursive: true });
});

const luxembourgish = {
  '@tag': 'lb',
  '@name': 'Luxembourgish',
  '@ownName': 'Lëtzebuergesch',
  'softKeys.menu': 'Menü',
  'softKeys.redial': 'Nach eng Kéier',
  'softKeys.none': 'Näischt',
  'notices.registration.title': 'Linn {line}: {reason}',
  'page:Home': 'Doheem',
  'page:Log out': 'Ofmellen',
};
/** Yiddish is written with letters that the phone has, from right to left. */
const yiddish = {
  '@tag': 'yi',
  '@name': 'Yiddish',
  '@ownName': 'ייִדיש',
  '@direction': 'rtl',
  'softKeys.menu': 'מעניו',
  'page:Home': 'אַהיים',
};

function start(): Promise<SimulatedPhone> {
  const params = { 'system/password': password, 'security/web/https_only': 0 };
  return SimulatedPhone.start({ dataDirectory: data, arguments: ['--web', '127.0.0.1:0'], params });
}

async function waitForMenu(phone: SimulatedPhone, label: string, place: number): Promise<void> {
  await phone.waitFor(label, async () => ((await phone.screen()).softkeys[place]?.label === label ? true : undefined));
}

async function choose(phone: SimulatedPhone, is: RegExp): Promise<void> {
  await phone.waitFor(String(is), async () => {
    const { items, focus } = await phone.screen();
    const row = (typeof focus === 'number' ? items[focus] : undefined) as { id?: string; text?: string } | undefined;
    if (is.test(`${row?.id} ${row?.text}`)) return true;
    await phone.press('down');
    return undefined;
  });
  await phone.press('ok');
}

test('it is brought with a report, chosen at the phone, spoken by screen and pages, and outlives a restart', async () => {
  const file = join(directory, 'lb.json');
  writeFileSync(file, JSON.stringify(luxembourgish));
  {
    await using phone = await start();
    const { page, address, complaints } = await visit(browser, phone);
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await page.evaluate(`location.hash = '#/tools/languages'`);
    const taken = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Take the English texts' }).click();
    const template = JSON.parse(readFileSync(await (await taken).path(), 'utf8')) as Record<string, string>;
    assert.deepEqual([template['softKeys.menu'], template['page:Log out'], template['@tag']], ['Menu', 'Log out', '']);

    await page.getByLabel('Language file', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Bring', exact: true }).click();
    await page.getByText(/^Lëtzebuergesch is there, 5 of \d+ texts\.$/).waitFor();
    await page.getByText('softKeys.none: this phone does not say it').waitFor();
    await page.getByRole('button', { name: 'Delete Lëtzebuergesch' }).waitFor();

    await phone.press('menu');
    await choose(phone, /^settings /);
    await choose(phone, /^language /);
    await choose(phone, / Lëtzebuergesch$/);
    await phone.post('/api/key', { key: 'menu', action: 'long' });
    await waitForMenu(phone, 'Menü', 3);
    assert.ok(
      (await phone.screen()).softkeys.some(({ label }) => label === 'DND'),
      'what it lacks is English',
    );

    await page.goto(`${address}/#/parameters/display`);
    await page.reload();
    await page.getByRole('link', { name: 'Doheem', exact: true }).first().waitFor({ state: 'attached' });
    assert.equal(await page.locator('html').getAttribute('lang'), 'lb');
    assert.equal(await page.locator('[id="personal_settings/language"]').inputValue(), 'Luxembourgish');
    assert.deepEqual(complaints, []);
  }
  await using again = await start();
  await waitForMenu(again, 'Menü', 3);
  const admin = new WebClient(await again.webAddress());
  await admin.logIn('admin', password);
  assert.equal((await admin.send('DELETE', '/api/languages/lb')).status, 204);
  await waitForMenu(again, 'Menu', 3);
  assert.deepEqual(readdirSync(join(data, 'languages')), []);
});

test('one from right to left turns screen and pages, and one that is chosen before it is there is spoken when it comes', async () => {
  await using phone = await start();
  const admin = new WebClient(await phone.webAddress());
  await admin.logIn('admin', password);
  const chosen = await admin.send('PUT', '/api/parameters', {
    changes: [{ path: 'personal_settings/language', value: 'Yiddish' }],
  });
  assert.equal(chosen.status, 200, chosen.text);
  await waitForMenu(phone, 'Menu', 3);
  assert.equal((await admin.send('POST', '/api/languages', Buffer.from(JSON.stringify(yiddish)))).status, 200);
  await waitForMenu(phone, 'מעניו', 0);
  const { page } = await visit(browser, phone);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('link', { name: 'אַהיים', exact: true }).first().waitFor({ state: 'attached' });
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
});

test('what is no language of the phone’s is refused and not kept', async () => {
  await using phone = await start();
  const admin = new WebClient(await phone.webAddress());
  await admin.logIn('admin', password);
  for (const wrong of [
    '{}',
    'x',
    JSON.stringify({ ...yiddish, '@tag': '../../x' }),
    JSON.stringify({ ...yiddish, '@tag': 'de' }),
  ]) {
    assert.equal((await admin.send('POST', '/api/languages', Buffer.from(wrong))).status, 400, wrong.slice(0, 40));
  }
  assert.equal(
    (await admin.send('POST', '/api/languages', Buffer.from(JSON.stringify({ ...luxembourgish, '@name': 'yiddish' })))).status,
    400,
  );
  assert.equal((await admin.send('POST', '/api/languages', Buffer.alloc(600_000))).status, 413);
  for (const name of ['..%2f..%2fstore.sqlite', 'xx'])
    assert.equal((await admin.send('DELETE', `/api/languages/${name}`)).status, 404);
  assert.equal((await admin.send('GET', '/api/languages/German/texts')).status, 404);
  assert.deepEqual(readdirSync(join(data, 'languages')), ['yi.json']);
});
