// Names of servers to addresses, over DNS alone: unlike the system's own way it can be given up, and a phone that stops never waits for it.

import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

const configuration = '/etc/resolv.conf';

/** IPv4 first. Rejects with the resolver's error when there is none, or with the signal's reason. */
export async function addressesOf(name: string, signal: AbortSignal): Promise<readonly [string, ...string[]]> {
  signal.throwIfAborted();
  if (isIP(name) !== 0) return [name];
  if (name === 'localhost') return ['127.0.0.1'];
  const resolver = new Resolver({ timeout: 2000, tries: 3 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    let failure: unknown;
    for (const candidate of await candidates(name)) {
      const [four, six] = await Promise.allSettled([resolver.resolve4(candidate), resolver.resolve6(candidate)]);
      signal.throwIfAborted();
      const [first, ...others] = [four, six].flatMap((found) => (found.status === 'fulfilled' ? found.value : []));
      if (first !== undefined) return [first, ...others];
      failure = four.status === 'rejected' ? four.reason : undefined;
    }
    throw failure ?? new Error(`${name} has no address`);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A name without a dot is looked for in the site's domains first, as the system does. */
async function candidates(name: string): Promise<readonly string[]> {
  if (name.includes('.')) return [name];
  const lines = await readFile(configuration, 'latin1').catch(() => '');
  const domains = [...lines.matchAll(/^(?:search|domain)[ \t]+(.+)$/gm)].flatMap(([, text = '']) => text.trim().split(/\s+/));
  return [...new Set(domains)]
    .slice(0, 6)
    .map((domain) => `${name}.${domain}`)
    .concat(name);
}
