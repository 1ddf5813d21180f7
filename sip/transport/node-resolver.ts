// The system's DNS as `Resolver`: addresses as the system knows them (hosts file too), SRV from its name servers.

import { promises as dns, NODATA, NOTFOUND } from 'node:dns';
import type { Resolver, ServiceRecord } from './resolve-target.ts';
import { errorCode } from './socket-errors.ts';
import { TransportError } from './transport.ts';

export class NodeResolver implements Resolver {
  async addresses(host: string, family: 4 | 6): Promise<readonly string[]> {
    try {
      return (await dns.lookup(host, { family, all: true })).map(({ address }) => address);
    } catch (cause) {
      return emptyOrFail(cause, host);
    }
  }

  async services(name: string): Promise<readonly ServiceRecord[]> {
    try {
      // Made anew: it reads once which name servers there are, and those come and go with the phone's address.
      const records = await new dns.Resolver({ timeout: 2000, tries: 2 }).resolveSrv(name);
      return records.map((record) => ({
        host: record.name,
        port: record.port,
        priority: record.priority,
        weight: record.weight,
      }));
    } catch {
      // Servers that do not answer, or refuse: many networks know nothing but addresses, and those are asked next (RFC 3263 §4.2).
      return [];
    }
  }
}

function emptyOrFail(cause: unknown, host: string): readonly [] {
  const code = errorCode(cause);
  if (code === NOTFOUND || code === NODATA) return [];
  throw new TransportError('unreachable', `looking up ${host} failed: ${code}`, { cause });
}
