// The program's arguments: which board, where its data is, where the doors are, and parameters set before the start.

import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface SocketName {
  readonly host: string;
  readonly port: number;
}

export type WebPlace = Pick<SocketName, 'host'> & Partial<SocketName>;

export interface CommandLine {
  readonly board: string;
  readonly dataDirectory: string;
  /** The simulator's door; simulated boards only. */
  readonly panel: SocketName | undefined;
  /** The built-in web pages; `port` undefined: at the ports that the parameters say. */
  readonly web: WebPlace | undefined;
  /** A tty that carries the console instead of the board's own, `/dev/ttyUSB0`. */
  readonly console: string | undefined;
  /** What the network of a simulated board has, best first; none: loopback. */
  readonly addresses: readonly string[];
  /** What a DHCP server says to a simulated board, `160=http://192.0.2.1/`. */
  readonly dhcpOptions: Readonly<Record<string, string>>;
  /** What the microphone of a simulated board picks up of what is played; undefined: nothing, and no echo is looked for. */
  readonly room: { readonly delayMs: number; readonly lossDb: number } | undefined;
  /** What the simulator's page proposes to dial, `600=Echo`. */
  readonly hints: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** A package of whoever sells the phone under a name of its own: a directory. */
  readonly branding: string | undefined;
  readonly verbose: boolean;
}

export type CommandLineResult =
  | { readonly ok: true; readonly commandLine: CommandLine }
  | { readonly ok: false; readonly reason: string };

export const usage =
  'node firmware/main.ts --board <vendor>/<model> --data DIR [--panel 127.0.0.1:8080] [--web 127.0.0.1[:8081]] [--console TTY] [--address 192.0.2.7]... [--dhcp-option 160=URL]... [--room 30ms,12dB] [--param name=value]... [--hint number=text]... [--branding DIR] [--verbose]';

const longestEchoMs = 500;

class ArgumentError extends Error {}

export function readCommandLine(args: readonly string[]): CommandLineResult {
  try {
    return { ok: true, commandLine: parse(args) };
  } catch (error) {
    if (error instanceof ArgumentError) return { ok: false, reason: error.message };
    if (error instanceof TypeError) return { ok: false, reason: error.message };
    throw error;
  }
}

function parse(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      board: { type: 'string' },
      data: { type: 'string' },
      panel: { type: 'string' },
      web: { type: 'string' },
      console: { type: 'string' },
      address: { type: 'string', multiple: true, default: [] },
      'dhcp-option': { type: 'string', multiple: true, default: [] },
      room: { type: 'string' },
      hint: { type: 'string', multiple: true, default: [] },
      param: { type: 'string', multiple: true, default: [] },
      branding: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  if (values.board === undefined) throw new ArgumentError('--board is missing; for example simulated/color-320');
  if (values.data === undefined) throw new ArgumentError('--data is missing: the directory that keeps settings and the call log');
  return {
    board: values.board,
    dataDirectory: values.data,
    panel: socketName('--panel', values.panel),
    web: webPlace(values.web),
    console: values.console,
    addresses: values.address.map(ipAddress),
    dhcpOptions: Object.fromEntries(values['dhcp-option'].map(dhcpOption)),
    room: roomOf(values.room),
    hints: Object.fromEntries(values.hint.map((text) => assignment('--hint', text))),
    parameters: Object.fromEntries(values.param.map((text) => assignment('--param', text))),
    branding: values.branding,
    verbose: values.verbose,
  };
}

/** `30ms,12dB`. */
function roomOf(text: string | undefined): CommandLine['room'] {
  if (text === undefined) return undefined;
  const [, delay, loss] = /^(\d{1,3})ms,(\d{1,2})dB$/.exec(text) ?? [];
  const room = { delayMs: Number(delay), lossDb: Number(loss) };
  if (!(room.delayMs <= longestEchoMs) || Number.isNaN(room.lossDb))
    throw new ArgumentError(`--room "${text}" is no room: say 30ms,12dB`);
  return room;
}

/** `127.0.0.1:8080` or `[::1]:8080`. */
function socketName(option: string, text: string | undefined): SocketName | undefined {
  if (text === undefined) return undefined;
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65535)
    throw new ArgumentError(`${option} "${text}" is no address: say 127.0.0.1:8080 or [::1]:8080`);
  return { host, port };
}

function webPlace(text: string | undefined): WebPlace | undefined {
  return text !== undefined && isIP(text) !== 0 ? { host: text } : socketName('--web', text);
}

function ipAddress(text: string): string {
  if (isIP(text) === 0) throw new ArgumentError(`--address "${text}" is no IP address`);
  return text;
}

function dhcpOption(text: string): readonly [string, string] {
  const [number, value] = assignment('--dhcp-option', text);
  if (!/^\d{1,3}$/.test(number) || Number(number) > 254) throw new ArgumentError(`--dhcp-option "${text}" is not number=text`);
  return [number, value];
}

function assignment(option: string, text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new ArgumentError(`${option} "${text}" is not name=value`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
