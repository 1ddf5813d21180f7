// The words of a base on its serial line. Their bytes differ by maker and are mostly not public: the board's file brings them as a table.

import type { EhsCommand, EhsSignal } from './ehs-machine.ts';

/** Bytes in hexadecimal; words that a base does not have are left out. */
export interface EhsTable {
  readonly signals: Readonly<Partial<Record<EhsSignal, string>>>;
  readonly commands: Readonly<Partial<Record<EhsCommand, string>>>;
}

export const ehsSignals: readonly EhsSignal[] = [
  'offHook',
  'onHook',
  'hookPressed',
  'mute',
  'volumeUp',
  'volumeDown',
  'present',
  'absent',
];
export const ehsCommands: readonly EhsCommand[] = ['ringOn', 'ringOff', 'linkOn', 'linkOff', 'muteOn', 'muteOff'];

const longestWord = 32;

/** Undefined for what is no word: an odd number of digits, nothing, or too long. */
export function wordBytes(hexadecimal: string): Uint8Array | undefined {
  const digits = hexadecimal.replaceAll(/\s/g, '');
  if (!/^([0-9a-fA-F]{2})+$/.test(digits) || digits.length > 2 * longestWord) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Finds words in what arrives in whatever pieces. Of two that begin alike the longer counts; what is none is passed over, byte by byte. */
export class EhsReader {
  readonly #words: readonly (readonly [EhsSignal, Uint8Array])[];
  #waiting: number[] = [];

  constructor(table: EhsTable) {
    this.#words = Object.entries(table.signals)
      .flatMap(([signal, text]) => {
        const bytes = wordBytes(text);
        return bytes === undefined ? [] : [[signal as EhsSignal, bytes] as const];
      })
      .toSorted(([, a], [, b]) => b.length - a.length);
  }

  read(bytes: Uint8Array): readonly EhsSignal[] {
    const signals: EhsSignal[] = [];
    for (const byte of bytes) {
      this.#waiting.push(byte);
      this.#settle(signals);
    }
    return signals;
  }

  #settle(signals: EhsSignal[]): void {
    while (this.#waiting.length > 0) {
      // A longer word may still come.
      if (this.#words.some(([, word]) => word.length > this.#waiting.length && this.#startsLike(word))) return;
      const found = this.#words.find(([, word]) => word.length <= this.#waiting.length && this.#startsLike(word));
      if (found !== undefined) signals.push(found[0]);
      this.#waiting = this.#waiting.slice(found?.[1].length ?? 1);
    }
  }

  #startsLike(word: Uint8Array): boolean {
    const length = Math.min(word.length, this.#waiting.length);
    for (let i = 0; i < length; i++) if (word[i] !== this.#waiting[i]) return false;
    return true;
  }
}
