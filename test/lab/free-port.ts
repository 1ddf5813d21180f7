// Ports that nobody has.

import { createServer } from 'node:net';

/** A TCP port chosen by the kernel. */
export async function freePort(host: string): Promise<number> {
  return (await listenOnce(host, 0)) ?? 0;
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
