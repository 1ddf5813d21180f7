// What a framebuffer says about itself: struct fb_var_screeninfo and fb_fix_screeninfo of <linux/fb.h>, as 64-bit kernels lay them out.

import type { ColorField } from '../display/pixel-format.ts';
import type { KernelDoor } from './kernel-door.ts';

const getVariable = 0x4600;
const getFixed = 0x4602;

export interface FramebufferInfo {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly red: ColorField;
  readonly green: ColorField;
  readonly blue: ColorField;
  readonly lineBytes: number;
  readonly memoryBytes: number;
  /** FB_VISUAL_MONO01: a 1 is dark. */
  readonly visual: 'mono01' | 'mono10' | 'truecolor' | 'other';
}

const visuals: Readonly<Record<number, FramebufferInfo['visual']>> = { 0: 'mono01', 1: 'mono10', 2: 'truecolor' };

export function framebufferInfo(kernel: KernelDoor, fd: number): FramebufferInfo {
  const variable = new Uint8Array(160);
  const fixed = new Uint8Array(80);
  kernel.ioctl(fd, getVariable, variable);
  kernel.ioctl(fd, getFixed, fixed);
  return readFramebufferInfo(variable, fixed);
}

function readFramebufferInfo(variable: Uint8Array, fixed: Uint8Array): FramebufferInfo {
  const of = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [v, f] = [of(variable), of(fixed)];
  const field = (at: number): ColorField => ({ offset: v.getUint32(at, true), length: v.getUint32(at + 4, true) });
  const end = fixed.subarray(0, 16).indexOf(0);
  return {
    name: new TextDecoder().decode(fixed.subarray(0, end === -1 ? 16 : end)),
    width: v.getUint32(0, true),
    height: v.getUint32(4, true),
    bitsPerPixel: v.getUint32(24, true),
    red: field(32),
    green: field(44),
    blue: field(56),
    memoryBytes: f.getUint32(24, true),
    visual: visuals[f.getUint32(36, true)] ?? 'other',
    lineBytes: f.getUint32(48, true),
  };
}
