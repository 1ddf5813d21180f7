// Gathers what a reader understood: each value checked by its declaration, the last one of several counting.

import { findParameter, type Parameter, type StoredValue } from '../schema.ts';
import { readValue } from '../value.ts';
import type { FileChange, FormatName, Reading, Remark, RemarkReason } from './format.ts';

const mostRemarks = 1000;
const longestName = 120;

interface Taken {
  readonly line: number;
  readonly name: string;
  readonly value: StoredValue | undefined;
}

export class Taking {
  readonly #taken = new Map<string, Taken>();
  readonly #remarks: Remark[] = [];
  #furtherRemarks = 0;

  /** The entry is told of and not taken. */
  remark(line: number, name: string, reason: RemarkReason, text: string): void {
    if (this.#remarks.length >= mostRemarks) this.#furtherRemarks++;
    else this.#remarks.push({ line, name: name.slice(0, longestName), reason, text });
  }

  unknown(line: number, name: string): void {
    this.remark(line, name, 'unknownName', 'There is no parameter of this name.');
  }

  /** `value`: of the parameter's type or its text form. False when it was refused. */
  take(line: number, name: string, path: string, value: unknown): boolean {
    const parameter = findParameter(path);
    if (parameter === undefined) {
      this.unknown(line, name);
      return false;
    }
    const read = readValue(parameter.declaration, value);
    if (!read.ok) {
      this.remark(line, name, 'badValue', `${said(parameter, value)}Expected ${read.expected}.`);
      return false;
    }
    this.#keep(line, name, parameter, read.value);
    return true;
  }

  /** Back to what the parameter is without. */
  reset(line: number, name: string, path: string): void {
    const parameter = findParameter(path);
    if (parameter === undefined) this.unknown(line, name);
    else this.#keep(line, name, parameter, undefined);
  }

  has(path: string): boolean {
    return this.#taken.has(path);
  }

  done(format: FormatName): Reading {
    const changes: FileChange[] = [...this.#taken].map(([path, { value }]) => ({ path, value }));
    return { format, changes, remarks: this.#remarks, furtherRemarks: this.#furtherRemarks };
  }

  #keep(line: number, name: string, parameter: Parameter, value: StoredValue | undefined): void {
    const { path, declaration } = parameter;
    const before = this.#taken.get(path);
    // What is the default anyway is not stored, so that a full file does not pin the defaults of this version.
    const stored = value === parameter.default && parameter.inherits === undefined ? undefined : value;
    if (before !== undefined && before.value !== stored) {
      this.remark(before.line, before.name, 'repeated', `Line ${line} sets it again and counts.`);
    }
    this.#taken.set(path, { line, name, value: stored });
    if (before === undefined && declaration.noEffectYet === true) {
      this.remark(line, name, 'noEffectYet', 'Kept; nothing acts on it in this version.');
    }
  }
}

const longestQuoted = 60;

/** The value as it was written, unless it may be a secret. */
function said({ declaration }: Parameter, value: unknown): string {
  if (declaration.secret === true || typeof value !== 'string') return '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what would spoil the report's own line is taken out here
  const printable = value.replace(/[\u0000-\u001f\u007f]/g, ' ');
  return `"${printable.length > longestQuoted ? `${printable.slice(0, longestQuoted)}…` : printable}" is not right. `;
}
