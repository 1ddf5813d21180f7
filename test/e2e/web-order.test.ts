// What a page says is done is to be seen on it by then, and no older answer is drawn over a newer one: answers of the API that are late
// on purpose, in a real browser.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page, Route } from 'playwright-core';
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

interface Held {
  /** The bodies of what was asked, as they come and as they are let through. */
  readonly asked: string[];
  readonly passed: string[];
  readonly release: () => void;
}

/** The first such question for `path` waits until it is let through; the others pass. */
async function holdFirst(page: Page, method: string, path: string): Promise<Held> {
  const [asked, passed]: [string[], string[]] = [[], []];
  const held = Promise.withResolvers<void>();
  await page.route(
    (url) => url.pathname === path,
    async (route: Route) => {
      if (route.request().method() !== method) return route.continue();
      const body = route.request().postData() ?? '';
      if (asked.push(body) === 1) await held.promise;
      passed.push(body);
      await route.continue();
    },
  );
  return { asked, passed, release: held.resolve };
}

test('what was put right is not called wrong by an older look at it', async () => {
  const { page } = visited;
  await open('#/parameters/signalling');
  const port = page.locator('[id="voip/signalling/sip/port"]');
  const first = await holdFirst(page, 'POST', '/api/parameters/preview');
  const older = page.waitForResponse(
    (response) => response.url().endsWith('/preview') && /70000/.test(response.request().postData() ?? ''),
  );
  await port.fill('70000');
  await port.blur();
  await port.fill('5070');
  const newer = page.waitForResponse((response) => response.url().endsWith('/preview'));
  await port.blur();
  await newer;
  first.release();
  assert.match(await (await older).text(), /"errors":\[\{/);
  // Until what it brings has been drawn.
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  assert.equal(await port.getAttribute('aria-invalid'), 'false');
  await page.getByRole('button', { name: 'Discard all' }).click();
});

test('what is typed while other settings are saved is still to be saved', async () => {
  const { page } = visited;
  await open('#/parameters/lines');
  await page.getByLabel('Line Description').fill('Desk');
  await page.route(
    (url) => url.pathname === '/api/parameters',
    async (route) => {
      if (route.request().method() === 'PUT') await page.getByLabel('User ID', { exact: true }).fill('4711');
      await route.continue();
    },
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('One setting saved.').waitFor();
  await page.getByText('1 change', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('User ID', { exact: true }).inputValue(), '4711');
  assert.equal(await page.getByLabel('Line Description').inputValue(), 'Desk');
  await page.getByRole('button', { name: 'Discard all' }).click();
});

test('keys reach the phone in the order in which they were pressed', async () => {
  const { page } = visited;
  await open('#/diagnostics/screen');
  const digits = page.getByRole('region', { name: 'Digits' });
  const first = await holdFirst(page, 'POST', '/api/keys');
  for (const digit of ['1', '2', '3']) await digits.getByRole('button', { name: digit, exact: true }).click();
  first.release();
  await phone.waitFor('all keys', () => Promise.resolve(first.passed.length === 3 || undefined));
  assert.deepEqual(
    first.passed.map((body) => (JSON.parse(body) as { key: string }).key),
    ['1', '2', '3'],
  );
});

test('an answer that takes longer than the time after which it is asked for again is waited for', async () => {
  for (const [place, path, shown] of [
    ['#/diagnostics/log', '/api/log', 'section.log tr'],
    ['#/diagnostics/screen', '/api/screen.png', 'img.screen'],
  ] as const) {
    const page = await visited.page.context().newPage();
    await page.clock.install();
    const first = await holdFirst(page, 'GET', path);
    await page.goto(`${visited.address}/${place}`);
    await page.locator('main h1').waitFor();
    await phone.waitFor('the question', () => Promise.resolve(first.asked.length > 0 || undefined));
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.clock.runFor(10_000);
    assert.equal(first.asked.length, 1);
    first.release();
    await page.clock.resume();
    await page.locator(shown).first().waitFor();
    await page.close();
  }
});
