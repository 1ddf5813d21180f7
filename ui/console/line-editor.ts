// The line that is being typed: pure functions over text and cursor, with a bounded history.

import type { Key } from './key-decoder.ts';

export interface Line {
  readonly text: string;
  /** Place of the cursor, 0 to the length of the text. */
  readonly cursor: number;
}

export const emptyLine: Line = { text: '', cursor: 0 };
const longestLine = 512;

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

function cut(line: Line, from: number, to: number): Line {
  return { text: line.text.slice(0, from) + line.text.slice(to), cursor: from };
}

function startOfWord({ text, cursor }: Line): number {
  const trimmed = text.slice(0, cursor).trimEnd();
  return trimmed.lastIndexOf(' ') + 1;
}

/** The same object when the key changes nothing: the session rings the bell. */
export function edit(line: Line, key: Key): Line {
  const { text, cursor } = line;
  switch (key.type) {
    case 'text':
      if (text.length >= longestLine) return line;
      return { text: text.slice(0, cursor) + key.character + text.slice(cursor), cursor: cursor + 1 };
    case 'backspace':
      return cursor === 0 ? line : cut(line, cursor - 1, cursor);
    case 'delete':
      return cursor === text.length ? line : cut(line, cursor, cursor + 1);
    case 'left':
      return cursor === 0 ? line : { text, cursor: cursor - 1 };
    case 'right':
      return cursor === text.length ? line : { text, cursor: cursor + 1 };
    default:
      return editMore(line, key);
  }
}

function editMore(line: Line, key: Key): Line {
  const { text, cursor } = line;
  switch (key.type) {
    case 'home':
      return { text, cursor: 0 };
    case 'end':
      return lineOf(text);
    case 'deleteToStart':
      return cut(line, 0, cursor);
    case 'deleteToEnd':
      return cut(line, cursor, text.length);
    case 'deleteWord':
      return cut(line, startOfWord(line), cursor);
    default:
      return line;
  }
}

const keptLines = 50;

/** Lines entered before, walked by up and down. What was being typed comes back at the end of the walk. */
export class LineHistory {
  #lines: readonly string[] = [];
  #place = 0;
  #typed = '';

  add(text: string): void {
    if (text.trim() !== '' && text !== this.#lines.at(-1)) this.#lines = [...this.#lines, text].slice(-keptLines);
    this.#place = this.#lines.length;
  }

  /** Undefined at either end. */
  walk(direction: 'up' | 'down', typing: string): string | undefined {
    const next = this.#place + (direction === 'up' ? -1 : 1);
    if (next < 0 || next > this.#lines.length) return undefined;
    if (this.#place === this.#lines.length) this.#typed = typing;
    this.#place = next;
    return next === this.#lines.length ? this.#typed : this.#lines[next];
  }

  clear(): void {
    this.#lines = [];
    this.#place = 0;
    this.#typed = '';
  }
}
