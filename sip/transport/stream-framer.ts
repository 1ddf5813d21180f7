// Cuts a stream into messages by Content-Length (RFC 3261 §18.3) and finds keep-alives (RFC 5626 §3.5.1). Bytes in, frames out; how the bytes are
// chunked makes no difference. Linear in the bytes, and never holds more than one message and one chunk.

import { readContentLength } from '../message/content-length.ts';
import { maximumMessageBytes } from '../message/limits.ts';
import { type Frame, type Framer, lost } from './framer.ts';

const carriageReturn = 13;
const lineFeed = 10;

export class StreamFramer implements Framer {
  #buffer: Buffer = Buffer.alloc(0);
  /** The bytes that wait are `#buffer` from `#start` to `#end`. */
  #start = 0;
  #end = 0;
  /** How many of them hold no end of the header, from the start on. */
  #scanned = 0;
  /** Length of the message, once its header has been read. */
  #needed: number | undefined;
  #lost = false;
  #awaitsPong = false;

  awaitPong(): void {
    this.#awaitsPong = true;
  }

  /** Whether a message has begun and not ended. */
  get inMessage(): boolean {
    return !this.#lost && this.#end > this.#start && this.#buffer[this.#start] !== carriageReturn;
  }

  push(chunk: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    if (this.#lost) return frames;
    this.#append(chunk);
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) {
      frames.push(frame);
      if (frame.type !== 'lost') continue;
      this.#lost = true;
      this.#buffer = Buffer.alloc(0);
    }
    return frames;
  }

  #append(chunk: Uint8Array): void {
    const waiting = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const roomy = waiting + chunk.length > this.#buffer.length ? Buffer.alloc(2 * (waiting + chunk.length)) : this.#buffer;
      this.#buffer.copy(roomy, 0, this.#start, this.#end);
      this.#buffer = roomy;
      this.#start = 0;
      this.#end = waiting;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The next frame, if it is complete. */
  #take(): Frame | undefined {
    if (this.#lost) return undefined;
    if (this.#needed === undefined) {
      const frame = this.#takeEmptyLines() ?? this.#readHead();
      if (frame !== undefined) return frame;
    }
    if (this.#needed === undefined || this.#end - this.#start < this.#needed) return undefined;
    // A copy: the buffer is used again.
    const bytes = Uint8Array.from(this.#buffer.subarray(this.#start, this.#start + this.#needed));
    this.#skip(this.#needed);
    return { type: 'message', bytes };
  }

  /** Two are a ping; one is a pong where one is awaited, else a relic (§7.5). What may still become a pair is left. */
  #takeEmptyLines(): Frame | undefined {
    while (this.#at(0) === carriageReturn && this.#at(1) === lineFeed) {
      if (this.#awaitsPong) {
        this.#awaitsPong = false;
        this.#skip(2);
        return { type: 'pong' };
      }
      const third = this.#at(2);
      const fourth = this.#at(3);
      if (third === undefined || (third === carriageReturn && fourth === undefined)) return undefined;
      if (third === carriageReturn && fourth === lineFeed) {
        this.#skip(4);
        return { type: 'ping' };
      }
      this.#skip(2);
    }
    return undefined;
  }

  /** Finds the length of the message, or why there is none. */
  #readHead(): Frame | undefined {
    const first = this.#at(0);
    if (first === undefined) return undefined;
    const second = this.#at(1);
    if (first === carriageReturn && (second === undefined || second === lineFeed)) return undefined;
    // No start line begins so: another protocol, such as a TLS handshake on the wrong port.
    if (first <= 0x20 || first > 0x7e) return lost(400, 'Not SIP', undefined);
    const waiting = this.#buffer.subarray(this.#start, this.#end);
    const found = waiting.indexOf('\r\n\r\n', Math.max(0, this.#scanned - 3));
    this.#scanned = waiting.length;
    const headLength = found < 0 ? waiting.length : found + 4;
    if (headLength > maximumMessageBytes) return lost(513, 'Message Too Large', undefined);
    if (found < 0) return undefined;
    const head = waiting.subarray(0, headLength);
    const contentLength = readContentLength(head);
    if (contentLength === undefined) return lost(400, 'Missing or malformed Content-Length', head);
    if (headLength + contentLength > maximumMessageBytes) return lost(413, 'Request Entity Too Large', head);
    this.#needed = headLength + contentLength;
    return undefined;
  }

  #at(offset: number): number | undefined {
    return this.#start + offset < this.#end ? this.#buffer[this.#start + offset] : undefined;
  }

  #skip(count: number): void {
    this.#start += count;
    this.#scanned = 0;
    this.#needed = undefined;
  }
}
