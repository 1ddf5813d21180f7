// The header fields of one message, in their order on the wire; names compare without case and compact forms are unfolded
// (RFC 3261 §7.3). Raw values are the only thing kept; the typed accessors parse on demand and remember.

import { SipParseError } from '../errors.ts';
import { isToken, parseDecimal, trimBlanks } from './characters.ts';
import { parseCSeq } from './cseq.ts';
import { isListHeader, knownHeaderName } from './header-names.ts';
import type { CSeq, Via } from './message.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { splitList } from './split-list.ts';
import { parseVia } from './via.ts';

interface Field {
  /** What names are compared by: canonical when known, else lower case. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

const highestDeltaSeconds = 2 ** 32 - 1;

/**
 * The strict fields (`via`, `from`, `to`, `cseq`, `callId`, `contentLength`) were checked when the message was parsed, so that reading them
 * never throws on a received message; the others throw `SipParseError` when malformed, or return undefined when absent.
 * A line break can not get in: `set`, `append` and `prepend` turn it into a blank.
 */
export class Headers {
  #fields: Field[] = [];
  readonly #memo: Map<string, unknown> = new Map();

  /** First value, trimmed; undefined when absent. Of a list field its first element: `get(x)` is `getAll(x)[0]`. */
  get(name: string): string | undefined {
    const key = keyOf(name);
    const field = this.#fields.find((each) => each.key === key);
    if (field === undefined) return undefined;
    return isListHeader(key) ? splitList(field.value)[0] : field.value;
  }

  /** All values in order. A comma-separated list is split for the fields whose grammar is a list (Via, Route, Contact, Allow ...). */
  getAll(name: string): readonly string[] {
    const key = keyOf(name);
    const list = isListHeader(key);
    const values: string[] = [];
    for (const field of this.#fields) {
      if (field.key !== key) continue;
      if (list) values.push(...splitList(field.value));
      else values.push(field.value);
    }
    return values;
  }

  has(name: string): boolean {
    const key = keyOf(name);
    return this.#fields.some((field) => field.key === key);
  }

  /** Replaces all values of the name; at the place of the first, else at the end. */
  set(name: string, value: string): this {
    const field = makeField(name, value);
    const index = this.#fields.findIndex((each) => each.key === field.key);
    if (index < 0) return this.#insert(this.#fields.length, field);
    this.#fields = this.#fields.filter((each, i) => each.key !== field.key || i === index);
    this.#fields[index] = field;
    this.#memo.delete(field.key);
    return this;
  }

  /** Adds below the last of the name, else at the end. */
  append(name: string, value: string): this {
    const field = makeField(name, value);
    const last = this.#fields.findLastIndex((each) => each.key === field.key);
    return this.#insert(last < 0 ? this.#fields.length : last + 1, field);
  }

  /** Adds above the first of the name, else at the top: how a Via is pushed. */
  prepend(name: string, value: string): this {
    const field = makeField(name, value);
    const first = this.#fields.findIndex((each) => each.key === field.key);
    return this.#insert(Math.max(first, 0), field);
  }

  /** Adds at the very end, as the lines come in. */
  push(name: string, value: string): this {
    return this.#insert(this.#fields.length, makeField(name, value));
  }

  delete(name: string): this {
    const key = keyOf(name);
    this.#fields = this.#fields.filter((field) => field.key !== key);
    this.#memo.delete(key);
    return this;
  }

  clone(): Headers {
    const copy = new Headers();
    copy.#fields = this.#fields.slice();
    for (const [key, value] of this.#memo) copy.#memo.set(key, value);
    return copy;
  }

  /** Canonical names with values, in wire order. */
  *entries(): IterableIterator<readonly [string, string]> {
    for (const field of this.#fields) yield [field.name, field.value];
  }

  /** Topmost Via. */
  get via(): Via {
    return this.vias[0] ?? missing('Via');
  }
  get vias(): readonly Via[] {
    return this.#remember('Via', () => this.getAll('Via').map(parseVia));
  }
  get from(): NameAddr {
    return this.#remember('From', () => parseNameAddr(this.#required('From')));
  }
  get to(): NameAddr {
    return this.#remember('To', () => parseNameAddr(this.#required('To')));
  }
  get callId(): string {
    return this.#required('Call-ID');
  }
  get cseq(): CSeq {
    return this.#remember('CSeq', () => parseCSeq(this.#required('CSeq')));
  }
  /** Empty also for `Contact: *`. */
  get contacts(): readonly NameAddr[] {
    return this.#remember('Contact', () => (this.get('Contact') === '*' ? [] : this.getAll('Contact').map(parseNameAddr)));
  }
  get routes(): readonly NameAddr[] {
    return this.#remember('Route', () => this.getAll('Route').map(parseNameAddr));
  }
  get recordRoutes(): readonly NameAddr[] {
    return this.#remember('Record-Route', () => this.getAll('Record-Route').map(parseNameAddr));
  }
  get maxForwards(): number | undefined {
    return this.#number('Max-Forwards', 255);
  }
  get contentLength(): number | undefined {
    return this.#number('Content-Length', highestDeltaSeconds);
  }
  get expires(): number | undefined {
    return this.#number('Expires', highestDeltaSeconds);
  }

  #insert(index: number, field: Field): this {
    if (index === this.#fields.length) this.#fields.push(field);
    else this.#fields.splice(index, 0, field);
    this.#memo.delete(field.key);
    return this;
  }

  #required(name: string): string {
    return this.get(name) ?? missing(name);
  }

  #number(name: string, maximum: number): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    const value = parseDecimal(text, maximum);
    if (value === undefined) throw new SipParseError('malformedHeader', `${name} is not a number up to ${maximum}`);
    return value;
  }

  #remember<T>(key: string, parse: () => T): T {
    const remembered = this.#memo.get(key);
    if (remembered !== undefined) return remembered as T;
    const value = parse();
    this.#memo.set(key, value);
    return value;
  }
}

function keyOf(name: string): string {
  return knownHeaderName(name) ?? name.toLowerCase();
}

function makeField(name: string, value: string): Field {
  const known = knownHeaderName(name);
  if (known === undefined && !isToken(name)) throw new SipParseError('malformedHeader', 'a header name must be a token');
  return { key: known ?? name.toLowerCase(), name: known ?? name, value: withoutLineBreaks(value) };
}

/** Header injection ends here. A NUL is legal in a quoted pair only (RFC 4475 §3.1.1.2). */
function withoutLineBreaks(value: string): string {
  const trimmed = trimBlanks(value);
  if (!/[\r\n\0]/.test(trimmed)) return trimmed;
  return trimBlanks(trimmed.replace(/[\r\n]+/g, ' ').replace(/(?<!\\)\0/g, ''));
}

function missing(name: string): never {
  throw new SipParseError('missingHeader', `${name} is missing`);
}
