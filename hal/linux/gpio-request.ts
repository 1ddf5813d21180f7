// The GPIO character device's second interface: structures and requests of <linux/gpio.h>.

import { request } from './request.ts';

/** A line of a chip as a board names it. */
export interface GpioLine {
  /** Its number, or the name that the device tree gave it. */
  readonly line: number | string;
  /** Low means on. */
  readonly activeLow?: boolean;
  readonly pull?: 'up' | 'down';
}

const kind = '\xb4';

export const gpioRequests: Readonly<Record<'chipInfo' | 'lineInfo' | 'lines' | 'getValues' | 'setValues', number>> = {
  chipInfo: request('read', kind, 0x01, 68),
  lineInfo: request('both', kind, 0x05, 256),
  lines: request('both', kind, 0x07, 592),
  getValues: request('both', kind, 0x0e, 16),
  setValues: request('both', kind, 0x0f, 16),
};

/** GPIO_V2_LINE_FLAG_*. */
const flag = { activeLow: 2n, input: 4n, output: 8n, rising: 16n, falling: 32n, pullUp: 256n, pullDown: 512n } as const;
/** GPIO_V2_LINE_ATTR_ID_*. */
const attribute: Readonly<Record<'flags' | 'debounce', number>> = { flags: 1, debounce: 3 };

const mostLines = 64;
/** Of struct gpio_v2_line_config: one is spent on debouncing. */
const mostAttributes = 10;

export const gpioEventBytes = 48;

export interface GpioEvent {
  /** CLOCK_MONOTONIC. */
  readonly atMs: number;
  readonly line: number;
  readonly on: boolean;
}

export function readGpioEvents(bytes: Uint8Array): readonly GpioEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / gpioEventBytes) }, (_, index) => {
    const at = index * gpioEventBytes;
    return {
      atMs: Number(view.getBigUint64(at, true) / 1_000n) / 1_000,
      // An edge is of the line's meaning, not of its level: rising is "on" on a line that is active low, too.
      on: view.getUint32(at + 8, true) === 1,
      line: view.getUint32(at + 12, true),
    };
  });
}

export interface NumberedLine {
  readonly offset: number;
  readonly activeLow: boolean;
  readonly pull: 'up' | 'down' | undefined;
}

/** struct gpio_v2_line_request; the kernel puts the descriptor into its last four bytes. */
export function lineRequest(
  lines: readonly NumberedLine[],
  use: { readonly output: boolean; readonly debounceMs?: number },
): Uint8Array {
  if (lines.length === 0 || lines.length > mostLines)
    throw new Error(`${lines.length} lines of one chip; 1 to ${mostLines} can be had`);
  const bytes = new Uint8Array(592);
  const view = new DataView(bytes.buffer);
  for (const [index, { offset }] of lines.entries()) view.setUint32(index * 4, offset, true);
  bytes.set(new TextEncoder().encode('hookswitch'), 256);
  view.setUint32(560, lines.length, true);
  const masks = new Map<bigint, bigint>();
  for (const [index, line] of lines.entries()) {
    const flags = flagsOf(line, use.output);
    masks.set(flags, (masks.get(flags) ?? 0n) | (1n << BigInt(index)));
  }
  const attributes = [...masks].map(([flags, mask]) => ({ id: attribute.flags, value: flags, mask }));
  if (use.debounceMs !== undefined && use.debounceMs > 0) {
    attributes.push({ id: attribute.debounce, value: BigInt(use.debounceMs * 1_000), mask: (1n << BigInt(lines.length)) - 1n });
  }
  if (attributes.length > mostAttributes) throw new Error('too many kinds of lines at one chip');
  // Those of most lines; an attribute says it for each anyway.
  view.setBigUint64(288, use.output ? flag.output : flag.input, true);
  view.setUint32(296, attributes.length, true);
  for (const [index, { id, value, mask }] of attributes.entries()) {
    const at = 320 + index * 24;
    view.setUint32(at, id, true);
    view.setBigUint64(at + 8, value, true);
    view.setBigUint64(at + 16, mask, true);
  }
  return bytes;
}

function flagsOf({ activeLow, pull }: NumberedLine, output: boolean): bigint {
  const way = output ? flag.output : flag.input | flag.rising | flag.falling;
  const bias = pull === undefined ? 0n : pull === 'up' ? flag.pullUp : flag.pullDown;
  return way | bias | (activeLow ? flag.activeLow : 0n);
}
