// Console on a tty. A line that is lost (an adapter pulled out, a pty closed) is opened again, waiting longer each time.

import { SerialPort } from 'serialport';
import type { Choice, DriverContext } from '../driver.ts';
import type { ConsoleDriver } from '../driver-choices.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import type { ConsoleEvent, ConsolePort } from './console.ts';
import { endAtHangUp } from './hang-up.ts';

const firstRetryMs = 500;
const longestRetryMs = 30_000;
/** Output that a stalled terminal has not taken; what comes on top of it is dropped. */
const mostWaitingBytes = 65_536;

interface SerialOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (event: ConsoleEvent) => void;
}

/** The first opening must succeed: a board that names a console which is not there is wrong, and says so. */
export async function openSerialConsole(
  { clock, log, report }: Pick<DriverContext, 'clock' | 'log' | 'report'>,
  choice: Choice<ConsoleDriver, 'serialport'>,
): Promise<ConsolePort> {
  const port = new SerialConsole({ path: choice.path, baudRate: choice.baudRate, clock, log, report });
  await port.open();
  return port;
}

class SerialConsole implements ConsolePort {
  readonly #options: SerialOptions;
  #port: SerialPort | undefined;
  #retry: Timer | undefined;
  #retryMs = firstRetryMs;
  #closed = false;

  constructor(options: SerialOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { path, baudRate, report } = this.#options;
    // Opened by its path: listing ports would start other programs to ask about each.
    const port = new SerialPort({ path, baudRate, autoOpen: false });
    port.on('error', (error: Error) => this.#lost(port, error.message));
    port.on('close', (error?: Error | null) => this.#lost(port, error?.message ?? 'closed'));
    await new Promise<void>((resolve, reject) => {
      port.open((error) => (error ? reject(error) : resolve()));
    });
    this.#port = port;
    endAtHangUp(port);
    port.on('data', (bytes: Buffer) => {
      if (!this.#closed) report({ type: 'bytesReceived', bytes });
    });
    this.#retryMs = firstRetryMs;
    // Closed while it was being opened.
    if (this.#closed) await close(port);
  }

  write(bytes: Uint8Array): void {
    const port = this.#port;
    if (port === undefined || port.writableLength + bytes.length > mostWaitingBytes) return;
    port.write(Buffer.from(bytes));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    const port = this.#port;
    this.#port = undefined;
    if (port !== undefined) await close(port);
  }

  #lost(port: SerialPort, reason: string): void {
    // `error` and `close` may both tell of the same loss, and a failed opening tells it to its caller.
    if (this.#closed || this.#port !== port) return;
    this.#port = undefined;
    void close(port);
    this.#options.log.warn('console', 'The serial line was lost', { path: this.#options.path, reason });
    this.#options.report({ type: 'lineLost', reason });
    this.#retryLater();
  }

  #retryLater(): void {
    this.#retry = this.#options.clock.setTimer(this.#retryMs, () => void this.#reopen());
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  async #reopen(): Promise<void> {
    try {
      await this.open();
      this.#options.log.info('console', 'The serial line is back', { path: this.#options.path });
    } catch {
      if (!this.#closed) this.#retryLater();
    }
  }
}

/** Closes what is open; a port that the kernel took away already is closed as well. */
function close(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (!port.isOpen) return resolve();
    port.close(() => resolve());
  });
}
