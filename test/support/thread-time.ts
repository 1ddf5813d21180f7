// The processor time of this thread, exactly. `process.threadCpuUsage` is brought up to date when the kernel's clock ticks: every 4 ms.

import { WASI } from 'node:wasi';

/** CLOCK_THREAD_CPUTIME_ID, which Node reads for nobody but a program of WASI. */
const threadClock = 3;

/** The types of a program without a browser do not know it. */
interface WithMemory {
  readonly WebAssembly: { readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer } };
}

const wasi = new WASI({ version: 'preview1' });
const memory = new (globalThis as unknown as WithMemory).WebAssembly.Memory({ initial: 1 });
wasi.finalizeBindings({ exports: { memory } });
const written = new DataView(memory.buffer);

export function threadTimeMs(): number {
  (wasi.wasiImport as { clock_time_get(clock: number, precision: bigint, at: number): number }).clock_time_get(
    threadClock,
    0n,
    0,
  );
  return Number(written.getBigUint64(0, true)) / 1e6;
}
