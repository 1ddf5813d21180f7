// The frames of baresip's control connection: JSON in netstrings (`5:hello,`).

import type { Socket } from 'node:net';

export interface BaresipEvent {
  readonly type: string;
  /** The digit of `CALL_DTMF_START`, the reason of `CALL_CLOSED`. */
  readonly param?: string;
}

export function writeNetstring(text: string): string {
  return `${Buffer.byteLength(text)}:${text},`;
}

export function readNetstrings(socket: Socket, receive: (event: BaresipEvent) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    for (;;) {
      const colon = pending.indexOf(':');
      const start = colon + 1;
      const end = start + Number(pending.toString('latin1', 0, Math.max(colon, 0)));
      if (colon < 0 || pending.length <= end) return;
      const frame = JSON.parse(pending.toString('utf8', start, end)) as { readonly event?: boolean } & BaresipEvent;
      pending = pending.subarray(end + 1);
      if (frame.event === true) receive(frame);
    }
  });
  // A peer that is stopped resets its connections.
  socket.on('error', () => {});
}
