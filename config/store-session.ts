// The store's file while it is written to. SQLite writes into the kernel's memory, which is quick, and never waits for the disk: the system's
// threads do, at the moments and in the order that SQLite itself would (decision 26).

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { withTurns } from './steps.ts';
import { isBlank } from './store-file.ts';
import type { WriteReply, WriteRequest } from './store-messages.ts';
import { keepSnapshot } from './store-snapshot.ts';
import { StoreWriter } from './store-writer.ts';

/** In such a way that it does not wait for the disk: `openUnsynced`. */
export type OpenDatabase = (path: string) => Database;

/** A longer log is moved into the file. SQLite's own measure is 4 MB, which would hold the thread. */
const longestLogBytes = 1_048_576;

export interface StoreSessionOptions {
  /** The store's file. */
  readonly path: string;
  readonly openDatabase: OpenDatabase;
  /** Lets everything else have its turn. */
  readonly turn: () => Promise<unknown>;
}

const reading: ReadonlySet<WriteRequest['type']> = new Set(['history', 'difference']);

export class StoreSession {
  readonly #path: string;
  readonly #turn: () => Promise<unknown>;
  readonly #database: Database;
  readonly #writer: StoreWriter;
  /** Opened before SQLite's own and closed after it: to close a file drops the locks that the process has on it (fcntl(2)). */
  readonly #file: FileHandle;
  /** It is there from the first transaction on. */
  #log: FileHandle | undefined;

  private constructor({ path, turn }: StoreSessionOptions, database: Database, file: FileHandle) {
    this.#path = path;
    this.#turn = turn;
    this.#database = database;
    this.#writer = new StoreWriter(database);
    this.#file = file;
  }

  static async open(options: StoreSessionOptions): Promise<StoreSession> {
    const { path, openDatabase } = options;
    if (isBlank(path)) await create(path, openDatabase);
    const file = await open(path, 'r+');
    try {
      const database = openDatabase(path);
      database.pragma('wal_autocheckpoint = 0');
      return new StoreSession(options, database, file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** When it resolves, a loss of power changes nothing of it. Rejects when nothing was done. */
  async handle(request: WriteRequest): Promise<WriteReply> {
    const reply = await this.#written(request);
    if (reading.has(request.type)) return reply;
    await this.#syncLog();
    // Nothing plain is left in the log, nor is it longer than a moment's work.
    if (request.type === 'reseal' || (await this.#logBytes()) > longestLogBytes) await this.#emptyLog();
    return reply;
  }

  /** The file is whole by itself afterwards, and a copy of it is kept when one is due. */
  async close(): Promise<void> {
    try {
      await this.#emptyLog();
      await keepSnapshot(this.#database, this.#file, this.#path);
    } catch (error) {
      // SQLite empties the log itself, and waits for the disk.
      this.#database.pragma('synchronous = FULL');
      throw error;
    } finally {
      this.#database.close();
      await this.#log?.close();
      await this.#file.close();
    }
  }

  /** Each step in a turn of its own; nobody else asks for anything before the answer. */
  #written(request: WriteRequest): Promise<WriteReply> {
    return withTurns(this.#writer.handle(request), this.#turn);
  }

  async #syncLog(): Promise<void> {
    if (this.#log !== undefined) return await this.#log.datasync();
    this.#log = await open(`${this.#path}-wal`, 'r+');
    await this.#log.datasync();
    await syncDirectory(this.#path);
  }

  async #logBytes(): Promise<number> {
    return (await this.#log?.stat())?.size ?? 0;
  }

  /**
   * What is in the log is safe before it is copied, the copy is safe before the log is emptied, and that is safe before it is filled again:
   * else a frame of before could be taken for one of now.
   */
  async #emptyLog(): Promise<void> {
    await this.#syncLog();
    const [copied] = this.#database.pragma('wal_checkpoint(PASSIVE)') as [
      { readonly log: number; readonly checkpointed: number },
    ];
    if (copied.log !== copied.checkpointed) return;
    await this.#file.datasync();
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    await this.#log?.datasync();
  }
}

/** Whole or not at all: made beside its place, where nobody looks for it. */
async function create(path: string, openDatabase: OpenDatabase): Promise<void> {
  const beside = `${path}.new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(beside + suffix, { force: true });
  openDatabase(beside).close();
  const file = await open(beside, 'r+');
  await file.datasync();
  await file.close();
  await rename(beside, path);
  await syncDirectory(path);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r');
  await directory.sync();
  await directory.close();
}
