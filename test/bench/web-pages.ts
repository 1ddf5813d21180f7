// The pages in a browser: what a first visit costs on the wire, and how long it takes until a person sees where to begin and, once he is in,
// how the phone is.

import { SimulatedPhone } from '../support/simulated-phone.ts';
import { claim, startBrowser, visit } from '../support/web-visit.ts';
import { type Row, rowOf } from './rig/contest.ts';

const runs = 5;

export async function benchPages(): Promise<readonly Row[]> {
  const browser = await startBrowser();
  await using phone = await SimulatedPhone.start({ arguments: ['--web', '127.0.0.1:0'] });
  const { page, address } = await visit(browser, phone);
  await claim(phone, page);
  const kilobytes: number[] = [];
  const readyMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    let bytes = 0;
    // A browser that was never here, but is logged in.
    const state = await page.context().storageState();
    const context = await browser.newContext({ ignoreHTTPSErrors: true, storageState: state });
    const fresh = await context.newPage();
    fresh.on('response', (response) => {
      bytes += Number(response.headers()['content-length'] ?? 0);
    });
    const startedMs = performance.now();
    await fresh.goto(address);
    await fresh.getByText('Everything is as it should be.').waitFor();
    readyMs.push(performance.now() - startedMs);
    kilobytes.push(bytes / 1000);
    await context.close();
  }
  await browser.close();
  return [
    rowOf({ name: 'web.firstVisit', unit: 'kB', ours: kilobytes }),
    rowOf({ name: 'web.ready', unit: 'ms', ours: readyMs }),
  ];
}
