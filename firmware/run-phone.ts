// Runs one phone from start to orderly end, and says what went wrong in words.

import { StoreError } from '#config/errors';
import { HalError } from '#hal/errors';
import { TransportError } from '#sip/transport/transport';
import { readCommandLine, usage } from './command-line.ts';
import { compose } from './compose.ts';
import { Log } from './system/log.ts';
import { standardErrorSink } from './system/standard-error-sink.ts';
import { StartError } from './system/start-error.ts';
import { SystemClock } from './system/system-clock.ts';

const wrongArguments = 2;
const cannotStart = 1;

/** The exit code: 0 after SIGTERM or SIGINT, 2 for wrong arguments, 1 when the phone cannot start. */
export async function runPhone(args: readonly string[]): Promise<number> {
  const read = readCommandLine(args);
  if (!read.ok) {
    process.stderr.write(`${read.reason}\n${usage}\n`);
    return wrongArguments;
  }
  const clock = new SystemClock();
  const log = new Log(clock);
  log.addSink(standardErrorSink(read.commandLine.verbose ? 'debug' : 'info'));
  const stopped = stopSignal();
  try {
    await using phone = await compose(read.commandLine, { log, clock, webOpened });
    if (phone.panelAddress !== undefined) process.stdout.write(`panel ${phone.panelAddress}\n`);
    log.info('system', 'the phone is up', { board: read.commandLine.board });
    log.info('system', `stopping on ${await stopped}`);
    return 0;
  } catch (error) {
    if (!isForThePerson(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return cannotStart;
  }
}

function webOpened(addresses: readonly string[]): void {
  for (const address of addresses) process.stdout.write(`web ${address}\n`);
}

/** The first signal; further ones change nothing, so that calls are ended in order. A phone that hangs is the supervisor's to kill. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

function isForThePerson(error: unknown): error is Error {
  return [StartError, HalError, StoreError, TransportError].some((kind) => error instanceof kind);
}
