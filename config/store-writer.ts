// All writing to the store's file, one transaction for each request, in steps. When it is safe from a loss of power is not its business.

import type { Database, Statement } from 'better-sqlite3';
import { resealAll } from './resealing.ts';
import { type KeyRing, sealingKey } from './sealing.ts';
import { inSteps, type Steps } from './steps.ts';
import type { Difference, Origin, RecordOperation, Revision, StoredChange, WriteReply, WriteRequest } from './store-messages.ts';

/** Older revisions are forgotten. */
const keptRevisions = 500;

interface ChangeRow {
  readonly path: string;
  readonly before: string | null;
}

interface RevisionRow {
  readonly revision: number;
  readonly atMs: number;
  readonly timeTrusted: number;
  readonly origin: Origin;
  readonly reason: string;
  readonly paths: string;
}

type When = Pick<Extract<WriteRequest, { type: 'change' }>, 'atMs' | 'timeTrusted' | 'origin' | 'reason'>;

export class StoreWriter {
  readonly #database: Database;
  /** To read a statement takes longer than to run it. */
  readonly #statements = new Map<string, Statement<unknown[], unknown>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Each `yield` is a place where others may have their turn; nobody else may use the file meanwhile. */
  *handle(request: WriteRequest): Steps<WriteReply> {
    switch (request.type) {
      case 'change':
        return yield* this.#transaction(this.#change(request.changes, request));
      case 'rollBack':
        return yield* this.#transaction(this.#rollBack(request.revision, request));
      case 'restoreDefaults':
        return yield* this.#transaction(this.#restoreDefaults(request));
      case 'difference':
        return this.#difference(request.from, request.to);
      case 'reseal':
        resealAll(this.#database, request.keys.map(sealingKey) as unknown as KeyRing, new Set(request.secretPaths));
        return { type: 'done' };
      case 'history':
        return { type: 'history', revisions: this.#history(request.limit) };
      case 'record':
        return yield* this.#transaction(this.#record(request.operations));
    }
  }

  *#transaction(work: Steps<WriteReply>): Steps<WriteReply> {
    this.#prepared('BEGIN IMMEDIATE').run();
    try {
      const reply = yield* work;
      this.#prepared('COMMIT').run();
      return reply;
    } finally {
      // A disk that is full has undone it already.
      if (this.#database.inTransaction) this.#prepared('ROLLBACK').run();
    }
  }

  #prepared<Given extends unknown[], Row = unknown>(sql: string): Statement<Given, Row> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known as unknown as Statement<Given, Row>;
    const made = this.#database.prepare<Given, Row>(sql);
    this.#statements.set(sql, made as unknown as Statement<unknown[], unknown>);
    return made;
  }

  #stored(path: string): string | null {
    const row = this.#prepared<[string], string>('SELECT json FROM parameters WHERE path = ?').pluck().get(path);
    return row ?? null;
  }

  #newest(): number {
    return Number(this.#prepared('SELECT coalesce(max(revision), 0) FROM revisions').pluck().get());
  }

  *#change(changes: readonly StoredChange[], when: When): Steps<WriteReply> {
    const before = new Map<string, string | null>();
    const after = new Map<string, string | null>();
    yield* inSteps(changes, ({ path, json }) => {
      if (!before.has(path)) before.set(path, this.#stored(path));
      after.set(path, json);
    });
    const state: StoredChange[] = [...after].map(([path, json]) => ({ path, json }));
    const differing = state.filter(({ path, json }) => json !== before.get(path));
    if (differing.length === 0) return { type: 'changed', revision: this.#newest(), state };
    const revision = this.#addRevision(when);
    yield* inSteps(differing, ({ path, json }) => this.#apply(revision, path, before.get(path) ?? null, json));
    this.#forgetOld(revision);
    return { type: 'changed', revision, state };
  }

  #addRevision(when: When): number {
    const insert = this.#prepared('INSERT INTO revisions (at_ms, time_trusted, origin, reason) VALUES (?, ?, ?, ?)');
    const { atMs, timeTrusted, origin, reason } = when;
    return Number(insert.run(Math.round(atMs), timeTrusted ? 1 : 0, origin, reason).lastInsertRowid);
  }

  #apply(revision: number, path: string, before: string | null, json: string | null): void {
    if (json === null) this.#prepared('DELETE FROM parameters WHERE path = ?').run(path);
    else this.#prepared('INSERT OR REPLACE INTO parameters (path, json) VALUES (?, ?)').run(path, json);
    const note = this.#prepared('INSERT INTO revision_changes (revision, path, before, after) VALUES (?, ?, ?, ?)');
    note.run(revision, path, before, json);
  }

  #forgetOld(newest: number): void {
    const oldest = newest - keptRevisions;
    this.#prepared('DELETE FROM revisions WHERE revision <= ?').run(oldest);
    this.#prepared('DELETE FROM revision_changes WHERE revision <= ?').run(oldest);
  }

  *#restoreDefaults(when: When): Steps<WriteReply> {
    const set = this.#prepared<[], string>('SELECT path FROM parameters').pluck().all();
    return yield* this.#change(
      set.map((path) => ({ path, json: null })),
      when,
    );
  }

  #oldest(): number {
    return Number(this.#prepared('SELECT coalesce(min(revision), 1) FROM revisions').pluck().get()) - 1;
  }

  #difference(from: number, to: number): WriteReply {
    const [oldest, newest] = [this.#oldest(), this.#newest()];
    const known = (revision: number): boolean => Number.isSafeInteger(revision) && revision >= oldest && revision <= newest;
    if (!known(from) || !known(to)) return { type: 'unknownRevision', oldest, newest };
    const [low, high] = from < to ? [from, to] : [to, from];
    const rows = this.#prepared<[number, number], Difference>(
      'SELECT path, before, after FROM revision_changes WHERE revision > ? AND revision <= ? ORDER BY revision',
    ).all(low, high);
    const changes = new Map<string, Difference>();
    for (const { path, before, after } of rows)
      changes.set(path, { path, before: (changes.get(path) ?? { before }).before, after });
    const differing = [...changes.values()].filter(({ before, after }) => before !== after);
    return {
      type: 'difference',
      changes: from <= to ? differing : differing.map(({ path, before, after }) => ({ path, before: after, after: before })),
    };
  }

  /** To the state right after `revision`, by a new revision; 0 is the state before the first. The history is never rewritten. */
  *#rollBack(revision: number, when: When): Steps<WriteReply> {
    const newest = this.#newest();
    const oldest = this.#oldest();
    if (!Number.isSafeInteger(revision) || revision < oldest || revision > newest)
      return { type: 'unknownRevision', oldest, newest };
    // The oldest undone change of a path knows what stood before all of them.
    const undone = this.#prepared<[number], ChangeRow>(
      'SELECT path, before FROM revision_changes WHERE revision > ? ORDER BY revision DESC',
    ).all(revision);
    return yield* this.#change(
      undone.map(({ path, before }) => ({ path, json: before })),
      when,
    );
  }

  #history(limit: number): readonly Revision[] {
    const rows = this.#prepared<[number], RevisionRow>(
      `SELECT revision, at_ms AS atMs, time_trusted AS timeTrusted, origin, reason,
           (SELECT json_group_array(path) FROM revision_changes c WHERE c.revision = r.revision) AS paths
         FROM revisions r ORDER BY revision DESC LIMIT ?`,
    ).all(limit);
    return rows.map((row) => ({ ...row, timeTrusted: row.timeTrusted === 1, paths: JSON.parse(row.paths) }));
  }

  *#record(operations: readonly RecordOperation[]): Steps<WriteReply> {
    yield* inSteps(operations, (each) => this.#note(each));
    return { type: 'done' };
  }

  #note(each: RecordOperation): void {
    if (each.operation === 'put') {
      const put = this.#prepared('INSERT OR REPLACE INTO records (collection, id, json) VALUES (?, ?, ?)');
      put.run(each.collection, each.id, each.json);
    } else if (each.operation === 'delete') {
      this.#prepared('DELETE FROM records WHERE collection = ? AND id = ?').run(each.collection, each.id);
    } else {
      this.#prepared('DELETE FROM records WHERE collection = ?').run(each.collection);
    }
  }
}
