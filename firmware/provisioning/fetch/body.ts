// A body as it comes in, up to the size that is allowed.

import { FetchError } from './fetched.ts';

export class Body {
  readonly #largestBytes: number;
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(largestBytes: number) {
    this.#largestBytes = largestBytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Throws `tooLarge`. */
  announce(bytes: number): void {
    if (bytes > this.#largestBytes) {
      throw new FetchError('tooLarge', `the file has ${bytes} bytes, and ${this.#largestBytes} are allowed`);
    }
  }

  /** Throws `tooLarge`. */
  append(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > this.#largestBytes) {
      throw new FetchError('tooLarge', `the file has more than the ${this.#largestBytes} bytes that are allowed`);
    }
    this.#chunks.push(chunk);
  }

  /** What came belongs to another state of the file. */
  forget(): void {
    this.#chunks = [];
    this.#length = 0;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
