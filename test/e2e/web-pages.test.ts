// The web pages in a real browser: a new phone is claimed by the code on its screen, shows live state and saves a setting.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { claim, startBrowser, visit } from '#test/support/web-visit';

let browser: Browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser.close());

test('a new phone is claimed, logged out of and into, shows what happens and saves a setting', async () => {
  await using phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'] });
  const { page, complaints } = await visit(browser, phone);
  await claim(phone, page);

  // What happens on the phone is seen without asking.
  await page.getByText('No call is going on.').waitFor();
  await phone.type('600');
  await phone.press('speaker');

  await page.goto(`${await phone.webAddress()}/#/parameters/display`);
  await page.getByLabel('Theme').fill('light');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('One setting saved.').waitFor();

  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill('wrong horse');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('The name or the password is not right.').waitFor();
  await phone.waitFor('the login', async () => {
    await page.getByLabel('Password').fill('correct horse');
    const answered = page.waitForResponse(
      (response) => response.request().method() === 'POST' && /\/session$/.test(response.url()),
    );
    await page.getByRole('button', { name: 'Log in' }).click();
    return (await answered).ok() || undefined;
  });
  await page.getByRole('button', { name: 'Log out' }).waitFor();
  assert.equal(await page.getByLabel('Theme').inputValue(), 'light');
  assert.deepEqual(complaints, []);
});
