// Numbers of ioctl requests, as <asm-generic/ioctl.h> composes them.

const direction = { none: 0, write: 1, read: 2, both: 3 } as const;

/** `request('read', 'E', 0x18, 96)` is `_IOR('E', 0x18, char[96])`. */
export function request(way: keyof typeof direction, kind: string, number: number, size: number): number {
  return ((direction[way] << 30) | (size << 16) | (kind.charCodeAt(0) << 8) | number) >>> 0;
}
