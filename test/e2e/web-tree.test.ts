// Every page of the tree in a real browser: nothing that hinders a person who cannot see well or has no mouse, in light and in dark,
// and nothing wider than a small window.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { claim, startBrowser, type Visit, visit } from '#test/support/web-visit';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

let browser: Browser;
let phone: SimulatedPhone;
let visited: Visit;
before(async () => {
  browser = await startBrowser();
  phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'] });
  // The policy of the pages lets no script in, the test's neither.
  visited = await visit(browser, phone, { bypassCSP: true, viewport: { width: 1280, height: 900 } });
  await claim(phone, visited.page);
});
after(async () => {
  await browser.close();
  await phone[Symbol.asyncDispose]();
});

async function allPages({ page }: Visit): Promise<readonly string[]> {
  // They come with the settings.
  await page.locator('nav a[href="#/parameters/lines"]').waitFor({ state: 'attached' });
  const hrefs = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(hrefs)];
}

async function open(page: Page, href: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(href)}`);
  await page.locator('main h1').waitFor();
  await page.waitForFunction(`document.querySelector('main .empty')?.textContent !== 'One moment.'`);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

interface Result {
  readonly violations: readonly Violation[];
  readonly passes: readonly unknown[];
}

/** In the second scheme only the colours are others. */
async function seriousOnes(page: Page, rules: 'all' | 'colours'): Promise<readonly string[]> {
  const options = rules === 'all' ? {} : { runOnly: ['color-contrast'] };
  const { violations, passes } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as Result;
  assert.ok(passes.length > 0, 'it was looked at');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary.slice(0, 300)}`);
}

test('no page hinders anybody, in light and in dark', async () => {
  const { page, complaints } = visited;
  const pages = await allPages(visited);
  assert.ok(pages.length > 40, `${pages.length} pages`);
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours are the same on all pages of settings.
    for (const href of colorScheme === 'light' ? pages : pages.filter((_, index) => index % 4 === 0)) {
      await open(page, href);
      assert.deepEqual(await seriousOnes(page, colorScheme === 'light' ? 'all' : 'colours'), [], `${href}, ${colorScheme}`);
    }
  }
  assert.deepEqual(complaints, []);
});

test('no page is wider than a window of 360 pixels', async () => {
  const { page } = visited;
  const pages = await allPages(visited);
  await page.setViewportSize({ width: 360, height: 780 });
  for (const href of pages) {
    await open(page, href);
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    assert.ok(width <= 360, `${href} is ${width} wide`);
  }
});
