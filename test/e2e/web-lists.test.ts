// The directory, a backup and a restore through the pages, in a real browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { claim, startBrowser, type Visit, visit } from '#test/support/web-visit';

const evilName = '<b onmouseover=alert(1)>Zoë';

let browser: Browser;
let phone: SimulatedPhone;
let visited: Visit;
before(async () => {
  browser = await startBrowser();
  phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'] });
  visited = await visit(browser, phone);
  await claim(phone, visited.page);
});
after(async () => {
  await browser.close();
  await phone[Symbol.asyncDispose]();
});
beforeEach(() => visited.page.goto(`${visited.address}/#/`).then(() => undefined));

test('a contact written on the page stands in the phone’s directory, as it was written', async () => {
  const { page, address, complaints } = visited;
  await page.goto(`${address}/#/tools/directory`);
  await page.getByRole('button', { name: 'New contact' }).click();
  await page.getByLabel('Name', { exact: true }).fill(evilName);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('at least one number').waitFor();
  await page.getByLabel('Office').fill('5551234');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('rowheader', { name: evilName }).waitFor();
  await phone.press('directory');
  await phone.waitFor('the contact', async () => (words(await phone.screen()).includes('Zoë') ? true : undefined));
  await phone.press('back');
  assert.deepEqual(complaints, []);
});

test('what was modified is taken as a file, and the file brings it back', async () => {
  const { page, address } = visited;
  await page.goto(`${address}/#/parameters/lines`);
  await page.getByLabel('Line Description').fill('Reception');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('One setting saved.').waitFor();

  await page.goto(`${address}/#/tools/backup`);
  const taken = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  const file = await (await taken).path();
  assert.match(readFileSync(file, 'utf8'), /^voip\/line\/0\/description=Reception$/m);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /password=(?!$|\*)/m);

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('As it was before.').waitFor();
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'See what it would do' }).click();
  await page.getByText('one setting would change.').waitFor();
  await page.getByRole('button', { name: 'Take these settings' }).click();
  await page.getByText('The settings are taken.').waitFor();
  await page.goto(`${address}/#/parameters/lines`);
  assert.equal(await page.getByLabel('Line Description').inputValue(), 'Reception');
});

test('the pages speak the language of the phone, and turn with it', async () => {
  const { page, address, complaints } = visited;
  await page.goto(`${address}/#/parameters/display`);
  const language = page.locator('[id="personal_settings/language"]');
  const save = async (name: string, word: string): Promise<void> => {
    await language.selectOption(name);
    await page.locator('.changes button.main').click();
    await page.getByRole('link', { name: word, exact: true }).first().waitFor({ state: 'attached' });
  };
  await save('German', 'Start');
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await save('Hebrew', 'דף הבית');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await save('English', 'Home');
  assert.equal(await page.locator('html').getAttribute('dir'), 'ltr');
  assert.deepEqual(complaints, []);
});
