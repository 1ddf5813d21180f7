// Preloaded into a phone's process: the longest time its main thread worked without letting a timer through. Processor time, so that other
// programs on the machine do not count. SIGUSR2 writes it to standard error and begins anew.

const milliseconds = 1000;

let usedUs = used();
let longestUs = 0;

function used(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

function look(): void {
  const now = used();
  longestUs = Math.max(longestUs, now - usedUs);
  usedUs = now;
}

setInterval(look, 1).unref();

process.on('SIGUSR2', () => {
  look();
  process.stderr.write(`longest block ${(longestUs / milliseconds).toFixed(2)} ms\n`);
  longestUs = 0;
});
