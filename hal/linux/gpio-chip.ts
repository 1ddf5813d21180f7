// A chip of GPIO lines: found by path or label, its lines by number or name.

import { type GpioLine, gpioRequests, lineRequest, type NumberedLine } from './gpio-request.ts';
import type { KernelDoor } from './kernel-door.ts';

interface ChipInfo {
  readonly path: string;
  readonly label: string;
  readonly lines: number;
}

/** Asks the chip for lines; the descriptor of all of them. Throws, naming the chips or the lines that there are. */
export function requestLines(
  kernel: KernelDoor,
  chip: string,
  lines: readonly GpioLine[],
  use: { readonly output: boolean; readonly debounceMs?: number },
): { readonly fd: number; readonly offsets: readonly number[] } {
  const found = findChip(kernel, chip);
  return withFile(kernel, found.path, (fd) => {
    const names = new Map<string, number>();
    const numbered = lines.map((line): NumberedLine => {
      const offset = typeof line.line === 'number' ? line.line : namedLine(kernel, fd, found, line.line, names);
      if (offset >= found.lines) throw new Error(`${chip} has no line ${offset}: it has ${found.lines}`);
      return { offset, activeLow: line.activeLow === true, pull: line.pull };
    });
    const bytes = lineRequest(numbered, use);
    kernel.ioctl(fd, gpioRequests.lines, bytes);
    return { fd: new DataView(bytes.buffer).getInt32(588, true), offsets: numbered.map(({ offset }) => offset) };
  });
}

/** Whether each line is on, in the order of the request. */
export function lineValues(kernel: KernelDoor, fd: number, count: number): readonly boolean[] {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigUint64(8, (1n << BigInt(count)) - 1n, true);
  const bytes = new Uint8Array(view.buffer);
  kernel.ioctl(fd, gpioRequests.getValues, bytes);
  const bits = view.getBigUint64(0, true);
  return Array.from({ length: count }, (_, index) => ((bits >> BigInt(index)) & 1n) === 1n);
}

/** Switches one line, by its place in the request. */
export function setLine(kernel: KernelDoor, fd: number, index: number, on: boolean): void {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigUint64(0, on ? 1n << BigInt(index) : 0n, true);
  view.setBigUint64(8, 1n << BigInt(index), true);
  kernel.ioctl(fd, gpioRequests.setValues, new Uint8Array(view.buffer));
}

function findChip(kernel: KernelDoor, chip: string): ChipInfo {
  if (chip.startsWith('/')) return chipInfo(kernel, chip);
  const chips = devices(kernel).map((name) => chipInfo(kernel, `/dev/${name}`));
  const found = chips.find(({ label, path }) => label === chip || path === `/dev/${chip}`);
  if (found !== undefined) return found;
  const there = chips.map(({ label, path }) => `"${label}" (${path})`).join(', ') || 'none';
  throw new Error(`no GPIO chip is labelled "${chip}"; there are: ${there}`);
}

function devices(kernel: KernelDoor): readonly string[] {
  try {
    return kernel.list('/dev').filter((name) => /^gpiochip\d+$/.test(name));
  } catch {
    return [];
  }
}

function chipInfo(kernel: KernelDoor, path: string): ChipInfo {
  return withFile(kernel, path, (fd) => {
    const bytes = new Uint8Array(68);
    kernel.ioctl(fd, gpioRequests.chipInfo, bytes);
    return { path, label: textAt(bytes, 32), lines: new DataView(bytes.buffer).getUint32(64, true) };
  });
}

function namedLine(kernel: KernelDoor, fd: number, { label, lines }: ChipInfo, name: string, names: Map<string, number>): number {
  for (let offset = names.size; offset < lines && !names.has(name); offset++) {
    const bytes = new Uint8Array(256);
    new DataView(bytes.buffer).setUint32(64, offset, true);
    kernel.ioctl(fd, gpioRequests.lineInfo, bytes);
    // Lines without a name count, too: the map's size is where to go on.
    names.set(textAt(bytes, 0) || `#${offset}`, offset);
  }
  const offset = names.get(name);
  if (offset !== undefined) return offset;
  const there = [...names.keys()].filter((each) => !each.startsWith('#')).join(', ') || 'none with a name';
  throw new Error(`${label} has no line named "${name}"; there are: ${there}`);
}

function textAt(bytes: Uint8Array, at: number): string {
  const text = bytes.subarray(at, at + 32);
  const end = text.indexOf(0);
  return new TextDecoder().decode(text.subarray(0, end === -1 ? 32 : end));
}

function withFile<Answer>(kernel: KernelDoor, path: string, work: (fd: number) => Answer): Answer {
  const fd = kernel.open(path, 'readWrite');
  try {
    return work(fd);
  } finally {
    kernel.close(fd);
  }
}
