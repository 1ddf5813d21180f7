// The header fields of one message, in their order on the wire; names compare without case and compact forms are unfolded
// (RFC 3261 §7.3). Raw values are the only thing kept; the typed accessors parse on demand and remember.

import type { CSeq, Via } from './message.ts';
import type { NameAddr } from './name-addr.ts';

/**
 * The strict fields (`via`, `from`, `to`, `cseq`, `callId`, `contentLength`) were checked when the message was parsed, so that reading them
 * never throws on a received message; the others throw `SipParseError` when malformed, or return undefined when absent.
 */
export class Headers {
  /** First value as it came, trimmed; undefined when absent. */
  get(_name: string): string | undefined {
    throw new Error('not written yet');
  }

  /** All values in order. A comma-separated list is split for the fields whose grammar is a list (Via, Route, Contact, Allow ...). */
  getAll(_name: string): readonly string[] {
    throw new Error('not written yet');
  }

  has(_name: string): boolean {
    throw new Error('not written yet');
  }

  /** Replaces all values of the name; at the place of the first, else at the end. */
  set(_name: string, _value: string): this {
    throw new Error('not written yet');
  }

  /** Adds below the last. */
  append(_name: string, _value: string): this {
    throw new Error('not written yet');
  }

  /** Adds above the first: how a Via is pushed. */
  prepend(_name: string, _value: string): this {
    throw new Error('not written yet');
  }

  delete(_name: string): this {
    throw new Error('not written yet');
  }

  clone(): Headers {
    throw new Error('not written yet');
  }

  /** Canonical names with values, in wire order. */
  entries(): IterableIterator<readonly [string, string]> {
    throw new Error('not written yet');
  }

  /** Topmost Via. */
  get via(): Via {
    throw new Error('not written yet');
  }
  get vias(): readonly Via[] {
    throw new Error('not written yet');
  }
  get from(): NameAddr {
    throw new Error('not written yet');
  }
  get to(): NameAddr {
    throw new Error('not written yet');
  }
  get callId(): string {
    throw new Error('not written yet');
  }
  get cseq(): CSeq {
    throw new Error('not written yet');
  }
  get contacts(): readonly NameAddr[] {
    throw new Error('not written yet');
  }
  get routes(): readonly NameAddr[] {
    throw new Error('not written yet');
  }
  get recordRoutes(): readonly NameAddr[] {
    throw new Error('not written yet');
  }
  get maxForwards(): number | undefined {
    throw new Error('not written yet');
  }
  get contentLength(): number | undefined {
    throw new Error('not written yet');
  }
  get expires(): number | undefined {
    throw new Error('not written yet');
  }
}
