// A touch-screen among the kernel's input events: one finger, in the display's own coordinates.

import type { DriverContext } from '../driver.ts';
import type { TouchPanel } from '../driver-choices.ts';
import { eventType, type InputEvent } from '../linux/input-event.ts';
import type { InputNode } from '../linux/input-node.ts';
import type { KernelDoor } from '../linux/kernel-door.ts';
import { openInput } from '../linux/open-input.ts';
import type { Display } from './display.ts';

/** ABS_X, ABS_Y and, where fingers are told apart, the first finger's: slot 0 of protocol B (multi-touch-protocol.rst). */
const absolute = { x: 0, y: 1, slot: 0x2f, slotX: 0x35, slotY: 0x36, tracking: 0x39 } as const;
/** BTN_TOUCH, and BTN_LEFT of what an emulator calls a touch-screen. */
const contactKeys: readonly number[] = [0x14a, 0x110];
const synReport = 0;

interface Axis {
  readonly least: number;
  readonly most: number;
}

/** Adds the finger to a display that is open. Throws when the input is not there or no touch-screen. */
export async function withTouch(
  display: Display & AsyncDisposable,
  context: DriverContext,
  touch: TouchPanel | undefined,
  kernel: KernelDoor,
): Promise<Display> {
  if (touch === undefined) return display;
  await using opened = new AsyncDisposableStack();
  opened.use(display);
  const node = await openInput(context, kernel, touch.input);
  const finger = new Finger(context, axesOf(node, touch), touch, display);
  const stop = node.listen({
    event: (event) => finger.take(event),
    missed: () => finger.lift(),
    lost: () => finger.lift(),
    returned: () => {},
  });
  opened.move();
  const dispose = display[Symbol.asyncDispose].bind(display);
  return Object.assign(display, {
    [Symbol.asyncDispose]: async (): Promise<void> => {
      stop();
      await dispose();
    },
  });
}

function axesOf(node: InputNode, { input }: TouchPanel): { readonly x: Axis; readonly y: Axis } {
  const x = node.axis(absolute.slotX) ?? node.axis(absolute.x);
  const y = node.axis(absolute.slotY) ?? node.axis(absolute.y);
  if (x === undefined || y === undefined) throw new Error(`the input device "${input}" is no touch-screen: it tells no place`);
  return { x, y };
}

/** One report of the kernel may carry place and contact together: what it means is told at its end. */
class Finger {
  readonly #context: Pick<DriverContext, 'report' | 'clock'>;
  readonly #axes: { readonly x: Axis; readonly y: Axis };
  readonly #touch: TouchPanel;
  readonly #size: { readonly width: number; readonly height: number };
  #x = 0;
  #y = 0;
  #slot = 0;
  #down = false;
  #told: { readonly x: number; readonly y: number } | undefined;

  constructor(
    context: Pick<DriverContext, 'report' | 'clock'>,
    axes: { readonly x: Axis; readonly y: Axis },
    touch: TouchPanel,
    size: { readonly width: number; readonly height: number },
  ) {
    this.#context = context;
    this.#axes = axes;
    this.#touch = touch;
    this.#size = size;
  }

  take({ type, code, value, atMs }: InputEvent): void {
    if (type === eventType.synchronize) {
      if (code === synReport) this.#settle(atMs);
    } else if (type === eventType.key) {
      if (contactKeys.includes(code)) this.#down = value !== 0;
    } else if (type === eventType.absolute) this.#move(code, value);
  }

  lift(): void {
    this.#down = false;
    this.#settle(this.#context.clock.monotonicMs);
  }

  #move(code: number, value: number): void {
    if (code === absolute.slot) this.#slot = value;
    // The second finger is somebody else's.
    if (this.#slot !== 0 && code !== absolute.x && code !== absolute.y) return;
    if (code === absolute.x || code === absolute.slotX) this.#x = value;
    else if (code === absolute.y || code === absolute.slotY) this.#y = value;
    else if (code === absolute.tracking) this.#down = value >= 0;
  }

  #settle(atMs: number): void {
    const told = this.#told;
    if (!this.#down) {
      this.#told = undefined;
      const last = told && this.#place();
      if (last !== undefined) this.#context.report({ type: 'touched', action: 'up', ...last, atMs });
      return;
    }
    const place = this.#place();
    if (told?.x === place.x && told.y === place.y) return;
    this.#told = place;
    this.#context.report({ type: 'touched', action: told === undefined ? 'down' : 'move', ...place, atMs });
  }

  #place(): { readonly x: number; readonly y: number } {
    const { swapped, mirrored = [] } = this.#touch;
    const { width, height } = this.#size;
    const across = part(this.#x, this.#axes.x);
    const along = part(this.#y, this.#axes.y);
    const [x, y] = swapped === true ? [along, across] : [across, along];
    return {
      x: pixel(mirrored.includes('x') ? 1 - x : x, width),
      y: pixel(mirrored.includes('y') ? 1 - y : y, height),
    };
  }
}

/** 0 at one edge, 1 at the other. */
function part(value: number, { least, most }: Axis): number {
  return Math.min(1, Math.max(0, (value - least) / (most - least)));
}

function pixel(at: number, size: number): number {
  return Math.round(at * (size - 1));
}
