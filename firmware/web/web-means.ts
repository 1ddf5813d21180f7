// How the web server compresses beside the main thread, tells contents apart, and lets others have their turn.

import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WebMeans } from '#ui/web/server/means';

const compress = promisify(gzip);

export const webMeans: WebMeans = {
  gzip: (text) => compress(text),
  digest: contentDigest,
  turn: () => turn(),
};

export function contentDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}
