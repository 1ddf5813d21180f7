// Imported first by every interop test: runs the test file again inside namespaces of its own (network, mounts, processes), so
// that no address, port or mount meets the machine's, and nothing can outlive the file: with its first process goes all of it.

import { spawnSync } from 'node:child_process';

const mark = 'HOOKSWITCH_INTEROP_ISOLATED';

if (process.env[mark] === undefined) {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'the interop tests make network namespaces and a Debian chroot, which only root may: run `sudo make interop`',
    );
  }
  // setpriv: when this process is killed, unshare goes; --kill-child: when unshare goes, everything within goes.
  const { status, error } = spawnSync(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
      ...[process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    ],
    { stdio: 'inherit', env: { ...process.env, [mark]: '1' } },
  );
  if (error !== undefined) throw new Error(`cannot run setpriv and unshare of util-linux: ${error.message}`);
  process.exit(status ?? 1);
}
