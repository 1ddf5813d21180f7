// The system's DNS as `NameServers`: addresses as the system knows them (hosts file too), the rest from its name servers.

import { promises as dns, NODATA, NOTFOUND } from 'node:dns';
import type { Answer, NameServers, PointerRecord, ServiceRecord } from './resolver.ts';
import { errorCode } from './socket-errors.ts';
import { TransportError } from './transport.ts';

export class NodeResolver implements NameServers {
  async addresses(host: string, family: 4 | 6): Promise<Answer<string>> {
    const [found, ttlMs] = await Promise.all([lookUp(host, family), shortestTtlMs(host, family)]);
    return { records: found, ttlMs };
  }

  async services(name: string): Promise<Answer<ServiceRecord>> {
    const records = await emptyIfNone(nameServers().resolveSrv(name), name);
    return {
      records: records.map(({ name: host, port, priority, weight }) => ({ host, port, priority, weight })),
      ttlMs: undefined,
    };
  }

  async pointers(domain: string): Promise<Answer<PointerRecord>> {
    const records = await emptyIfNone(nameServers().resolveNaptr(domain), domain);
    // A regular expression would rewrite the URI: nothing that SIP has (RFC 3263 §4.1).
    const plain = records.filter(({ regexp }) => regexp === '');
    return { records: plain, ttlMs: undefined };
  }
}

/** Made anew: it reads once which name servers there are, and those come and go with the phone's address. */
function nameServers(): dns.Resolver {
  return new dns.Resolver({ timeout: 2000, tries: 2 });
}

async function lookUp(host: string, family: 4 | 6): Promise<readonly string[]> {
  const found = await emptyIfNone(dns.lookup(host, { family, all: true }), host);
  return found.map(({ address }) => address);
}

/** The system's own look-up does not tell it. Undefined for names of the hosts file, and where name servers do not answer us. */
async function shortestTtlMs(host: string, family: 4 | 6): Promise<number | undefined> {
  // Nobody waits long for it: the answer itself is there.
  const asking = new dns.Resolver({ timeout: 250, tries: 1 });
  const asked = family === 4 ? asking.resolve4(host, { ttl: true }) : asking.resolve6(host, { ttl: true });
  return asked.then(
    (records) => (records.length === 0 ? undefined : 1000 * Math.min(...records.map(({ ttl }) => ttl))),
    () => undefined,
  );
}

async function emptyIfNone<T>(asked: Promise<readonly T[]>, name: string): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (cause) {
    const code = errorCode(cause);
    if (code === NOTFOUND || code === NODATA) return [];
    throw new TransportError('unreachable', `looking up ${name} failed: ${code}`, { cause });
  }
}
