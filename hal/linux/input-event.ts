// What an input node tells: struct input_event and the requests of <linux/input.h>.

import { request } from './request.ts';

export const inputEventBytes = 24;

export const eventType = { synchronize: 0, key: 1, absolute: 3, switch: 5 } as const;
/** The kernel's queue overran: what was told before it is no longer true (Documentation/input/event-codes.rst). */
export const synDropped = 3;

export interface InputEvent {
  /** CLOCK_MONOTONIC. */
  readonly atMs: number;
  readonly type: number;
  readonly code: number;
  readonly value: number;
}

/** Whole events; a rest that is shorter than one is left out. */
export function readInputEvents(bytes: Uint8Array): readonly InputEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: InputEvent[] = [];
  for (let at = 0; at + inputEventBytes <= bytes.length; at += inputEventBytes) {
    const seconds = Number(view.getBigInt64(at, true));
    const micros = Number(view.getBigInt64(at + 8, true));
    events.push({
      atMs: seconds * 1_000 + micros / 1_000,
      type: view.getUint16(at + 16, true),
      code: view.getUint16(at + 18, true),
      value: view.getInt32(at + 20, true),
    });
  }
  return events;
}

const keyBytes = 96;
const switchBytes = 8;

interface InputRequests {
  readonly keys: number;
  readonly switches: number;
  readonly setClock: number;
  readonly axis: (code: number) => number;
}

export const inputRequests: InputRequests = {
  /** Which keys are down, a bit each. */
  keys: request('read', 'E', 0x18, keyBytes),
  switches: request('read', 'E', 0x1b, switchBytes),
  setClock: request('write', 'E', 0xa0, 4),
  axis: (code) => request('read', 'E', 0x40 + code, 24),
};

export const keyStateBytes: Readonly<Record<'keys' | 'switches', number>> = { keys: keyBytes, switches: switchBytes };

export function hasBit(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}
