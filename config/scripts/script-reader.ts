// Reads a script from left to right, and says where and why it cannot go on. White space counts nowhere.

/** What is wrong with a script, and where: `at` counts characters from 0. */
export interface ScriptProblem {
  readonly at: number;
  readonly expected: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ScriptProblem };

/** What these phones take in one parameter. */
const mostCharacters = 127;
const longestMs = 3_600_000;

class Stop extends Error {
  readonly problem: ScriptProblem;

  constructor(problem: ScriptProblem) {
    super(problem.expected);
    this.problem = problem;
  }
}

/** Whatever `read` leaves unread is a problem; nothing is thrown. */
export function parseScript<T>(text: string, read: (reader: ScriptReader) => T): Parsed<T> {
  if (text.length > mostCharacters) return { ok: false, problem: { at: mostCharacters, expected: 'at most 127 characters' } };
  const reader = new ScriptReader(text);
  try {
    const value = read(reader);
    reader.end();
    return { ok: true, value };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: error.problem };
    throw error;
  }
}

export class ScriptReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  fail(expected: string): never {
    throw new Stop({ at: this.#at, expected });
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) this.fail('the end');
  }

  get atEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  /** What comes next, unread. */
  peek(): string {
    this.#skipSpace();
    return this.#text.charAt(this.#at);
  }

  /** Takes `mark` if it comes next. */
  take(mark: string): boolean {
    this.#skipSpace();
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) this.fail(`"${mark}"`);
  }

  /** Everything before the next `mark` or the end, without the space around it. */
  until(mark: string): string {
    const found = this.#text.indexOf(mark, this.#at);
    const end = found < 0 ? this.#text.length : found;
    const text = this.#text.slice(this.#at, end).trim();
    this.#at = end;
    return text;
  }

  whole(what: string, least: number, most: number): number {
    const text = this.#match(/\d{1,6}/y, what);
    const value = Number(text);
    if (value < least || value > most) {
      this.#at -= text.length;
      this.fail(`${what} from ${least} to ${most}`);
    }
    return value;
  }

  decimal(what: string, least: number, most: number): number {
    const text = this.#match(/[+-]?\d{1,4}(\.\d{1,3})?/y, what);
    const value = Number(text);
    if (value < least || value > most) {
      this.#at -= text.length;
      this.fail(`${what} from ${least} to ${most}`);
    }
    return value;
  }

  /** Seconds with up to three decimals as milliseconds; `*` is `forEver`. */
  duration(forEver: number): number {
    if (this.take('*')) return forEver;
    const text = this.#match(/\d{1,5}(\.\d{0,3})?|\.\d{1,3}/y, 'a time in seconds or *');
    const ms = Math.round(Number(text) * 1000);
    if (ms > longestMs) {
      this.#at -= text.length;
      this.fail('at most 3600 seconds');
    }
    return ms;
  }

  /** At least one, then more after each `mark`; a mark before the end of the text is passed over. */
  list<T>(mark: string, most: number, what: string, read: () => T): readonly T[] {
    const items = [read()];
    while (this.take(mark)) {
      if (this.atEnd) break;
      if (items.length === most) this.fail(`at most ${most} ${what}`);
      items.push(read());
    }
    return items;
  }

  #match(pattern: RegExp, what: string): string {
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) this.fail(what);
    this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }
}
