// All migrations in order; the number of those that have run is the file's `user_version`.

import { first } from './001-first.ts';
import { reasonsAndSeals } from './002-reasons-and-seals.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [first, reasonsAndSeals];
