// The kernel doors themselves, on a fifo and a file: what is refused, what is told, and that nothing outlives its closing.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { linuxKernel } from '#hal/linux/kernel-door';
import { request } from '#hal/linux/request';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-door-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openFifo(folder: string): { readonly path: string; readonly fd: number } {
  const path = join(folder, 'fifo');
  execFileSync('mkfifo', [path]);
  return { path, fd: linuxKernel.open(path, 'readWrite') };
}

test('what can be read is told, and nothing after closing', () =>
  inFolder(async (folder) => {
    const { fd } = openFifo(folder);
    const bytes = new Uint8Array(8);
    assert.equal(linuxKernel.read(fd, bytes), undefined);
    const told = new EventTarget();
    const watch = linuxKernel.watch(fd, () => told.dispatchEvent(new Event('told')));
    const heard = once(told, 'told');
    linuxKernel.write(fd, Uint8Array.of(1, 2, 3));
    await heard;
    assert.equal(linuxKernel.read(fd, bytes), 3);
    watch.close();
    watch.close();
    told.addEventListener('told', () => assert.fail('told after closing'));
    linuxKernel.write(fd, Uint8Array.of(4));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    linuxKernel.close(fd);
  }));

test('errors carry the name that the kernel gave them', () =>
  inFolder(async (folder) => {
    const { fd } = openFifo(folder);
    assert.throws(() => linuxKernel.ioctl(fd, request('read', 'E', 0x18, 96), new Uint8Array(96)), { code: 'ENOTTY' });
    assert.throws(() => linuxKernel.ioctl(fd, request('read', 'E', 0x18, 96), new Uint8Array(95)), { code: 'EINVAL' });
    assert.throws(() => linuxKernel.ioctl(fd, request('write', 'E', 0x90, 4), 4_096), { code: 'EINVAL' });
    const pointer = [60, new Uint8Array(4)] as const;
    assert.throws(() => linuxKernel.ioctl(fd, request('both', 'd', 0xa0, 64), new Uint8Array(64), [pointer]), { code: 'EINVAL' });
    assert.throws(() => linuxKernel.map(fd, 0, 4_096), { code: 'ENODEV' });
    assert.throws(() => linuxKernel.open(join(folder, 'nothing'), 'read'), { code: 'ENOENT' });
    linuxKernel.close(fd);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const plain = linuxKernel.open(file, 'read');
    assert.throws(() => linuxKernel.watch(plain, () => {}), /EPERM/);
    linuxKernel.close(plain);
  }));

test('mapped memory is the file, and out of reach after closing', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'memory');
    writeFileSync(file, new Uint8Array(8_192));
    const fd = linuxKernel.open(file, 'readWrite');
    const memory = linuxKernel.map(fd, 4_096, 4_096);
    const bytes = new Uint8Array(memory.bytes);
    bytes[5] = 7;
    assert.equal(readFileSync(file)[4_101], 7);
    memory.close();
    memory.close();
    assert.equal(bytes.length, 0);
    linuxKernel.close(fd);
  }));

test('a program that ends while it watches and maps ends in order', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'memory');
    writeFileSync(file, new Uint8Array(4_096));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const program = `
      import { linuxKernel } from '#hal/linux/kernel-door';
      const fifo = linuxKernel.open(${JSON.stringify(join(folder, 'fifo'))}, 'readWrite');
      linuxKernel.watch(fifo, () => { throw new Error('told'); });
      globalThis.memory = linuxKernel.map(linuxKernel.open(${JSON.stringify(file)}, 'readWrite'), 0, 4096);
      const how = process.argv.at(-1);
      if (how === 'exit') process.exit(3);
      process.once('uncaughtException', (error) => process.exit(error.message === 'told' ? 4 : 5));
      linuxKernel.write(fifo, Uint8Array.of(1));`;
    const run = (how: string): number | null =>
      spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program, how], { cwd: process.cwd() }).status;
    assert.equal(run('exit'), 3);
    assert.equal(run('throw'), 4);
  }));
