// Opens a TCP connection to an address.

import { connect, type Socket } from 'node:net';
import { toNode } from './literal-address.ts';
import type { Target } from './transport.ts';

/** Rejects with what the socket says, or with the signal's reason. */
export function dialTcp({ remote }: Target, signal: AbortSignal): Promise<Socket> {
  return connected(connect({ host: toNode(remote), port: remote.port, family: remote.family }), 'connect', signal);
}

/** The socket, once it says `ready`; destroyed when it does not get there. */
export function connected<S extends Socket>(socket: S, ready: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(signal.reason);
      socket.destroy();
    };
    if (signal.aborted) giveUp();
    const closed = (): void => reject(Object.assign(new Error('closed before it was open'), { code: 'ECONNRESET' }));
    signal.addEventListener('abort', giveUp);
    // Stays: a socket's error without a listener would end the process.
    socket.on('error', reject);
    socket.once('close', closed);
    socket.once(ready, () => {
      signal.removeEventListener('abort', giveUp);
      socket.removeListener('close', closed);
      resolve(socket);
    });
  });
}
