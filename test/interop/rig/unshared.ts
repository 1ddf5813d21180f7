// Commands in namespaces of their own, which die with the process that starts them.

/** setpriv: when the starter is killed, unshare goes; --kill-child: when unshare goes, everything within goes. */
export function unshared(namespaces: readonly string[], command: readonly string[]): readonly [string, ...string[]] {
  return ['setpriv', '--pdeathsig', 'KILL', 'unshare', ...namespaces, '--fork', '--kill-child', '--mount-proc', '--', ...command];
}
