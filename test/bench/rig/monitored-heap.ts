// What 50,000 NOTIFYs for 500 watched dialogs leave on the heap once their transactions are over: prints {"heapKilobytes", "load"}. A process of
// its own, for `--expose-gc` and a heap that nobody else uses; its time is not real.

import { FakeClock } from '#test/support/fake-clock';
import { fail, MonitoredDialogs, watched } from './monitored-dialogs.ts';

const rounds = 100;
/** What is made once (compiled code, caches, the trace's ring) is there by then. */
const warmUp = 20;

const clock = new FakeClock();
const dialogs = new MonitoredDialogs(clock);
let sequence = 0;

async function round(): Promise<void> {
  sequence++;
  for (let index = 0; index < watched; index++) dialogs.receive(dialogs.notify(index, sequence));
  await clock.advanceAsync(500);
}

async function heapKilobytes(): Promise<number> {
  // Timer J is over: whatever stays now stays for good.
  await clock.advanceAsync(70_000);
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024;
}

if (globalThis.gc === undefined) throw new Error('node --expose-gc');
await clock.advanceAsync(10_000);
for (let i = 0; i < warmUp; i++) await round();
const before = await heapKilobytes();
for (let i = 0; i < rounds; i++) await round();
const after = await heapKilobytes();
const count = (warmUp + rounds) * watched;
if (dialogs.told !== count || dialogs.answered !== count) fail(`${dialogs.told} told, ${dialogs.answered} answered of ${count}`);
process.stdout.write(JSON.stringify({ heapKilobytes: Math.round(after - before), load: dialogs.load }));
process.exit(0);
