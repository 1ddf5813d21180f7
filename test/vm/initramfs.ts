// The first program of a virtual machine: it mounts what the host lends (read-only, with a layer of memory above) and runs the tests.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the kernel needs before it can read modules from the host. */
const early = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

export interface Guest {
  /** The unpacked kernel package. */
  readonly kernel: string;
  readonly version: string;
  /** A static one, for the guest's processor. */
  readonly busybox: string;
  /** Folders of the host by their 9p tags, mounted where the guest has them. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Run in the root folder of the guest. */
  readonly script: string;
}

export function writeInitramfs(target: string, guest: Guest): void {
  const folder = mkdtempSync(join(tmpdir(), 'initramfs-'));
  try {
    for (const name of ['bin', 'm', 'proc', 'sys', 'dev', 'lower', 'upper', 'new']) mkdirSync(join(folder, name));
    cpSync(guest.busybox, join(folder, 'bin/busybox'));
    const modules = withDependencies(guest, early);
    for (const [index, module] of modules.entries()) {
      writeFileSync(join(folder, 'm', `${index}.ko`), unpacked(join(guest.kernel, 'usr/lib/modules', guest.version, module)));
    }
    writeFileSync(join(folder, 'init'), initScript(guest, modules.length), { mode: 0o755 });
    const names = execFileSync('find', ['.'], { cwd: folder });
    const archive = execFileSync('cpio', ['-o', '-H', 'newc', '--quiet'], { cwd: folder, input: names, maxBuffer: 1 << 28 });
    writeFileSync(target, archive);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function initScript({ mounts, version, script }: Guest, moduleCount: number): string {
  const option = 'trans=virtio,version=9p2000.L,msize=512000,ro,cache=loose';
  const others = Object.entries(mounts).filter(([tag]) => tag !== 'root');
  return [
    '#!/bin/busybox sh',
    'export PATH=/bin; /bin/busybox --install -s /bin',
    'mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev',
    ...Array.from({ length: moduleCount }, (_, index) => `insmod /m/${index}.ko`),
    `mount -t 9p -o ${option} root /lower || poweroff -f`,
    'mount -t tmpfs tmpfs /upper; mkdir /upper/files /upper/work',
    'mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work overlay /new',
    ...others.map(([tag, at]) => `mkdir -p /new${at}; mount -t 9p -o ${option} ${tag} /new${at} || poweroff -f`),
    `mkdir -p /new/lib/modules; ln -s /modules/${version} /new/lib/modules/${version}`,
    'for each in proc sys dev; do mkdir -p /new/$each; mount --move /$each /new/$each; done',
    'mount -t tmpfs tmpfs /new/run',
    // A root without programs has busybox for all of them.
    '[ -e /new/bin/sh ] || chroot /new /usr/bin/busybox --install -s /usr/bin',
    `exec switch_root /new /bin/sh ${script}`,
    '',
  ].join('\n');
}

/** In the order in which they must be loaded; those that are part of the kernel are left out. */
function withDependencies({ kernel, version }: Guest, names: readonly string[]): readonly string[] {
  const folder = join(kernel, 'usr/lib/modules', version);
  const needs = new Map<string, readonly string[]>();
  for (const line of readFileSync(join(folder, 'modules.dep'), 'utf8').trim().split('\n')) {
    const [file = '', rest = ''] = line.split(':');
    needs.set(file, rest.trim() === '' ? [] : rest.trim().split(' '));
  }
  const ordered: string[] = [];
  const add = (file: string): void => {
    for (const needed of needs.get(file) ?? []) add(needed);
    if (!ordered.includes(file)) ordered.push(file);
  };
  for (const name of names) {
    const file = [...needs.keys()].find((path) => new RegExp(`/${name}\\.ko(\\.\\w+)?$`).test(path));
    if (file !== undefined) add(file);
  }
  return ordered;
}

function unpacked(file: string): Uint8Array {
  if (file.endsWith('.xz')) return execFileSync('xz', ['-dc', file], { maxBuffer: 1 << 28 });
  return readFileSync(file);
}

/** The version of the kernel that was unpacked there. */
export function kernelVersion(kernel: string): string {
  const [version] = readdirSync(join(kernel, 'usr/lib/modules'));
  if (version === undefined) throw new Error(`${kernel} has no kernel: run make vm`);
  return version;
}
