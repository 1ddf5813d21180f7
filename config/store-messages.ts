// What the store asks of its file, and what it hears. Plain data.

/** Who made the change; kept in the history. */
export type Origin = 'user' | 'admin' | 'provisioning' | 'console' | 'commandLine' | 'recovery';

/** `json` is the stored form of the value; null: not set. */
export interface StoredChange {
  readonly path: string;
  readonly json: string | null;
}

export type RecordOperation =
  | { readonly operation: 'put'; readonly collection: string; readonly id: number; readonly json: string }
  | { readonly operation: 'delete'; readonly collection: string; readonly id: number }
  | { readonly operation: 'clear'; readonly collection: string };

interface When {
  readonly atMs: number;
  readonly timeTrusted: boolean;
  readonly origin: Origin;
  /** In the words of who made it: the file it came from, the person's name. Never with a secret. */
  readonly reason: string;
}

export type WriteRequest =
  | ({ readonly type: 'change'; readonly changes: readonly StoredChange[] } & When)
  | ({ readonly type: 'rollBack'; readonly revision: number } & When)
  /** Every parameter back to what it is without a setting. */
  | ({ readonly type: 'restoreDefaults' } & When)
  | { readonly type: 'history'; readonly limit: number }
  /** What differs between the states right after two revisions. */
  | { readonly type: 'difference'; readonly from: number; readonly to: number }
  | { readonly type: 'reseal'; readonly keys: readonly Uint8Array[]; readonly secretPaths: readonly string[] }
  | { readonly type: 'record'; readonly operations: readonly RecordOperation[] };

/** One line of the history. Values stay in the store: they may be secrets. */
export interface Revision {
  readonly revision: number;
  readonly atMs: number;
  readonly timeTrusted: boolean;
  readonly origin: Origin;
  readonly reason: string;
  readonly paths: readonly string[];
}

/** `json` as stored: sealed where it is a secret. */
export interface Difference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type WriteReply =
  /**
   * `state`: how each path that the request named is now, also when it was so before. `revision` is the newest, a new one only when something
   * differed.
   */
  | { readonly type: 'changed'; readonly revision: number; readonly state: readonly StoredChange[] }
  | { readonly type: 'unknownRevision'; readonly oldest: number; readonly newest: number }
  | { readonly type: 'history'; readonly revisions: readonly Revision[] }
  | { readonly type: 'difference'; readonly changes: readonly Difference[] }
  | { readonly type: 'done' }
  /** The transaction was undone as a whole. `code` is SQLite's, such as `SQLITE_FULL`. */
  | { readonly type: 'failed'; readonly code: string; readonly text: string };
