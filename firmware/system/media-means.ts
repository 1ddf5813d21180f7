// What the media's ways need of the machine: addresses of names, and the hash functions of STUN.

import { createHash, createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { Digests } from '#media/ports';

export const stunDigests: Digests = {
  hmacSha1: (key, data) => createHmac('sha1', key).update(data).digest(),
  md5: (data) => createHash('md5').update(data).digest(),
};

/** Undefined when the name has none of the family. */
export async function addressOfName(host: string, family: 4 | 6): Promise<string | undefined> {
  try {
    return (await lookup(host.replace(/^\[|\]$/g, ''), { family })).address;
  } catch {
    return undefined;
  }
}
