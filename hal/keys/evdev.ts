// Keys that the kernel tells of as input events: gpio-keys, matrix-keypad, a keyboard on USB.

import type { Choice, DriverContext } from '../driver.ts';
import type { KeysDriver } from '../driver-choices.ts';
import { codeOnBoard } from '../linux/input-codes.ts';
import { eventType } from '../linux/input-event.ts';
import type { InputListener } from '../linux/input-node.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { openInput } from '../linux/open-input.ts';
import { KeyPositions } from './key-positions.ts';
import type { KeyName, Keys } from './keys.ts';

type EvdevKeys = Choice<KeysDriver, 'evdev'>;

/** The kernel repeats a key that is held with this value; what repeats is the phone's to say. */
const repeated = 2;

export async function openEvdevKeys(context: DriverContext, choice: EvdevKeys, kernel: KernelDoor = linuxKernel): Promise<Keys> {
  const positions = new KeyPositions(context);
  await using opened = new AsyncDisposableStack();
  const lost = new LossCounter(context, positions);
  for (const [input, names] of keysByInput(choice)) {
    const node = await openInput(context, kernel, input);
    opened.defer(node.listen(listener(names, positions, lost)));
  }
  const names: ReadonlySet<KeyName> = new Set(choice.names.map(({ name }) => name));
  const closing = opened.move();
  return { names, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

function listener(names: ReadonlyMap<number, KeyName>, positions: KeyPositions, lost: LossCounter): InputListener {
  return {
    event: ({ type, code, value, atMs }) => {
      const key = names.get(code);
      if (type !== eventType.key || key === undefined || value === repeated) return;
      positions.move(key, value === 0 ? 'up' : 'down', atMs);
    },
    missed: () => positions.release(),
    lost: (reason) => lost.lost(reason),
    returned: () => lost.returned(),
  };
}

function keysByInput({ input, names }: EvdevKeys): ReadonlyMap<string, ReadonlyMap<number, KeyName>> {
  const byInput = new Map<string, Map<number, KeyName>>();
  for (const entry of names) {
    const from = entry.input ?? input;
    const codes = byInput.get(from) ?? new Map<number, KeyName>();
    byInput.set(from, codes);
    const { kind, code } = codeOnBoard(entry.code);
    if (kind !== 'keys') throw new Error(`key "${entry.name}": "${entry.code}" is a switch, not a key`);
    const taken = codes.get(code);
    if (taken !== undefined) throw new Error(`keys "${taken}" and "${entry.name}" have the same code ${entry.code}`);
    codes.set(code, entry.name);
  }
  return byInput;
}

/** Keys on several inputs are one device: lost when the first of them goes, back when the last is. */
class LossCounter {
  readonly #context: Pick<DriverContext, 'report'>;
  readonly #positions: KeyPositions;
  #missing = 0;

  constructor(context: Pick<DriverContext, 'report'>, positions: KeyPositions) {
    this.#context = context;
    this.#positions = positions;
  }

  lost(reason: string): void {
    this.#positions.release();
    this.#missing++;
    if (this.#missing === 1) this.#context.report({ type: 'deviceLost', device: 'keys', reason });
  }

  returned(): void {
    this.#missing--;
    if (this.#missing === 0) this.#context.report({ type: 'deviceReturned', device: 'keys' });
  }
}
