// Opens a TCP connection to an address.

import { connect, type Socket } from 'node:net';
import { toNode } from './literal-address.ts';
import type { Target } from './transport.ts';

/** A connected socket, encrypted or not. */
export interface DialedSocket {
  readonly socket: Socket;
  /** Why it may be used no longer, though it was good when it was opened. */
  readonly findFlaw: () => string | undefined;
}

export type DialSocket = (target: Target, signal: AbortSignal) => Promise<DialedSocket>;

export type DialTcp = (target: Target, signal: AbortSignal) => Promise<Socket>;

/** Rejects with what the socket says, or with the signal's reason. `tos`: how its packets are marked. */
export function tcpDial(tos = 0): DialTcp {
  return ({ remote }, signal) => {
    const socket = connect({ host: toNode(remote), port: remote.port, family: remote.family });
    return connected(mark(socket, tos), 'connect', signal);
  };
}

/** Marking is a wish: a kernel that refuses it does not stop the call. */
export function mark<S extends Socket>(socket: S, tos: number): S {
  try {
    if (tos !== 0) socket.setTypeOfService(tos);
  } catch {
    // Sent unmarked.
  }
  return socket;
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
