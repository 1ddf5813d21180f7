// Runs one phone from start to orderly end, and says what went wrong in words.

import { StoreError } from '#config/errors';
import { HalError } from '#hal/errors';
import { TransportError } from '#sip/transport/transport';
import { type CommandLine, readCommandLine, usage } from './command-line.ts';
import { compose } from './compose.ts';
import { Log } from './system/log.ts';
import { standardErrorSink } from './system/standard-error-sink.ts';
import { StartError } from './system/start-error.ts';
import { SystemClock } from './system/system-clock.ts';

const wrongArguments = 2;
const cannotStart = 1;
const answerMs = 300;

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
    let { commandLine } = read;
    while (true) {
      const outcome = await runOnce(commandLine, log, clock, stopped);
      if (outcome.end === 'stopped') return 0;
      log.info('system', 'restarting');
      commandLine = outcome.commandLine;
    }
  } catch (error) {
    if (!isForThePerson(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return cannotStart;
  }
}

function webOpened(addresses: readonly string[]): void {
  for (const address of addresses) process.stdout.write(`web ${address}\n`);
}

/** One life of the phone. A real board is restarted by its power control; a simulated one comes up again in this process. */
async function runOnce(
  commandLine: CommandLine,
  log: Log,
  clock: SystemClock,
  stopped: Promise<string>,
): Promise<{ readonly end: 'stopped' } | { readonly end: 'restart'; readonly commandLine: CommandLine }> {
  await using phone = await compose(commandLine, { log, clock, webOpened });
  if (phone.panelAddress !== undefined) process.stdout.write(`panel ${phone.panelAddress}\n`);
  log.info('system', 'the phone is up', { board: commandLine.board });
  const signal = await Promise.race([stopped, phone.restartRequested]);
  if (signal !== undefined) {
    log.info('system', `stopping on ${signal}`);
    return { end: 'stopped' };
  }
  // Whoever asked for it, on the page or the console, gets an answer first.
  await new Promise<void>((resolve) => clock.setTimer(answerMs, resolve));
  return { end: 'restart', commandLine: withPanelAt(commandLine, phone.panelAddress) };
}

/** The page that is open finds the phone where it was. */
function withPanelAt(commandLine: CommandLine, address: string | undefined): CommandLine {
  if (address === undefined || commandLine.panel === undefined) return commandLine;
  return { ...commandLine, panel: { ...commandLine.panel, port: Number(new URL(address).port) } };
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
