// A position in the text of an XML document and the moves that its grammar needs. Goes forward only, so it is linear.

import { SipParseError } from '../errors.ts';

const longestName = 128;
/** NCName and one colon, roughly: what XML 1.0 allows beyond ASCII is let through. */
const nameHere = /[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff-]*(?::[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff-]*)?/y;
const spaceHere = /[ \t\n]*/y;

export class XmlCursor {
  readonly text: string;
  position: number = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  fail(problem: string): never {
    throw new SipParseError('malformedXml', `${problem} at character ${this.position}`);
  }

  /** Takes the words when they are next. */
  accept(words: string): boolean {
    if (!this.text.startsWith(words, this.position)) return false;
    this.position += words.length;
    return true;
  }

  expect(words: string): void {
    if (!this.accept(words)) this.fail(`expected ${words}`);
  }

  /** Whether there was any. */
  skipSpace(): boolean {
    spaceHere.lastIndex = this.position;
    const length = spaceHere.exec(this.text)?.[0].length ?? 0;
    this.position += length;
    return length > 0;
  }

  /** A qualified name. */
  name(): string {
    nameHere.lastIndex = this.position;
    const name = nameHere.exec(this.text)?.[0];
    if (name === undefined || name.length > longestName) return this.fail('expected a name');
    this.position += name.length;
    return name;
  }

  /** What stands before `end`; goes behind it. */
  through(end: string): string {
    const found = this.text.indexOf(end, this.position);
    if (found < 0) this.fail(`expected ${end}`);
    const passed = this.text.slice(this.position, found);
    this.position = found + end.length;
    return passed;
  }
}
