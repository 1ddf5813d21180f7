// The thread that writes: takes requests in order, answers each. A failing request is undone and reported; the thread lives on.

import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './store-file.ts';
import type { NumberedReply, NumberedRequest, WriteReply, WriteRequest } from './store-messages.ts';
import { StoreWriter } from './store-writer.ts';

const { path } = workerData as { readonly path: string };
let writer: StoreWriter | undefined;

function attempt(request: WriteRequest): WriteReply {
  try {
    writer ??= new StoreWriter(openForWriting(path));
    return writer.handle(request);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    return { type: 'failed', code, text: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', ({ number, request }: NumberedRequest) => {
  parentPort?.postMessage({ number, reply: attempt(request) } satisfies NumberedReply);
});
