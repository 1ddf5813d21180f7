// Does a job in a thread of its own, which ends with it: an idle thread would cost 17 MB.

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { resources } from '../system/resources.ts';
import { turn } from '../system/turn.ts';
import type { JobName, Jobs } from './jobs.ts';
import { joined, type Part, partsOf } from './parts.ts';

/** So much is read within the time that the main thread may be held. */
export const smallBytes = 8192;

export class BackgroundError extends Error {
  readonly code = 'BACKGROUND_FAILED';
}

/** Rejects with `BackgroundError` when the thread dies of it, as for want of memory. */
export async function inBackground<Name extends JobName>(
  name: Name,
  ...given: Parameters<Jobs[Name]>
): Promise<ReturnType<Jobs[Name]>> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const worker = new Worker(resources.backgroundWorker, { workerData: { name, port: theirs }, transferList: [theirs], name });
  const ended = new Promise<string | undefined>((resolve) => {
    worker.once('error', ({ message }) => resolve(message));
    worker.once('exit', () => resolve(undefined));
  });
  try {
    await tell(ours, { ...given });
    const failure = await ended;
    const answer = failure === undefined ? await heard(ours) : undefined;
    if (answer === undefined) throw new BackgroundError(`${name} failed: ${failure ?? 'it ended without an answer'}`);
    return answer.rest as ReturnType<Jobs[Name]>;
  } finally {
    ours.close();
  }
}

/** Each part in a turn of its own. */
async function tell(port: MessagePort, value: unknown): Promise<void> {
  const parts = partsOf(value);
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) return port.postMessage({ rest: part.value });
    port.postMessage(part.value);
    await turn();
  }
}

/** What the thread has said by its end: read one by one, for a port that listens reads all that is there at once. */
async function heard(port: MessagePort): Promise<{ readonly rest: unknown } | undefined> {
  const parts: Part[] = [];
  for (;;) {
    const next = receiveMessageOnPort(port) as { readonly message: Part | { readonly rest: unknown } } | undefined;
    if (next === undefined) return undefined;
    if ('rest' in next.message) return { rest: joined(next.message.rest, parts) };
    parts.push(next.message);
    await turn();
  }
}
