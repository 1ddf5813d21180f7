// What a page says is done is to be seen on it by then, and no older answer is drawn over a newer one: answers of the API that are late
// on purpose, in a real browser.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { sine } from '#test/support/tone-meter';
import { writeWav } from '#test/support/wav-file';
import { startBrowser, type Visit, visit } from '#test/support/web-visit';
import { startAdministeredPhone } from '../support/administered-phone.ts';

let browser: Browser;
let phone: SimulatedPhone;
let visited: Visit;
before(async () => {
  [browser, { phone }] = await Promise.all([startBrowser(), startAdministeredPhone()]);
  visited = await visit(browser, phone);
  const { page } = visited;
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
});
after(async () => {
  await browser.close();
  await phone[Symbol.asyncDispose]();
});
beforeEach(() => visited.page.unrouteAll({ behavior: 'wait' }));

async function open(place: string): Promise<void> {
  await visited.page.evaluate(`location.hash = ${JSON.stringify(place)}`);
}

/** What of `words` stood on the page each time when it asked for `path`. */
async function saidWhenAsking(page: Page, path: string, words: string): Promise<readonly boolean[]> {
  const said: boolean[] = [];
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      if (route.request().method() === 'GET') said.push((await page.getByText(words).count()) > 0);
      await route.continue();
    },
  );
  return said;
}

/** Settings of the first line, as a file of the phone's own kind. */
const settings = { name: 'phone.cfg', mimeType: 'text/plain', buffer: Buffer.from('voip/line/0/description=Reception\n') };
const ring = {
  name: 'Bell.wav',
  mimeType: 'audio/wav',
  buffer: Buffer.from(writeWav({ sampleRateHz: 8000, samples: sine(800, -20, 8000, 200) })),
};

test('settings of a file are said to be taken when the pages have them', async () => {
  const { page } = visited;
  await open('#/tools/backup');
  await page.getByLabel('File', { exact: true }).setInputFiles(settings);
  await page.getByRole('button', { name: 'See what it would do' }).click();
  await page.getByText('one setting would change.').waitFor();
  const said = await saidWhenAsking(page, '/api/parameters', 'The settings are taken.');
  await page.getByRole('button', { name: 'Take these settings' }).click();
  await page.getByText('The settings are taken.').waitFor();
  assert.deepEqual(said, [false]);
  await open('#/parameters/lines');
  assert.equal(await page.getByLabel('Line Description').inputValue(), 'Reception');
});

test('what is brought and taken away is said to be when the list shows it', async () => {
  const { page } = visited;
  await open('#/tools/rings');
  await page.getByLabel('Name', { exact: true }).fill('Bell');
  await page.getByLabel('Sound').setInputFiles(ring);
  const brought = await saidWhenAsking(page, '/api/rings', 'Bell is there.');
  await page.getByRole('region', { name: 'Bring a ring', exact: true }).getByRole('button', { name: 'Bring' }).click();
  await page.getByText('Bell is there.').waitFor();
  assert.deepEqual(brought, [false]);
  assert.equal(await page.getByRole('button', { name: 'Delete Bell' }).count(), 1);
  const gone = await saidWhenAsking(page, '/api/rings', 'Taken away.');
  await page.getByRole('button', { name: 'Delete Bell' }).click();
  await page.getByText('Taken away.').waitFor();
  assert.deepEqual(gone, [false]);
  assert.equal(await page.getByRole('button', { name: 'Delete Bell' }).count(), 0);
});
