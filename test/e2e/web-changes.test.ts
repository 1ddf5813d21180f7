// Settings through the pages, in a real browser: one change set from several pages, its effect at the phone, the way back; what is
// wrong stands at its field; other vendors' names are found; what callers call themselves stays text.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Household } from '#test/support/household';
import { claim, startBrowser, type Visit, visit } from '#test/support/web-visit';

const evilName = '<img src=x onerror=alert(1)>';

let browser: Browser;
let home: Household;
let visited: Visit;
before(async () => {
  browser = await startBrowser();
  home = await Household.start({
    ann: { arguments: ['--web', '127.0.0.1:0'] },
    ben: { params: { 'voip/line/0/description': evilName } },
  });
  visited = await visit(browser, home.ann);
  await claim(home.ann, visited.page);
});
after(async () => {
  await browser.close();
  await home[Symbol.asyncDispose]();
});
beforeEach(() => open('#/'));

async function open(place: string): Promise<void> {
  await visited.page.goto(`${visited.address}/${place}`);
}

test('changes of two pages are reviewed, saved at once, seen at the phone and undone', async () => {
  const { page } = visited;
  await open('#/parameters/function-keys');
  await page.getByRole('button', { name: 'Key 3', exact: false }).first().click();
  await page.getByLabel('Key Type').selectOption('SPEED_DIAL');
  await page.getByLabel('Key Label').fill('Mia');
  await page.getByLabel('Speed Dial Number').fill('1002');
  await open('#/parameters/display');
  await page.getByLabel('Colour Theme').fill('light');

  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog');
  await review.getByText('personal_settings/functional_key/2/key_label').waitFor();
  assert.equal(await review.getByRole('row').count(), 5, 'a head and four changes');
  await review.getByRole('button', { name: 'Save' }).click();
  await page.getByText('4 settings saved.').waitFor();
  await home.ann.press('function3');
  await home.ben.waitForScreen('incoming');
  await home.ann.press('speaker');
  await home.ann.waitForScreen('idle', 'ended');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('As it was before.').waitFor();
  await open('#/parameters/function-keys');
  await page.getByRole('button', { name: 'Free Key 3' }).waitFor();
  await open('#/history');
  await page.getByRole('row').nth(2).waitFor();
});

test('what is wrong is told at its field, and nothing of the change set is saved', async () => {
  const { page } = visited;
  await open('#/parameters/signalling');
  const port = page.locator('[id="voip/signalling/sip/port"]');
  await port.fill('70000');
  await port.blur();
  const error = page.locator('[id="voip/signalling/sip/port-error"]');
  await error.getByText('Expected:').waitFor();
  assert.equal(await port.getAttribute('aria-invalid'), 'true');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Nothing saved').waitFor();
  await page.getByRole('button', { name: 'Discard all' }).click();
  assert.notEqual(await port.inputValue(), '70000');
});

test('a setting is found by the name that another vendor gave it', async () => {
  const { page } = visited;
  await page.getByLabel('Search in all settings').fill('User_ID_2_');
  await page.keyboard.press('Enter');
  await page.getByText('found for').waitFor();
  await page.locator('[id="voip/line/1/id"]').waitFor();
});

test('what a caller calls himself stays text', async () => {
  const { page, complaints } = visited;
  await home.ben.hook(true);
  await home.ben.type('1001');
  await home.ben.softKey('dial');
  await page.getByText(evilName).first().waitFor();
  await home.ben.hook(false);
  await home.ann.waitForScreen('idle', 'ended');
  await open('#/status/history');
  await page.getByRole('rowheader', { name: evilName }).waitFor();
  assert.deepEqual(complaints, []);
});
