// The composition root: what the phone is made of, created in this order and closed in reverse, so that calls are ended while
// there is still a network, and the call log is written while there is still a store.

import { openActionUrls } from './action-urls/open-action-urls.ts';
import type { CommandLine } from './command-line.ts';
import { openMachine } from './machine.ts';
import { openSurfaces } from './surfaces.ts';
import type { Log } from './system/log.ts';
import type { SystemClock } from './system/system-clock.ts';
import { openTelephony } from './telephony.ts';
import { LateWeb } from './web/late-web.ts';

export interface RunningPhone extends AsyncDisposable {
  /** Where the simulator's page is; undefined without one. */
  readonly panelAddress: string | undefined;
  /** A simulated board was told to restart. */
  readonly restartRequested: Promise<void>;
}

/** Starts the whole phone. Rejects, with everything closed again, when a part cannot be had. */
export async function compose(
  commandLine: CommandLine,
  {
    log,
    clock,
    webOpened,
  }: { readonly log: Log; readonly clock: SystemClock; readonly webOpened: (addresses: readonly string[]) => void },
): Promise<RunningPhone> {
  await using parts = new AsyncDisposableStack();
  const machine = parts.use(await openMachine(commandLine, log, clock));
  const restartRequested = new Promise<void>((resolve) => {
    machine.virtualBoard?.observe(({ type }) => {
      if (type === 'restartRequested') resolve();
    });
  });
  const telephony = parts.use(await openTelephony(machine, log, clock));
  telephony.start();
  // The registrations leave before the first picture is drawn.
  await new Promise((resolve) => setImmediate(resolve));
  const surfaces = parts.use(await openSurfaces(machine, telephony, commandLine, { log, clock }));
  parts.use(openActionUrls(machine, telephony, log, clock));
  const web = parts.use(new LateWeb({ machine, telephony, surfaces, log, clock, asked: commandLine.web, opened: webOpened }));
  web.start();
  const closing = parts.move();
  return { panelAddress: surfaces.panelAddress, restartRequested, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}
