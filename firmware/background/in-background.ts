// Does a job in a thread of its own, which ends with it: an idle thread would cost 17 MB.

import { Worker } from 'node:worker_threads';
import { resources } from '../system/resources.ts';
import type { JobName, Jobs } from './jobs.ts';

/** So much is read within the time that the main thread may be held. */
export const smallBytes = 8192;

export class BackgroundError extends Error {
  readonly code = 'BACKGROUND_FAILED';
}

/** Rejects with `BackgroundError` when the thread dies of it, as for want of memory. */
export function inBackground<Name extends JobName>(
  name: Name,
  ...given: Parameters<Jobs[Name]>
): Promise<ReturnType<Jobs[Name]>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(resources.backgroundWorker, { workerData: { name, given }, name });
    worker.once('message', (done: ReturnType<Jobs[Name]>) => resolve(done));
    worker.once('error', (error) => reject(new BackgroundError(`${name} failed: ${error.message}`)));
    worker.once('exit', () => reject(new BackgroundError(`${name} ended without an answer`)));
  });
}
