// The memory of a phone that does everything at once: registered, in a call, its pages open in a browser, a setting just changed by them.

import type { Page } from 'playwright-core';
import { claim, startBrowser, visit } from '../support/web-visit.ts';
import { type Row, rowOf } from './rig/contest.ts';
import { call, startOurPhone } from './rig/our-phone.ts';
import { highestMegabytes, residentMegabytes } from './rig/process-usage.ts';
import { pause } from './rig/stage.ts';

interface Memory {
  readonly servingMegabytes: number;
  /** The highest of the time from the change on. */
  readonly wholeMegabytes: number;
  /** Of its life, the start included. */
  readonly peakMegabytes: number;
}

const settleMs = 2000;
const watchedMs = 3000;
const runs = 3;

async function change(page: Page, value: string): Promise<void> {
  const status = await page.evaluate(async (description) => {
    const { csrfToken } = (await (await fetch('/api/session')).json()) as { readonly csrfToken: string };
    const answer = await fetch('/api/parameters', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
      body: JSON.stringify({ changes: [{ path: 'voip/line/0/description', value: description }] }),
    });
    return answer.status;
  }, value);
  if (status !== 200) throw new Error(`the change was answered with ${status}`);
}

async function measure(): Promise<Memory> {
  const browser = await startBrowser();
  try {
    await using phone = await startOurPhone({ user: '1001', rtpPort: 20_000, arguments: ['--web', '127.0.0.1:0'] });
    await using other = await startOurPhone({ user: '1002', rtpPort: 21_000 });
    const { page } = await visit(browser, phone);
    await claim(phone, page);
    await page.getByText('Everything is as it should be.').waitFor();
    await pause(settleMs);
    const servingMegabytes = residentMegabytes(phone.pid);
    await call(phone, other, '1002');
    await pause(settleMs);
    await change(page, 'Reception');
    let wholeMegabytes = 0;
    for (const endMs = performance.now() + watchedMs; performance.now() < endMs; await pause(20)) {
      wholeMegabytes = Math.max(wholeMegabytes, residentMegabytes(phone.pid));
    }
    return { servingMegabytes, wholeMegabytes, peakMegabytes: highestMegabytes(phone.pid) };
  } finally {
    await browser.close();
  }
}

export async function benchWholePhone(): Promise<readonly Row[]> {
  const measured: Memory[] = [];
  for (let run = 0; run < runs; run++) measured.push(await measure());
  const row = (name: string, of: (memory: Memory) => number): Row => rowOf({ name, unit: 'MB', ours: measured.map(of) });
  return [
    row('whole.rss.serving', (memory) => memory.servingMegabytes),
    row('whole.rss', (memory) => memory.wholeMegabytes),
    row('whole.rss.peak', (memory) => memory.peakMegabytes),
  ];
}
