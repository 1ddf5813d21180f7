// The bundle's first file: loads the phone and lets it run.

import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { lateNodeFlags } from '../node-flags.ts';
import { SystemClock } from '../system/system-clock.ts';
import { Chunks } from './chunks.ts';
import { CodeCache } from './code-cache.ts';

/** By then everything that a start compiles is compiled, and what only a call needs is not: that may come when it is called for. */
const startedMs = 10_000;

/** What every phone needs of Node. */
const nodeModules = [
  ...['child_process', 'cluster', 'crypto', 'dgram', 'dns', 'dns/promises', 'fs/promises', 'http', 'https', 'net', 'os'],
  ...['perf_hooks', 'stream', 'timers/promises', 'tls'],
];
for (const name of nodeModules) require(`node:${name}`);
for (const flag of lateNodeFlags) setFlagsFromString(flag);
const chunks = new Chunks({ directory: __dirname, cache: new CodeCache(join(__dirname, 'compile-cache')), require });
const { runPhone } = chunks.load('./run-phone.js') as typeof import('../run-phone.ts');
const started = new SystemClock().setTimer(startedMs, () => void chunks.keepCode());
void runPhone(process.argv.slice(2)).then((exitCode) => {
  started.cancel();
  void chunks.keepCode();
  process.exitCode = exitCode;
});
