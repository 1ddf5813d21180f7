// Imported first by every interop test: runs the test file again inside namespaces of its own (network, mounts, processes), so
// that no address, port or mount meets the machine's, and nothing can outlive the file: with its first process goes all of it.

import { spawnSync } from 'node:child_process';
import { isIsolated, mark, mustBeRoot } from './isolation-mark.ts';
import { unshared } from './unshared.ts';

if (!isIsolated) {
  mustBeRoot();
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const [command, ...args] = unshared(['--net', '--mount', '--pid'], again);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, [mark]: '1' } });
  if (error !== undefined) throw new Error(`cannot run setpriv and unshare of util-linux: ${error.message}`);
  process.exit(status ?? 1);
}
