// The thread of one job: reads what to do, does it, tells what came of it, and ends.

import { parentPort, workerData } from 'node:worker_threads';
import { type JobName, jobs } from './jobs.ts';

const { name, given } = workerData as { readonly name: JobName; readonly given: readonly unknown[] };
parentPort?.postMessage((jobs[name] as (...parts: readonly unknown[]) => unknown)(...given));
