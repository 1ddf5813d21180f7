// What reading another's file gives, whatever its format: changes that the store will take, and what became of the rest.

import type { StoredValue } from '../schema.ts';

export type FormatName = 'audiocodes' | 'spa' | 'spaText' | 'cisco' | 'dialTemplates' | 'yealink' | 'poly' | 'speedDials';

/** As `store.change` takes it, already checked: undefined sets the parameter back to what it is without. */
export interface FileChange {
  readonly path: string;
  readonly value: StoredValue | undefined;
}

export type RemarkReason =
  /** No parameter of ours has that name. */
  | 'unknownName'
  /** The value is out of range or of another kind; what was set before stays. */
  | 'badValue'
  /** The line or element is not of this format. */
  | 'badSyntax'
  /** Known, and this phone has nothing that it could mean: another scale, a model's part, a second value where we have one. */
  | 'notApplicable'
  /** An encrypted value whose key is not there. */
  | 'unreadableSecret'
  /** A later line says otherwise; the later one counts. */
  | 'repeated'
  /** Kept, and nothing acts on it in this version. */
  | 'noEffectYet';

/** One entry that was not taken as it stands, or only kept. The value of a secret is never in it. */
export interface Remark {
  /** Counted from 1; 0 where the file has no lines. */
  readonly line: number;
  /** As the file says it. */
  readonly name: string;
  readonly reason: RemarkReason;
  /** One sentence for the administrator. */
  readonly text: string;
}

export interface Reading {
  readonly format: FormatName;
  /** Each path once. What is wrong in a file is left out and told of; the rest is taken. */
  readonly changes: readonly FileChange[];
  readonly remarks: readonly Remark[];
  /** Remarks beyond those that are kept. */
  readonly furtherRemarks: number;
}

export type FileProblem =
  | 'tooLarge'
  /** Of no format that is known here, or a file for another purpose, such as a picture. */
  | 'notRecognised'
  /** Encrypted, and no key opens it: another key, or bytes that were changed. */
  | 'wrongKey'
  /** Half a file, or one that was spoiled on the way. */
  | 'damaged';

/** A file is refused as a whole only when it cannot be understood as one; nothing of it counts then. */
export type ReadResult =
  | ({ readonly ok: true } & Reading)
  | { readonly ok: false; readonly problem: FileProblem; readonly text: string; readonly line?: number };

/** What opens encrypted files and values. */
export interface FileKeys {
  /** Of 32 bytes, for files and values of our own tool. */
  readonly own?: readonly Uint8Array[];
  /** Pass phrases: of our own tool, and of `openssl enc` as SPA profiles have it (`--key`). */
  readonly phrases?: readonly string[];
  /** Of 24 bytes, for `.cfx` files and values that an AudioCodes tool made. */
  readonly tripleDes?: readonly Uint8Array[];
}

export interface ReadOptions {
  readonly keys?: FileKeys;
  /** Before and after unpacking. 4 MB where nothing is said: ten times the largest profile that phones have. */
  readonly maxBytes?: number;
  /** Of SPA profiles: the map of foreign elements that the rule's `--alias` names. */
  readonly spaAliases?: string;
}

export const defaultMaxBytes: number = 4 * 1024 * 1024;
