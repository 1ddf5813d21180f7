// Debian's unstable release in a directory, for servers that the stable one does not have. It is made once, in a minute or so, and
// kept under build/: never written to afterwards, so that the next run finds it as it was.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unshared } from './unshared.ts';

const root = new URL('../../..', import.meta.url).pathname;
const longestMs = 300_000;

const cache = join(root, 'build/interop');

/** To chroot into. */
export const sidTree: string = join(cache, 'sid');

/** Sees to it that the tree is there, with these packages. Throws with debootstrap's own words when it cannot be had. */
export function makeDebianSid(packages: readonly string[]): void {
  const stamp = join(cache, 'sid.json');
  const wanted = JSON.stringify({ packages });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const half = join(cache, 'sid.half');
  for (const old of [stamp, sidTree, half]) rmSync(old, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const debootstrap = ['debootstrap', '--variant=minbase', `--include=${packages.join(',')}`, 'sid', half, debianMirror()];
  // What it mounts, it mounts for itself: nothing of the machine can be reached, and lost, through the cache.
  const [first, ...args] = unshared(['--mount', '--pid'], debootstrap);
  const { status, stdout, error } = spawnSync(first, args, {
    encoding: 'utf8',
    timeout: longestMs,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) {
    const told = error?.message ?? stdout.slice(-2000);
    throw new Error(`no Debian sid with ${packages.join(' ')}, which needs root and, once, the network: ${told}`);
  }
  rmSync(join(half, 'var/cache/apt/archives'), { recursive: true, force: true });
  renameSync(half, sidTree);
  writeFileSync(stamp, wanted);
}

/** The one that this machine's own release comes from. */
function debianMirror(): string {
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  const format = '$(RELEASE) $(REPO_URI)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], { encoding: 'utf8' });
  const mirror = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([release]) => release === codename)?.[1];
  if (mirror === undefined) throw new Error(`apt names no source for Debian ${codename}:\n${targets}`);
  return mirror;
}
