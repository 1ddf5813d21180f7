// A position in one header value and the few moves that the grammar needs (RFC 3261 §25.1). Goes forward only, so it is linear.

import { SipParseError } from '../errors.ts';
import { isBlank, isClass, tokenClass, valueClass } from './characters.ts';

const quote = 0x22;
const backslash = 0x5c;

export class Scanner {
  readonly text: string;
  position: number;

  constructor(text: string, position: number = 0) {
    this.text = text;
    this.position = position;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Character code here; NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  fail(expected: string): never {
    throw new SipParseError('malformedHeader', `expected ${expected} at character ${this.position}`);
  }

  skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.position))) this.position++;
  }

  /** Takes the character, with the blanks around it, when it is next. */
  accept(code: number): boolean {
    this.skipBlanks();
    if (this.peek() !== code) return false;
    this.position++;
    this.skipBlanks();
    return true;
  }

  expectEnd(): void {
    this.skipBlanks();
    if (!this.atEnd) this.fail('the end');
  }

  /** The longest run of the class; may be empty. */
  run(bits: number): string {
    const start = this.position;
    while (isClass(this.text.charCodeAt(this.position), bits)) this.position++;
    return this.text.slice(start, this.position);
  }

  token(): string {
    const text = this.run(tokenClass);
    if (text === '') this.fail('a token');
    return text;
  }

  /** quoted-string, unescaped; the position is on the opening quote. */
  quotedString(): string {
    const { text } = this;
    const start = this.position + 1;
    let escaped = false;
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === backslash) {
        escaped = true;
        i++;
      } else if (code === quote) {
        this.position = i + 1;
        const inner = text.slice(start, i);
        return escaped ? inner.replace(/\\([\s\S])/g, '$1') : inner;
      }
    }
    this.position = text.length;
    return this.fail('a closing quote');
  }

  /** token, host or quoted-string. */
  parameterValue(): string {
    if (this.peek() === quote) return this.quotedString();
    const value = this.run(valueClass);
    if (value === '') this.fail('a value');
    return value;
  }
}
