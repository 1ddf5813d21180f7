// The machine under the phone: its memory and its board.

import { networkInterfaces } from 'node:os';
import { type OpenedStore, Store } from '#config/store';
import type { Board, BoardDefinition, BoardEvent } from '#hal/board';
import { boardByName } from '#hal/boards';
import type { NetworkAddress } from '#hal/network/network';
import { openBoard } from '#hal/open-board';
import { VirtualBoard } from '#hal/simulator/virtual-board';
import { KeptCertificates } from './certificates/kept-certificates.ts';
import type { CommandLine } from './command-line.ts';
import { brandedDefaults } from './system/branded-defaults.ts';
import { deviceKeys } from './system/device-keys.ts';
import { resetIfMarked } from './system/factory-reset.ts';
import type { Log } from './system/log.ts';
import { StartError } from './system/start-error.ts';
import type { SystemClock } from './system/system-clock.ts';
import { turn } from './system/turn.ts';

export interface Machine extends AsyncDisposable {
  readonly store: Store;
  /** The settings, with certificates that were fetched in the place of their addresses. */
  readonly certificates: KeptCertificates;
  /** Where the store is, and what people put beside it. */
  readonly dataDirectory: string;
  /** What became of settings that were damaged. */
  readonly settingsRecovered: OpenedStore['recovered'];
  /** False: the file system is read-only. */
  readonly settingsCanBeKept: boolean;
  /** Passwords that cannot be read any more: their key is gone. */
  readonly lostSecrets: readonly string[];
  readonly board: Board;
  /** Behind a simulated board. */
  readonly virtualBoard: VirtualBoard | undefined;
  /** Facts that the board reports before this is called are lost; its state is there to be read. */
  listen(listener: (event: BoardEvent) => void): void;
}

const consoleBaudRate = 115_200;

export async function openMachine(commandLine: CommandLine, log: Log, clock: SystemClock): Promise<Machine> {
  await using parts = new AsyncDisposableStack();
  resetIfMarked(commandLine.dataDirectory, log);
  const keys = await deviceKeys(commandLine.dataDirectory, log, process.env);
  const { store, recovered, lostSecrets, writable } = await Store.open({
    directory: commandLine.dataDirectory,
    ...(keys === undefined ? {} : { keys }),
    defaults: await brandedDefaults(commandLine.branding, log),
    clock,
    log,
    turn,
  });
  parts.use(store);
  setParameters(store, commandLine.parameters);
  const certificates = parts.use(new KeptCertificates(store));

  const definition = await chosenBoard(commandLine);
  const simulated = definition.display.driver === 'simulated';
  if (commandLine.panel !== undefined && !simulated) {
    throw new StartError(`--panel: only a simulated board has a panel, and ${definition.name} is real`);
  }
  if (commandLine.addresses.length > 0 && !simulated) {
    throw new StartError(`--address: only a simulated board is told its addresses, and ${definition.name} is real`);
  }
  if (commandLine.room !== undefined && !simulated) {
    throw new StartError(`--room: only a simulated board is told its room, and ${definition.name} is real`);
  }
  const addresses = commandLine.addresses.map(addressOfThisMachine);
  const network = addresses.length > 0 ? { addresses } : {};
  const dhcpOptions = new Map(
    Object.entries(commandLine.dhcpOptions).map(([number, text]) => [Number(number), Buffer.from(text)]),
  );
  const room = commandLine.room && { room: commandLine.room };
  const virtualBoard = simulated ? new VirtualBoard({ definition, clock, dhcpOptions, ...network, ...room }) : undefined;
  let hear: (event: BoardEvent) => void = () => {};
  const options = { clock, log, listener: (event: BoardEvent) => hear(event) };
  const board = parts.use(await openBoard(definition, virtualBoard === undefined ? options : { ...options, virtualBoard }));

  const closing = parts.move();
  return {
    store,
    certificates,
    dataDirectory: commandLine.dataDirectory,
    settingsRecovered: recovered,
    settingsCanBeKept: writable,
    lostSecrets,
    board,
    virtualBoard,
    listen: (listener) => {
      hear = listener;
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function setParameters(store: Store, parameters: Readonly<Record<string, string>>): void {
  const errors = store.override(parameters);
  if (errors.length === 0) return;
  const told = errors.map(({ path, value, expected }) => `--param ${path}=${value}: expected ${expected}`);
  throw new StartError(told.join('\n'));
}

function addressOfThisMachine(address: string): NetworkAddress {
  for (const [name, entries] of Object.entries(networkInterfaces())) {
    const entry = entries?.find((candidate) => candidate.address === address);
    if (entry !== undefined) return { family: entry.family === 'IPv6' ? 6 : 4, address, interface: name };
  }
  throw new StartError(`--address ${address}: no interface of this machine has it`);
}

async function chosenBoard(commandLine: CommandLine): Promise<BoardDefinition> {
  const definition = await boardByName(commandLine.board);
  if (commandLine.console === undefined) return definition;
  return { ...definition, console: { driver: 'serialport', path: commandLine.console, baudRate: consoleBaudRate } };
}
