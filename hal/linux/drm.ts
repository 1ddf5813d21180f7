// Requests and structures of <drm/drm_mode.h>, as far as one picture on one display needs them.

import type { DeviceMemory, KernelDoor } from './kernel-door.ts';
import { request } from './request.ts';

const kind = 'd';

const requests = {
  setMaster: request('none', kind, 0x1e, 0),
  resources: request('both', kind, 0xa0, 64),
  setCrtc: request('both', kind, 0xa2, 104),
  getEncoder: request('both', kind, 0xa6, 20),
  getConnector: request('both', kind, 0xa7, 80),
  addFramebuffer: request('both', kind, 0xae, 28),
  removeFramebuffer: request('both', kind, 0xaf, 4),
  dirty: request('both', kind, 0xb1, 24),
  createDumb: request('both', kind, 0xb2, 32),
  mapDumb: request('both', kind, 0xb3, 16),
  destroyDumb: request('both', kind, 0xb4, 4),
} as const;

const modeBytes = 68;
const clipBytes = 8;
const connected = 1;

export interface DrmMode {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export interface DrmOutput {
  readonly connector: number;
  readonly crtc: number;
  /** The display's preferred one. */
  readonly mode: DrmMode;
}

export interface DumbBuffer {
  readonly handle: number;
  readonly framebuffer: number;
  readonly stride: number;
  readonly memory: DeviceMemory;
}

export function becomeMaster(kernel: KernelDoor, fd: number): void {
  kernel.ioctl(fd, requests.setMaster, 0);
}

/** The first display that is connected. Throws when there is none. */
export function connectedOutput(kernel: KernelDoor, fd: number): DrmOutput {
  const { crtcs, connectors } = resources(kernel, fd);
  for (const connector of connectors) {
    const found = connectorInfo(kernel, fd, connector);
    if (found === undefined) continue;
    const crtc = crtcOf(kernel, fd, found.encoders, crtcs);
    if (crtc !== undefined) return { connector, crtc, mode: found.mode };
  }
  throw new Error('no display is connected to it');
}

/** Memory of the display's size, with a pixel of so many bits; its picture is not shown yet. */
export function createBuffer(kernel: KernelDoor, fd: number, { width, height }: DrmMode, bits: 16 | 32): DumbBuffer {
  const dumb = viewOf(32);
  dumb.setUint32(0, height, true);
  dumb.setUint32(4, width, true);
  dumb.setUint32(8, bits, true);
  call(kernel, fd, requests.createDumb, dumb);
  const [handle, stride, size] = [dumb.getUint32(16, true), dumb.getUint32(20, true), Number(dumb.getBigUint64(24, true))];
  const add = viewOf(28);
  for (const [at, value] of [
    [4, width],
    [8, height],
    [12, stride],
    [16, bits],
    [20, bits === 16 ? 16 : 24],
    [24, handle],
  ] as const) {
    add.setUint32(at, value, true);
  }
  call(kernel, fd, requests.addFramebuffer, add);
  const map = viewOf(16);
  map.setUint32(0, handle, true);
  call(kernel, fd, requests.mapDumb, map);
  const memory = kernel.map(fd, Number(map.getBigUint64(8, true)), size);
  return { handle, framebuffer: add.getUint32(0, true), stride, memory };
}

/** From now on the display shows the buffer. */
export function showBuffer(kernel: KernelDoor, fd: number, { connector, crtc, mode }: DrmOutput, framebuffer: number): void {
  const set = viewOf(104);
  set.setUint32(8, 1, true);
  set.setUint32(12, crtc, true);
  set.setUint32(16, framebuffer, true);
  set.setUint32(32, 1, true);
  const bytes = new Uint8Array(set.buffer);
  bytes.set(mode.bytes, 36);
  const connectors = viewOf(4);
  connectors.setUint32(0, connector, true);
  kernel.ioctl(fd, requests.setCrtc, bytes, [[0, new Uint8Array(connectors.buffer)]]);
}

export interface DrmClip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tells what has changed, for the drivers that have to carry it somewhere. False: this one shows its memory as it is. */
export function tellDirty(kernel: KernelDoor, fd: number, framebuffer: number, clips: readonly DrmClip[]): boolean {
  const rectangles = viewOf(clips.length * clipBytes);
  for (const [index, { x, y, width, height }] of clips.entries()) {
    for (const [place, value] of [x, y, x + width, y + height].entries()) {
      rectangles.setUint16(index * clipBytes + place * 2, value, true);
    }
  }
  const dirty = viewOf(24);
  dirty.setUint32(0, framebuffer, true);
  dirty.setUint32(12, clips.length, true);
  try {
    kernel.ioctl(fd, requests.dirty, new Uint8Array(dirty.buffer), [[16, new Uint8Array(rectangles.buffer)]]);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSYS') return false;
    throw error;
  }
}

export function destroyBuffer(kernel: KernelDoor, fd: number, { handle, framebuffer, memory }: DumbBuffer): void {
  memory.close();
  const remove = viewOf(4);
  remove.setUint32(0, framebuffer, true);
  call(kernel, fd, requests.removeFramebuffer, remove);
  const destroy = viewOf(4);
  destroy.setUint32(0, handle, true);
  call(kernel, fd, requests.destroyDumb, destroy);
}

function resources(
  kernel: KernelDoor,
  fd: number,
): { readonly crtcs: readonly number[]; readonly connectors: readonly number[] } {
  const counts = viewOf(64);
  call(kernel, fd, requests.resources, counts);
  const all = { crtcs: new Uint32Array(counts.getUint32(36, true)), connectors: new Uint32Array(counts.getUint32(40, true)) };
  const ask = viewOf(64);
  ask.setUint32(36, all.crtcs.length, true);
  ask.setUint32(40, all.connectors.length, true);
  kernel.ioctl(fd, requests.resources, new Uint8Array(ask.buffer), [
    [8, new Uint8Array(all.crtcs.buffer)],
    [16, new Uint8Array(all.connectors.buffer)],
  ]);
  return { crtcs: [...all.crtcs], connectors: [...all.connectors] };
}

/** Undefined where nothing is connected. The kernel lists the preferred mode first. */
function connectorInfo(
  kernel: KernelDoor,
  fd: number,
  connector: number,
): { readonly mode: DrmMode; readonly encoders: readonly number[] } | undefined {
  const counts = viewOf(80);
  counts.setUint32(48, connector, true);
  call(kernel, fd, requests.getConnector, counts);
  const modes = new Uint8Array(counts.getUint32(32, true) * modeBytes);
  const encoders = new Uint32Array(counts.getUint32(40, true));
  if (counts.getUint32(60, true) !== connected || modes.length === 0) return undefined;
  const ask = viewOf(80);
  ask.setUint32(32, modes.length / modeBytes, true);
  ask.setUint32(40, encoders.length, true);
  ask.setUint32(48, connector, true);
  kernel.ioctl(fd, requests.getConnector, new Uint8Array(ask.buffer), [
    [0, new Uint8Array(encoders.buffer)],
    [8, modes],
  ]);
  const bytes = modes.slice(0, modeBytes);
  const mode = new DataView(bytes.buffer);
  return { mode: { bytes, width: mode.getUint16(4, true), height: mode.getUint16(14, true) }, encoders: [...encoders] };
}

function crtcOf(kernel: KernelDoor, fd: number, encoders: readonly number[], crtcs: readonly number[]): number | undefined {
  for (const encoder of encoders) {
    const info = viewOf(20);
    info.setUint32(0, encoder, true);
    call(kernel, fd, requests.getEncoder, info);
    const possible = info.getUint32(12, true);
    const found = crtcs.find((_, index) => (possible >> index) & 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function viewOf(length: number): DataView<ArrayBuffer> {
  return new DataView(new ArrayBuffer(length));
}

function call(kernel: KernelDoor, fd: number, which: number, view: DataView<ArrayBuffer>): void {
  kernel.ioctl(fd, which, new Uint8Array(view.buffer));
}
