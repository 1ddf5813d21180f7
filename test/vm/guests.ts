// The two machines: which emulator, and what of the host they see.

import { realpathSync } from 'node:fs';

export const repository: string = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');

export interface GuestMachine {
  readonly arch: 'x64' | 'arm64';
  readonly emulator: string;
  readonly arguments: readonly string[];
  readonly console: string;
  /** The guest's root folder on the host. */
  readonly root: string;
  readonly busybox: string;
  /** Seen besides the root, each where the host has it. */
  readonly folders: readonly string[];
  /** Which Node runs the tests there. */
  readonly node: string;
}

const nodeModules = realpathSync(`${repository}/node_modules`);
const arm64 = `${repository}/build/vm/arm64/root`;

export const guests: readonly GuestMachine[] = [
  {
    arch: 'x64',
    emulator: 'qemu-system-x86_64',
    arguments: ['-machine', 'q35', '-cpu', 'max', '-accel', 'tcg,thread=multi'],
    console: 'ttyS0',
    root: '/',
    busybox: '/bin/busybox',
    folders: [],
    node: `${repository}/node_modules/.bin/node`,
  },
  {
    arch: 'arm64',
    emulator: 'qemu-system-aarch64',
    arguments: ['-machine', 'virt', '-cpu', 'cortex-a72', '-accel', 'tcg,thread=multi'],
    console: 'ttyAMA0',
    root: arm64,
    busybox: `${arm64}/bin/busybox`,
    folders: nodeModules.startsWith(repository) ? [repository] : [repository, nodeModules],
    node: '/usr/bin/node',
  },
];
