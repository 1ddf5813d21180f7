// How the web server compresses beside the main thread, tells contents apart, and lets others have their turn.

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WebMeans } from '#ui/web/server/means';
import { turn } from '../system/turn.ts';

const compress = promisify(gzip);

export const webMeans: WebMeans = {
  gzip: (text) => compress(text),
  digest: contentDigest,
  turn,
};

export function contentDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}
