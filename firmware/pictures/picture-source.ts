// Where a picture comes from: a file of this machine, or a server.

import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import { fetchFile } from '../provisioning/fetch/fetch.ts';
import { PictureError } from './picture.ts';

/** Logos and backgrounds, not photographs as they come out of a camera. */
const largestBytes = 2 ** 20;
const longestMs = 60_000;
const idleMs = 20_000;

export interface PictureSource {
  readonly clock: Clock;
  readonly tls: () => TlsSettings;
  readonly userAgent: string;
  readonly closed: AbortSignal;
}

const words: Readonly<Record<string, string>> = {
  unreachable: 'The server does not answer.',
  notFound: 'It is not there.',
  tooLarge: 'The file is too large.',
};

/** Rejects with a `PictureError`. */
export async function readPictureFile(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > largestBytes) throw new PictureError('The file is too large.');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw error instanceof PictureError ? error : new PictureError('The file cannot be read.');
  }
}

/** `address`: a path, or a URL by `file`, `http`, `https`, `tftp` or `ftp`. Rejects with a `PictureError`. */
export async function loadPicture(address: string, source: PictureSource): Promise<Uint8Array> {
  if (address.startsWith('/')) return await readPictureFile(address);
  const url = URL.parse(address);
  if (url === null) throw new PictureError('The address makes no sense.');
  if (url.protocol === 'file:') return await readPictureFile(fileURLToPath(url));
  const result = await fetchFile({
    url,
    known: {},
    largestBytes,
    longestMs,
    idleMs,
    login: undefined,
    tls: source.tls(),
    userAgent: source.userAgent,
    clock: source.clock,
    closed: source.closed,
  });
  if (result.type === 'fetched') return result.bytes;
  throw new PictureError(
    result.type === 'failed' ? (words[result.failure] ?? `It cannot be had: ${result.detail}.`) : 'It is elsewhere.',
  );
}
