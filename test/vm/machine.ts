// One virtual machine from power-on to power-off: its console is shown, its exit code comes out of it.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type GuestMachine, repository } from './guests.ts';
import { kernelVersion, writeInitramfs } from './initramfs.ts';

/** Emulated processors take a while; one that hangs is not waited for longer. */
const longestMs = 15 * 60_000;

const size = ['-m', '1024', '-smp', '2'];

/** The machine's own device tree with a phone's board in it. x86-64 machines have none. */
function deviceTree({ emulator, arguments: [option = '', kind = '', ...others] }: GuestMachine, folder: string): string {
  const own = join(folder, 'own.dtb');
  const processor = others.slice(0, others.indexOf('-accel'));
  execFileSync(emulator, [option, `${kind},dumpdtb=${own}`, ...processor, ...size, '-display', 'none'], { stdio: 'ignore' });
  const source = execFileSync('dtc', ['-q', '-I', 'dtb', '-O', 'dts', own], { maxBuffer: 1 << 26 });
  const board = readFileSync(`${repository}/test/vm/board.dts`);
  const target = join(folder, 'board.dtb');
  execFileSync('dtc', ['-q', '-I', 'dts', '-O', 'dtb', '-o', target], { input: Buffer.concat([source, board]) });
  return target;
}

/** Resolves with the tests' exit code. */
export async function runMachine(guest: GuestMachine, only: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vm-'));
  const kernel = `${repository}/build/vm/${guest.arch}/kernel`;
  const version = kernelVersion(kernel);
  const modules = `${kernel}/usr/lib/modules`;
  // The guest asks the emulator for pictures of its displays; they are written where both see them, and kept to be looked at.
  const exchange = `${repository}/build/vm/${guest.arch}/pictures`;
  mkdirSync(exchange, { recursive: true });
  const mounts = new Map([
    ['root', guest.root],
    ['modules', modules],
    ...guest.folders.map((path, index) => [`folder${index}`, path] as const),
  ]);
  const at = Object.fromEntries([...mounts].map(([tag, path]) => [tag, tag === 'modules' ? '/modules' : path]));
  const initramfs = join(folder, 'initramfs');
  const script = `${repository}/test/vm/guest.sh`;
  writeInitramfs(initramfs, { kernel, version, busybox: guest.busybox, mounts: at, script });
  const shares = [...mounts].flatMap(([tag, path]) => [
    '-virtfs',
    `local,path=${path},mount_tag=${tag},security_model=none,readonly=on,multidevs=remap`,
  ]);
  const environment = `repository=${repository} node=${guest.node} only=${only} exchange=${exchange}`;
  const machine = spawn(
    guest.emulator,
    [
      ...guest.arguments,
      ...size,
      ...(guest.arch === 'arm64' ? ['-dtb', deviceTree(guest, folder)] : []),
      ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
      ...['-serial', 'stdio', '-kernel', `${modules}/${version}/vmlinuz`, '-initrd', initramfs],
      ...['-append', `console=${guest.console} quiet loglevel=3 panic=-1 rdinit=/init ${environment}`],
      ...shares,
      ...['-virtfs', `local,path=${exchange},mount_tag=exchange,security_model=none,multidevs=remap`],
      ...['-qmp', `unix:${folder}/qmp,server=on,wait=off`],
      ...['-device', 'virtio-serial-pci', '-chardev', `socket,id=monitor,path=${folder}/qmp`],
      ...['-device', 'virtserialport,chardev=monitor,name=monitor'],
      ...['-device', 'virtio-gpu-pci,id=screen,xres=800,yres=480', '-device', 'virtio-keyboard-pci,id=keyboard'],
      ...['-device', 'virtio-tablet-pci,id=touch'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const timer = setTimeout(() => machine.kill('SIGKILL'), longestMs);
  let exitCode = 1;
  for await (const line of createInterface({ input: machine.stdout })) {
    const ended = /^VM-EXIT (\d+)/.exec(line);
    if (ended === null) process.stdout.write(`${line}\n`);
    else exitCode = Number(ended[1]);
  }
  clearTimeout(timer);
  rmSync(folder, { recursive: true });
  return exitCode;
}
