// Turns a board's data into live devices. Only the drivers that the board names are loaded; adding one is one file and one line here.

import type { Audio } from './audio/audio.ts';
import type { Backlight } from './backlight/backlight.ts';
import type { Board, BoardDefinition, BoardEvent, DeviceName } from './board.ts';
import type { ConsolePort } from './console/console.ts';
import type { Display } from './display/display.ts';
import { openSimulatedSidecar } from './display/simulated-sidecar.ts';
import type { AnyChoice, DriverContext, Drivers } from './driver.ts';
import type {
  AudioDriver,
  BacklightDriver,
  ConsoleDriver,
  DisplayDriver,
  HeadsetDriver,
  HookDriver,
  KeysDriver,
  LedsDriver,
  NetworkDriver,
  PowerDriver,
} from './driver-choices.ts';
import { HalError } from './errors.ts';
import type { Headset } from './headset/headset.ts';
import type { Hook } from './hook/hook.ts';
import type { Keys } from './keys/keys.ts';
import type { Leds } from './leds/leds.ts';
import type { Network } from './network/network.ts';
import type { Clock, Log } from './ports.ts';
import type { Power } from './power/power.ts';
import { SharedParts } from './shared-parts.ts';
import type { VirtualBoard } from './simulator/virtual-board.ts';

export interface OpenBoardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly listener: (event: BoardEvent) => void;
  /** What simulated drivers work on. Give one when something else (the panel, a test) has to hold it too. */
  readonly virtualBoard?: VirtualBoard;
}

const keys: Drivers<Keys, KeysDriver> = {
  simulated: async (context, choice) => (await import('./keys/simulated.ts')).openSimulatedKeys(context, choice),
  evdev: async (context, choice) => (await import('./keys/evdev.ts')).openEvdevKeys(context, choice),
  gpio: async (context, choice) => (await import('./keys/gpio.ts')).openGpioKeys(context, choice),
};
const hook: Drivers<Hook, HookDriver> = {
  simulated: async (context) => (await import('./hook/simulated.ts')).openSimulatedHook(context),
  evdev: async (context, choice) => (await import('./hook/evdev.ts')).openEvdevHook(context, choice),
  gpio: async (context, choice) => (await import('./hook/gpio.ts')).openGpioHook(context, choice),
};
const leds: Drivers<Leds, LedsDriver> = {
  simulated: async (context, choice) => (await import('./leds/simulated.ts')).openSimulatedLeds(context, choice),
  'led-class': async (context, choice) => (await import('./leds/led-class.ts')).openLedClass(context, choice),
  gpio: async (context, choice) => (await import('./leds/gpio.ts')).openGpioLeds(context, choice),
};
const display: Drivers<Display, DisplayDriver> = {
  simulated: async (context) => (await import('./display/simulated.ts')).openSimulatedDisplay(context),
  framebuffer: async (context, choice) => (await import('./display/framebuffer.ts')).openFramebuffer(context, choice),
  drm: async (context, choice) => (await import('./display/drm.ts')).openDrm(context, choice),
  'spi-mono': async (context, choice) => (await import('./display/spi-mono.ts')).openSpiMono(context, choice),
};
const backlight: Drivers<Backlight, BacklightDriver> = {
  simulated: async (context) => (await import('./backlight/simulated.ts')).openSimulatedBacklight(context),
  'backlight-class': async (context, choice) =>
    (await import('./backlight/backlight-class.ts')).openBacklightClass(context, choice),
  none: async () => (await import('./backlight/none.ts')).openNoBacklight(),
};
const audio: Drivers<Audio, AudioDriver> = {
  simulated: async (context) => (await import('./audio/simulated.ts')).openSimulatedAudio(context),
  alsa: async (_context, choice) => (await import('./audio/alsa.ts')).openAlsaAudio(choice),
};
const headset: Drivers<Headset, HeadsetDriver> = {
  simulated: async (context) => (await import('./headset/simulated.ts')).openSimulatedHeadset(context),
  evdev: async (context, choice) => (await import('./headset/evdev.ts')).openEvdevHeadset(context, choice),
  none: async () => (await import('./headset/none.ts')).openNoHeadset(),
  hidraw: async (context, choice) => (await import('./headset/hidraw.ts')).openHidrawHeadset(context, choice),
  'ehs-serial': async (context, choice) => (await import('./headset/ehs-serial.ts')).openSerialEhs(context, choice),
  'ehs-gpio': async (context, choice) => (await import('./headset/ehs-gpio.ts')).openGpioEhs(context, choice),
};
const consolePort: Drivers<ConsolePort, ConsoleDriver> = {
  simulated: async (context) => (await import('./console/simulated.ts')).openSimulatedConsole(context),
  serialport: async (context, choice) => (await import('./console/serialport.ts')).openSerialConsole(context, choice),
  none: async () => (await import('./console/none.ts')).openNoConsole(),
};
const power: Drivers<Power, PowerDriver> = {
  simulated: async (context) => (await import('./power/simulated.ts')).openSimulatedPower(context),
  none: async (context) => (await import('./power/none.ts')).openNoPower(context),
};
const network: Drivers<Network, NetworkDriver> = {
  simulated: async (context) => (await import('./network/simulated.ts')).openSimulatedNetwork(context),
  'linux-network': async (context, choice) => (await import('./network/linux.ts')).openLinuxNetwork(context, choice),
};

/** Which drivers there are for each device. */
export const driverNames: Readonly<Record<DeviceName, readonly string[]>> = {
  keys: Object.keys(keys),
  hook: Object.keys(hook),
  leds: Object.keys(leds),
  display: Object.keys(display),
  backlight: Object.keys(backlight),
  audio: Object.keys(audio),
  headset: Object.keys(headset),
  console: Object.keys(consolePort),
  power: Object.keys(power),
  network: Object.keys(network),
};

/**
 * Opens every device in a fixed order. When one fails, those before it are closed again, last first, and the error names
 * board, device and driver (`ERR_HAL_DRIVER_FAILED`, `ERR_HAL_UNKNOWN_DRIVER`).
 */
export async function openBoard(definition: BoardDefinition, options: OpenBoardOptions): Promise<Board> {
  const state = { closed: false };
  await using opened = new AsyncDisposableStack();
  const context = driverContext(definition, options, state, opened.use(new SharedParts()));
  opened.defer(() => {
    state.closed = true;
  });
  const open = async <Device extends AsyncDisposable, Union extends AnyChoice>(
    name: DeviceName,
    drivers: Drivers<Device, Union>,
    choice: Union,
  ) => opened.use(await openDevice(name, drivers, choice, context));

  const devices = {
    power: await open('power', power, definition.power),
    network: await open('network', network, definition.network),
    backlight: await open('backlight', backlight, definition.backlight),
    display: await open('display', display, definition.display),
    leds: await open('leds', leds, definition.leds),
    audio: await open('audio', audio, definition.audio),
    headset: await open('headset', headset, definition.headset),
    hook: await open('hook', hook, definition.hook),
    keys: await open('keys', keys, definition.keys),
    console: await open('console', consolePort, definition.console),
  };
  const { sidecar } = definition;
  const unit = sidecar === undefined ? {} : { sidecar: opened.use(await openSimulatedSidecar(context, sidecar)) };
  const closing = opened.move();
  return {
    definition,
    ...devices,
    ...unit,
    [Symbol.asyncDispose]: async () => {
      state.closed = true;
      await closing.disposeAsync();
    },
  };
}

function driverContext(
  definition: BoardDefinition,
  { clock, log, listener, virtualBoard }: OpenBoardOptions,
  state: { readonly closed: boolean },
  parts: SharedParts,
): DriverContext {
  return {
    definition,
    clock,
    log,
    report: (event) => {
      if (state.closed) return;
      try {
        listener(event);
      } catch (error) {
        // What is above the board must not be able to stop a driver's loop.
        log.error('hal', `The listener failed on ${event.type}`, { error });
      }
    },
    shared: parts.open,
    virtualBoard: () =>
      parts.open('virtual-board', async () => {
        const { VirtualBoard } = await import('./simulator/virtual-board.ts');
        return virtualBoard ?? new VirtualBoard({ definition, clock });
      }),
  };
}

async function openDevice<Device, Union extends AnyChoice>(
  device: DeviceName,
  drivers: Drivers<Device, Union>,
  choice: Union,
  context: DriverContext,
): Promise<Device> {
  const where = `Board "${context.definition.name}", device "${device}", driver "${choice.driver}"`;
  const open = Object.hasOwn(drivers, choice.driver) ? drivers[choice.driver as Union['driver']] : undefined;
  if (open === undefined) {
    const known = Object.keys(drivers).join(', ');
    throw new HalError('ERR_HAL_UNKNOWN_DRIVER', `${where}: there is no such driver; this device has ${known}`);
  }
  try {
    // The name picked the function, so the choice is of its kind; TypeScript cannot follow that through the table.
    return await (open as (context: DriverContext, choice: Union) => Promise<Device>)(context, choice);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HalError('ERR_HAL_DRIVER_FAILED', `${where}: ${reason}`, cause);
  }
}
