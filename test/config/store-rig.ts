// A store in a directory of its own, removed after the test.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Log } from '#config/ports';
import { type OpenedStore, Store } from '#config/store';
import type { OpenDatabase } from '#config/store-session';
import { FakeClock } from '#test/support/fake-clock';

export interface StoreRig {
  readonly directory: string;
  readonly file: string;
  readonly clock: FakeClock;
  /** Every line of the log, fields included. */
  readonly logged: string[];
  open(openDatabase?: OpenDatabase): Promise<OpenedStore>;
}

export function storeRig(t: TestContext): StoreRig {
  const directory = mkdtempSync(join(tmpdir(), 'store-test-'));
  const logged: string[] = [];
  const note = (topic: string, text: string, fields?: unknown): void =>
    void logged.push(`${topic} ${text} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const clock = new FakeClock();
  const opened: Store[] = [];
  t.after(async () => {
    for (const store of opened) await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory,
    file: join(directory, 'store.sqlite'),
    clock,
    logged,
    async open(openDatabase) {
      const result = await Store.open({ directory, clock, log, ...(openDatabase === undefined ? {} : { openDatabase }) });
      opened.push(result.store);
      return result;
    },
  };
}
