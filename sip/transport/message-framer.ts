// Where each piece is a whole message already, as on a WebSocket (RFC 7118 §4.2); keep-alives may stand between them as on other streams.

import { maximumMessageBytes } from '../message/limits.ts';
import { type Frame, type Framer, lost } from './framer.ts';

export class MessageFramer implements Framer {
  readonly inMessage: boolean = false;

  awaitPong(): void {}

  push(chunk: Uint8Array): readonly Frame[] {
    if (chunk.length === 0) return [];
    if (isLineEnds(chunk, 1)) return [{ type: 'pong' }];
    if (isLineEnds(chunk, 2)) return [{ type: 'ping' }];
    if (chunk.length > maximumMessageBytes) return [lost(513, 'Message Too Large', undefined)];
    return [{ type: 'message', bytes: chunk }];
  }
}

function isLineEnds(chunk: Uint8Array, count: number): boolean {
  return chunk.length === 2 * count && chunk.every((byte, index) => byte === (index % 2 === 0 ? 13 : 10));
}
