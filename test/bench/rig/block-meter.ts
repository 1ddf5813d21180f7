// Preloaded into a phone's process: the longest time its main thread worked without letting a timer through. Processor time, so that other
// programs on the machine do not count. SIGUSR2 writes it to standard error and begins anew.

import { threadTimeMs } from '../../support/thread-time.ts';

let usedMs = threadTimeMs();
let longestMs = 0;

function look(): void {
  const nowMs = threadTimeMs();
  longestMs = Math.max(longestMs, nowMs - usedMs);
  usedMs = nowMs;
}

setInterval(look, 1).unref();

process.on('SIGUSR2', () => {
  look();
  process.stderr.write(`longest block ${longestMs.toFixed(2)} ms\n`);
  longestMs = 0;
});
