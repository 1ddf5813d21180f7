// What is on the terminal's bottom line: draws prompt and line, and prints above them without destroying what is typed.

import type { Line } from './line-editor.ts';

const clearToEnd = '\x1b[K';
/** Longest text of one print; a command never has more to say, and a topic's lines are bounded before. */
const longestPrint = 64 * 1024;

/** C0 and C1 controls could move the cursor or answer back for the person; nothing from outside may do that. */
function printable(text: string): string {
  let clean = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    clean += code < 0x20 || (code >= 0x7f && code < 0xa0) ? '?' : character;
  }
  return clean;
}

export class Terminal {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #encoder = new TextEncoder();
  /** Whether the bottom line shows prompt and typed text. */
  #shown: { readonly prompt: string; readonly line: Line } | undefined;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  bell(): void {
    this.#send('\x07');
  }

  clear(): void {
    this.#send('\x1b[H\x1b[2J');
    this.#redraw();
  }

  /** Lines above the prompt; the prompt and what is typed come again below. */
  print(text: string): void {
    const lines = text.slice(0, longestPrint).split('\n').map(printable);
    this.#send(`${this.#shown === undefined ? '' : `\r${clearToEnd}`}${lines.join('\r\n')}\r\n`);
    this.#redraw();
  }

  /** A line appended at its end costs one character on the wire, anything else the whole line. */
  show(prompt: string, line: Line): void {
    const before = this.#shown;
    this.#shown = { prompt, line };
    const appended = line.cursor === line.text.length && before?.line.cursor === before?.line.text.length;
    if (
      before?.prompt === prompt &&
      appended &&
      line.text.length > before.line.text.length &&
      line.text.startsWith(before.line.text)
    ) {
      this.#send(line.text.slice(before.line.text.length));
      return;
    }
    this.#redraw();
  }

  /** The line was entered: what is printed now goes below it. */
  leave(): void {
    this.#shown = undefined;
    this.#send('\r\n');
  }

  #redraw(): void {
    if (this.#shown === undefined) return;
    const { prompt, line } = this.#shown;
    const back = line.text.length - line.cursor;
    this.#send(`\r${clearToEnd}${prompt}${line.text}${back > 0 ? `\x1b[${back}D` : ''}`);
  }

  #send(text: string): void {
    this.#write(this.#encoder.encode(text));
  }
}
