// A TCP connection to a server by its name: its addresses one after the other.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { addressesOf } from './name-lookup.ts';

/** Rejects with what the last address said, or with the signal's reason. */
export async function openConnection(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  let failure: unknown;
  for (const address of await addressesOf(host, signal)) {
    const socket = connect({ host: address, port });
    try {
      await once(socket, 'connect', { signal });
      return socket;
    } catch (error) {
      socket.destroy();
      if (signal.aborted) throw signal.reason;
      failure = error;
    }
  }
  throw failure;
}
