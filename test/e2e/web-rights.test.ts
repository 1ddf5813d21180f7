// What the administrator keeps as it is, on the pages of the person at the phone: it can be read, and its field takes nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { startBrowser, visit } from '#test/support/web-visit';

const params = {
  'system/password': 'correct horse',
  'system/web_user_password': 'paper clip',
  'system/user_rights':
    'personal_settings/theme=ro personal_settings/language=ro personal_settings/large_text/enabled=ro voip/line/2/id=rw',
};
let browser: Browser;
let phone: SimulatedPhone;
before(async () => {
  browser = await startBrowser();
  phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'], params });
});
after(async () => {
  await browser.close();
  await phone[Symbol.asyncDispose]();
});

test('what he may only see is grey, what he may not see is not there', async () => {
  const { page, address, complaints } = await visit(browser, phone);
  await page.getByLabel('Name').fill('user');
  await page.getByLabel('Password').fill('paper clip');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.goto(`${address}/#/parameters/display`);
  const theme = page.getByLabel('Colour Theme', { exact: true });
  await theme.waitFor();
  assert.equal(await theme.isEditable(), false);
  assert.equal(await page.getByLabel('Phone Display Language').isDisabled(), true);
  assert.equal(await page.getByLabel('Large Text').isDisabled(), true);
  assert.equal(await page.getByText('Only the administrator changes this').count(), 3);
  assert.equal(await page.getByLabel('Visual Ring').isEnabled(), true);
  await page.goto(`${address}/#/parameters/lines`);
  await page.getByRole('button', { name: 'Line 3' }).waitFor();
  await page.getByRole('button', { name: 'Line 3' }).click();
  assert.equal(await page.getByLabel('User ID').isEditable(), true);
  await page.getByRole('button', { name: 'Line 1' }).click();
  assert.equal(await page.getByLabel('User ID').count(), 0);
  assert.deepEqual(complaints, []);
});
