// Imported first by every interop test: runs the test file again inside namespaces of its own (network, mounts, processes), so
// that no address, port or mount meets the machine's, and nothing can outlive the file: with its first process goes all of it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIsolated, mark, mustBeRoot } from './isolation-mark.ts';
import { unshared } from './unshared.ts';

if (!isIsolated) {
  mustBeRoot();
  // A peer that a failed test left running must not keep the file from its end.
  const again = [process.execPath, ...process.execArgv, '--test-force-exit', ...process.argv.slice(1)];
  const [command, ...args] = unshared(['--net', '--mount', '--pid'], again);
  // For everything that is written, phones included: it goes however the test ends.
  const directory = mkdtempSync(join(tmpdir(), 'interop-'));
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: directory, [mark]: '1' },
  });
  rmSync(directory, { recursive: true, force: true });
  if (error !== undefined) throw new Error(`cannot run setpriv and unshare of util-linux: ${error.message}`);
  process.exit(status ?? 1);
}
