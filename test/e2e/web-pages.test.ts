// The web pages in a real browser: a new phone is claimed by the code on its screen, shows live state and saves a setting.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { SimulatedPhone } from '#test/support/simulated-phone';

let browser: Browser;
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser.close());

/** The page, and everything it did that it must not: errors, broken policies, requests elsewhere. */
async function visit(phone: SimulatedPhone): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const address = await phone.webAddress();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    // The browser itself reports answers that refuse.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`${url} ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) complaints.push(request.url());
  });
  await page.goto(address);
  return { page, complaints };
}

/** As a person would: asks for the code, reads it from the screen, types it. */
async function claim(phone: SimulatedPhone, page: Page, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Show the code on the phone' }).click();
  const code = await phone.waitFor('the code on the screen', async () => {
    const { notice } = (await phone.screen()) as { notice: { title?: string } | null };
    return /^Web code ([\d ]+)$/.exec(notice?.title ?? '')?.[1];
  });
  await page.getByLabel("Code on the phone's screen").fill(code);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Take the phone' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}

test('a new phone is claimed, logged out of and into, shows what happens and saves a setting', async () => {
  await using phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'] });
  const { page, complaints } = await visit(phone);
  await claim(phone, page, 'correct horse');

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
    await page.getByRole('button', { name: 'Log in' }).click();
    const inside = page.getByRole('button', { name: 'Log out' });
    return (await inside.waitFor({ timeout: 1500 }).then(
      () => true,
      () => undefined,
    ))
      ? true
      : undefined;
  });
  assert.equal(await page.getByLabel('Theme').inputValue(), 'light');
  assert.deepEqual(complaints, []);
});
