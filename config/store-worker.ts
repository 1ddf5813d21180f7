// The thread that writes: takes requests in order, answers each.

import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './store-file.ts';
import type { NumberedReply, NumberedRequest } from './store-messages.ts';
import { attempt, StoreWriter } from './store-writer.ts';

const { path } = workerData as { readonly path: string };
let writer: StoreWriter | undefined;

parentPort?.on('message', ({ number, request }: NumberedRequest) => {
  const reply = attempt(() => {
    writer ??= new StoreWriter(openForWriting(path));
    if (request.type === 'close') writer.keepSnapshot(path);
    const answer = writer.handle(request);
    if (request.type === 'close') writer = undefined;
    return answer;
  });
  parentPort?.postMessage({ number, reply } satisfies NumberedReply);
});
