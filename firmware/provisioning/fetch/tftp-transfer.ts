// One file by TFTP as a machine: packets in, packets out. RFC 1350 for the blocks, RFC 2347 to 2349 for their size and the file's.

import { Body } from './body.ts';
import { FetchError } from './fetched.ts';
import { parseTftpPacket, tftpAcknowledgement, tftpReadRequest } from './tftp-packet.ts';

/** What an Ethernet frame holds behind the headers of IPv6 and UDP, so that nothing is split on its way. */
const wantedBlockSize = 1428;
const plainBlockSize = 512;
const [fileNotFound, accessViolation, optionsRefused] = [1, 2, 8] as const;

export type TftpStep =
  | { readonly type: 'send'; readonly packet: Uint8Array }
  /** A repetition of what was taken already, or nothing that makes sense here. */
  | { readonly type: 'ignore' }
  | { readonly type: 'done'; readonly packet: Uint8Array };

export class TftpTransfer {
  readonly #file: string;
  readonly #body: Body;
  #options: Readonly<Record<string, number>> = { blksize: wantedBlockSize, tsize: 0 };
  #blockSize = plainBlockSize;
  /** Of the block that comes next; it goes around after 65535. */
  #next = 1;
  #started = false;
  #announced: number | undefined;

  constructor(file: string, largestBytes: number) {
    this.#file = file;
    this.#body = new Body(largestBytes);
  }

  get request(): Uint8Array {
    return tftpReadRequest(this.#file, this.#options);
  }

  get bytes(): Uint8Array {
    return this.#body.bytes();
  }

  /** Throws `FetchError`. */
  take(bytes: Uint8Array): TftpStep {
    const packet = parseTftpPacket(bytes);
    if (packet === undefined) return { type: 'ignore' };
    if (packet.type === 'error') return this.#refused(packet.code, packet.text);
    if (packet.type === 'options') return this.#agree(packet.options);
    return this.#block(packet.block, packet.bytes);
  }

  #refused(code: number, text: string): TftpStep {
    // An old server that takes options for an error (RFC 2347): once more without.
    if (!this.#started && (code === optionsRefused || code === 0) && Object.keys(this.#options).length > 0) {
      this.#options = {};
      return { type: 'send', packet: this.request };
    }
    const failure = code === fileNotFound ? 'notFound' : code === accessViolation ? 'denied' : 'protocol';
    throw new FetchError(failure, `the server says ${code}: ${text}`);
  }

  #agree(options: ReadonlyMap<string, string>): TftpStep {
    if (this.#started) return this.#next === 1 ? { type: 'send', packet: tftpAcknowledgement(0) } : { type: 'ignore' };
    const size = Number(options.get('blksize') ?? plainBlockSize);
    // A server may ask for less, never for more (RFC 2348).
    if (!Number.isInteger(size) || size < 8 || size > wantedBlockSize)
      throw new FetchError('protocol', `blocks of ${size} bytes`);
    this.#blockSize = size;
    const announced = options.get('tsize');
    if (announced !== undefined && /^\d{1,15}$/.test(announced)) {
      this.#announced = Number(announced);
      this.#body.announce(this.#announced);
    }
    this.#started = true;
    return { type: 'send', packet: tftpAcknowledgement(0) };
  }

  #block(block: number, bytes: Uint8Array): TftpStep {
    // Without an acknowledgement of options the server knows none (RFC 2347).
    if (!this.#started) this.#blockSize = plainBlockSize;
    if (block === ((this.#next - 1) & 0xffff) && this.#started && this.#body.length > 0) {
      // Our acknowledgement was lost. It is not repeated for what came before: Sorcerer's Apprentice (RFC 1123 §4.2.3.1).
      return { type: 'send', packet: tftpAcknowledgement(block) };
    }
    if (block !== this.#next || bytes.length > this.#blockSize) return { type: 'ignore' };
    this.#started = true;
    this.#body.append(Buffer.from(bytes));
    this.#next = (this.#next + 1) & 0xffff;
    const packet = tftpAcknowledgement(block);
    if (bytes.length === this.#blockSize) return { type: 'send', packet };
    if (this.#announced !== undefined && this.#announced !== this.#body.length) {
      throw new FetchError('incomplete', `${this.#body.length} of ${this.#announced} bytes came`);
    }
    return { type: 'done', packet };
  }
}
