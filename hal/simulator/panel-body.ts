// Takes a request's body, up to a limit.

import type { IncomingMessage } from 'node:http';

export type BodyReading = { readonly ok: true; readonly body: Uint8Array } | { readonly ok: false };

/**
 * Not `ok`: longer than the limit. The rest is read and thrown away, so that the client comes to read the refusal; the
 * server's time limit ends a body that never does. Rejects when the client goes in the middle.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<BodyReading> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= mostBytes) parts.push(part);
    else parts.length = 0;
  }
  return length <= mostBytes ? { ok: true, body: Buffer.concat(parts) } : { ok: false };
}
