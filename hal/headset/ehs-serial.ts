// An electronic hook switch that speaks over a serial line, in the words that the board's file gives.

import { SerialPort } from 'serialport';
import type { Choice, DriverContext } from '../driver.ts';
import type { HeadsetDriver } from '../driver-choices.ts';
import { EhsReader, wordBytes } from './ehs/ehs-codec.ts';
import { EhsHeadset } from './ehs/ehs-headset.ts';
import type { Headset } from './headset.ts';

const retryMs = 2_000;

type SerialEhs = Choice<HeadsetDriver, 'ehs-serial'>;

/** The first opening must succeed: a board that names a line which is not there is wrong, and says so. */
export async function openSerialEhs(context: DriverContext, choice: SerialEhs): Promise<Headset> {
  const headset = new EhsHeadset(context);
  const line = new EhsLine(context, choice, headset);
  await line.open();
  const tells = choice.table.signals.present !== undefined;
  headset.connect(
    {
      tell: (command) => {
        const word = choice.table.commands[command];
        const bytes = word === undefined ? undefined : wordBytes(word);
        if (bytes !== undefined) line.write(bytes);
      },
      [Symbol.asyncDispose]: () => line.close(),
    },
    !tells,
  );
  return headset;
}

class EhsLine {
  readonly #context: Pick<DriverContext, 'clock' | 'report' | 'log'>;
  readonly #choice: SerialEhs;
  readonly #headset: EhsHeadset;
  #port: SerialPort | undefined;
  #retry: { cancel(): void } | undefined;
  #lost = false;
  #closed = false;

  constructor(context: Pick<DriverContext, 'clock' | 'report' | 'log'>, choice: SerialEhs, headset: EhsHeadset) {
    this.#context = context;
    this.#choice = choice;
    this.#headset = headset;
  }

  async open(): Promise<void> {
    const { path, baudRate, table } = this.#choice;
    const port = new SerialPort({ path, baudRate, autoOpen: false });
    const reader = new EhsReader(table);
    port.on('error', (error: Error) => this.#ended(port, error.message));
    port.on('close', () => this.#ended(port, 'closed'));
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
    this.#port = port;
    port.on('data', (bytes: Buffer) => {
      for (const signal of reader.read(bytes)) if (!this.#closed) this.#headset.received(signal);
    });
  }

  write(bytes: Uint8Array): void {
    this.#port?.write(Buffer.from(bytes));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    const port = this.#port;
    this.#port = undefined;
    if (port?.isOpen === true) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  #ended(port: SerialPort, reason: string): void {
    if (this.#closed || port !== this.#port) return;
    this.#port = undefined;
    this.#lost = true;
    this.#headset.received('absent');
    this.#context.report({ type: 'deviceLost', device: 'headset', reason });
    this.#again();
  }

  #again(): void {
    this.#retry = this.#context.clock.setTimer(retryMs, () => {
      this.open().then(
        () => this.#returned(),
        () => this.#again(),
      );
    });
  }

  #returned(): void {
    if (!this.#lost || this.#closed) return;
    this.#lost = false;
    this.#context.report({ type: 'deviceReturned', device: 'headset' });
    if (this.#choice.table.signals.present === undefined) this.#headset.received('present');
  }
}
