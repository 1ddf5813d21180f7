// Ports that nobody has.

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that the kernel hands out by itself (`ip_local_port_range`), or somebody could get it before it is used. */
const [firstPort, ports] = [20_000, 10_000];
const taken = new Set<number>();

/** A TCP port by chance, never twice. */
export async function freePort(host: string): Promise<number> {
  for (;;) {
    const port = firstPort + randomInt(ports);
    if (taken.has(port) || (await listenOnce(host, port)) === undefined) continue;
    taken.add(port);
    return port;
  }
}

/** The first free one from `first` on. */
export async function nextFreePort(host: string, first: number): Promise<number> {
  for (let port = first; port < first + 100; port++) {
    if ((await listenOnce(host, port)) !== undefined) return port;
  }
  throw new Error(`no free port from ${first} on`);
}

function listenOnce(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host, port, exclusive: true }, () => {
      const bound = server.address();
      const chosen = typeof bound === 'object' && bound !== null ? bound.port : undefined;
      server.close(() => resolve(chosen));
    });
  });
}
