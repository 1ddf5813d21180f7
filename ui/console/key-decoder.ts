// Bytes of a terminal to keys (ECMA-48 control sequences, the VT100's editing keys). Hostile bytes make no key and no harm.

export type EditingKey =
  | 'enter'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  /** ^U, ^K, ^W */
  | 'deleteToStart'
  | 'deleteToEnd'
  | 'deleteWord'
  /** ^C, ^D, ^L */
  | 'interrupt'
  | 'endOfInput'
  | 'clearScreen';

export type Key = { readonly type: EditingKey } | { readonly type: 'text'; readonly character: string };

const controls: Readonly<Record<number, EditingKey>> = {
  1: 'home',
  2: 'left',
  3: 'interrupt',
  4: 'endOfInput',
  5: 'end',
  6: 'right',
  8: 'backspace',
  9: 'tab',
  11: 'deleteToEnd',
  12: 'clearScreen',
  13: 'enter',
  14: 'down',
  16: 'up',
  21: 'deleteToStart',
  23: 'deleteWord',
  127: 'backspace',
};

/** `ESC [ A`, `ESC O A`, and with a number `ESC [ 3 ~`. */
const sequences: Readonly<Record<string, EditingKey>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '7~': 'home',
  '8~': 'end',
};

const escapeByte = 0x1b;
const longestSequence = 16;

export class KeyDecoder {
  #state: 'plain' | 'escape' | 'sequence' = 'plain';
  #sequence = '';
  #afterReturn = false;

  /** One byte; undefined while a sequence is under way and for what means nothing. */
  decode(byte: number): Key | undefined {
    const afterReturn = this.#afterReturn;
    this.#afterReturn = false;
    if (this.#state === 'escape') return this.#startSequence(byte);
    if (this.#state === 'sequence') return this.#continueSequence(byte);
    if (byte === escapeByte) {
      this.#state = 'escape';
      return undefined;
    }
    if (byte === 10) return afterReturn ? undefined : { type: 'enter' };
    this.#afterReturn = byte === 13;
    const control = controls[byte];
    if (control !== undefined) return { type: control };
    return byte >= 0x20 && byte < 0x7f ? { type: 'text', character: String.fromCharCode(byte) } : undefined;
  }

  #startSequence(byte: number): undefined {
    // "[" (CSI) and "O" (SS3) open one; ESC ESC starts over; ESC with anything else is a meta key and means nothing here.
    if (byte !== escapeByte) this.#state = byte === 0x5b || byte === 0x4f ? 'sequence' : 'plain';
    this.#sequence = '';
    return undefined;
  }

  /** ECMA-48 §5.4: parameter and intermediate bytes 0x20-0x3f, then one final byte 0x40-0x7e. */
  #continueSequence(byte: number): Key | undefined {
    if (byte >= 0x20 && byte <= 0x3f && this.#sequence.length < longestSequence) {
      this.#sequence += String.fromCharCode(byte);
      return undefined;
    }
    this.#state = byte === escapeByte ? 'escape' : 'plain';
    if (byte < 0x40 || byte > 0x7e) return undefined;
    const type = sequences[this.#sequence + String.fromCharCode(byte)];
    return type === undefined ? undefined : { type };
  }
}
