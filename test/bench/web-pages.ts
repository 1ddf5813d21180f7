// The pages in a browser: what a first visit and the next one cost on the wire, and how long it takes until a person sees where to begin
// and, once he is in, how the phone is.

import type { Page } from 'playwright-core';
import { watchTraffic } from '../support/page-traffic.ts';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { claim, startBrowser, visit } from '../support/web-visit.ts';
import { type Row, rowOf } from './rig/contest.ts';

const runs = 5;

interface Visited {
  readonly kilobytes: number;
  readonly readyMs: number;
}

export async function benchPages(): Promise<readonly Row[]> {
  const browser = await startBrowser();
  await using phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    // Browsers keep nothing of whom they do not trust, such as a phone whose certificate nobody signed.
    params: { 'security/web/https_only': 0 },
  });
  const { page, address } = await visit(browser, phone);
  await claim(phone, page);
  const first: Visited[] = [];
  const second: Visited[] = [];
  for (let run = 0; run < runs; run++) {
    // A browser that was never here, but is logged in.
    const state = await page.context().storageState();
    const context = await browser.newContext({ ignoreHTTPSErrors: true, storageState: state });
    first.push(await visited(await context.newPage(), address));
    second.push(await visited(await context.newPage(), address));
    await context.close();
  }
  await browser.close();
  return [
    rowOf({ name: 'web.firstVisit', unit: 'kB', ours: first.map(({ kilobytes }) => kilobytes) }),
    rowOf({ name: 'web.secondVisit', unit: 'kB', ours: second.map(({ kilobytes }) => kilobytes) }),
    rowOf({ name: 'web.ready', unit: 'ms', ours: first.map(({ readyMs }) => readyMs) }),
  ];
}

async function visited(page: Page, address: string): Promise<Visited> {
  const traffic = await watchTraffic(page);
  const startedMs = performance.now();
  await page.goto(address);
  await page.getByText('Everything is as it should be.').waitFor();
  const readyMs = performance.now() - startedMs;
  await page.waitForLoadState('networkidle');
  const kilobytes = traffic().bytes / 1000;
  await page.close();
  return { kilobytes, readyMs };
}
