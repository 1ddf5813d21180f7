// Back to the factory: parameters at once; everything else of the data directory at the next start, before anything opens it.

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '#config/store';
import type { Log } from './log.ts';

const marker = 'factory-reset';
/** What people and the phone put there. Nothing else goes: the directory may be shared. */
const ours = /^(?:store\.sqlite.*|device-key.*|rings|languages|recordings|pictures|web|log)$/;

/** Every parameter that somebody set goes back to what it is when nobody has. False: it could not be stored. */
export async function restoreDefaults(store: Store, log: Log): Promise<boolean> {
  const result = await store.restoreDefaults('user');
  if (!result.ok) log.error('config', 'the defaults could not be restored', { reason: result.reason });
  return result.ok;
}

/** The next start forgets everything. */
export function markForReset(dataDirectory: string): void {
  writeFileSync(join(dataDirectory, marker), '');
}

/** At the start: does what was asked for. The marker goes last, so that a loss of power only makes it happen again. */
export function resetIfMarked(dataDirectory: string, log: Log): void {
  if (!existsSync(join(dataDirectory, marker))) return;
  for (const name of readdirSync(dataDirectory)) {
    if (ours.test(name)) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  }
  rmSync(join(dataDirectory, marker), { force: true });
  log.warn('system', 'everything was reset to the state of the factory');
}
