// 500 dialogs that are watched, and 1,000 NOTIFYs a second for them: prints what they take of the main thread, how long ten that came together
// held it, and what the garbage collector did (by the clock: it says nothing else). A process of its own, whose time is nobody else's.

import { PerformanceObserver } from 'node:perf_hooks';
import { SystemClock } from '#firmware/system/system-clock';
import { threadTimeMs } from '../../support/thread-time.ts';
import { median, percentile } from './contest.ts';
import { fail, MonitoredDialogs, watched } from './monitored-dialogs.ts';

const perTick = 10;
const tickMs = 10;
const warmUpTicks = 200;
const ticks = 600;

const clock = new SystemClock();
const dialogs = new MonitoredDialogs(clock);

async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => clock.setTimer(ms, resolve));
}

const patienceMs = clock.monotonicMs + 30_000;
while (dialogs.subscribed < watched) {
  if (clock.monotonicMs > patienceMs) fail(`${dialogs.subscribed} of ${watched} subscribed`);
  await pause(tickMs);
}
/** Made before the watch runs. */
const packets = Array.from({ length: (warmUpTicks + ticks) * perTick }, (_, count) =>
  dialogs.notify(count % watched, 1 + Math.floor(count / watched)),
);
let heldMs: number[] = [];
let collectionMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collectionMs = Math.max(collectionMs, duration);
}).observe({ entryTypes: ['gc'] });
let beforeMs = threadTimeMs();
for (let tick = 0; tick < warmUpTicks + ticks; tick++) {
  if (tick === warmUpTicks) {
    beforeMs = threadTimeMs();
    heldMs = [];
    collectionMs = 0;
  }
  const fromMs = threadTimeMs();
  for (const packet of packets.slice(tick * perTick, (tick + 1) * perTick)) dialogs.receive(packet);
  heldMs.push(threadTimeMs() - fromMs);
  await pause(tickMs);
}
const usedMs = threadTimeMs() - beforeMs;
const { told, answered } = dialogs;
if (told !== packets.length || answered !== packets.length) fail(`${told} told and ${answered} answered of ${packets.length}`);
// By what was asked for, not by the clock: a machine that is busy stretches the ticks.
const askedMs = ticks * tickMs;
process.stdout.write(
  JSON.stringify({
    cpuPercent: (100 * usedMs) / askedMs,
    medianMs: median(heldMs),
    mostMs: percentile(heldMs, 99),
    longestMs: Math.max(...heldMs),
    collectionMs,
  }),
);
process.exit(0);
