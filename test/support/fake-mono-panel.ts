// A black-and-white display on the fake kernel's SPI bus that takes its bytes as ST7565, SSD1306 and SH1106 do.

import type { FakeGpioChip } from './fake-gpio-chip.ts';
import { type FakeDevice, kernelError } from './fake-kernel.ts';

/** Commands that are followed by a byte that is none, and how many. */
const followed = new Set([0x81, 0xd5, 0xa8, 0xd3, 0x8d, 0xda, 0xd9, 0xdb, 0xad]);

export class FakeMonoPanel implements FakeDevice {
  readonly bytes: Uint8Array = new Uint8Array(132 * 8).fill(0x5a);
  readonly commands: number[] = [];
  gone = false;
  longestWrite = 0;
  readonly #pins: FakeGpioChip;
  readonly #command: number;
  #page = 0;
  #column = 0;
  #awaited = 0;

  /** `command`: the line that is low for commands. */
  constructor(pins: FakeGpioChip, command: number) {
    this.#pins = pins;
    this.#command = command;
  }

  get awake(): boolean {
    return this.commands.lastIndexOf(0xaf) > this.commands.lastIndexOf(0xae);
  }

  ioctl(): number {
    if (this.gone) throw kernelError('ENODEV');
    return 0;
  }

  write(bytes: Uint8Array): void {
    if (this.gone) throw kernelError('ENODEV');
    this.longestWrite = Math.max(this.longestWrite, bytes.length);
    if (this.#pins.level(this.#command)) {
      for (const byte of bytes) this.bytes[this.#page * 132 + this.#column++] = byte;
    } else for (const byte of bytes) this.#take(byte);
  }

  #take(byte: number): void {
    if (this.#awaited > 0) {
      this.#awaited--;
      return;
    }
    this.commands.push(byte);
    if (followed.has(byte)) this.#awaited = 1;
    else if (byte >= 0xb0 && byte <= 0xb8) this.#page = byte & 15;
    else if (byte <= 0x0f) this.#column = (this.#column & 0xf0) | byte;
    else if (byte <= 0x1f) this.#column = (this.#column & 0x0f) | ((byte & 15) << 4);
  }
}
