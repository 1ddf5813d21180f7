// The thread of one job: reads what to do, does it, tells what came of it, and ends.

import { type MessagePort, workerData } from 'node:worker_threads';
import { type JobName, jobs } from './jobs.ts';
import { joined, type Part, partsOf } from './parts.ts';

const { name, port } = workerData as { readonly name: JobName; readonly port: MessagePort };
const parts: Part[] = [];

port.on('message', (message: Part | { readonly rest: unknown }) => {
  if (!('rest' in message)) parts.push(message);
  else answer(Object.values(joined(message.rest, parts) as Readonly<Record<string, unknown>>));
});

function answer(given: readonly unknown[]): void {
  const answered = partsOf((jobs[name] as (...parts: readonly unknown[]) => unknown)(...given));
  let part = answered.next();
  for (; part.done !== true; part = answered.next()) port.postMessage(part.value);
  port.postMessage({ rest: part.value });
  port.close();
}
