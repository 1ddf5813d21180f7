// Ping and traceroute by the system's own programs: a fixed command each, an address that was checked, no shell.

import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { isIP } from 'node:net';
import { createInterface } from 'node:readline';
import type { ProbeResult, ProbeStarted } from '#ui/administration/diagnostics';
import type { Clock, Timer } from '#ui/ports';

interface Program {
  readonly file: string;
  readonly arguments: (address: string) => readonly string[];
}

const ping: readonly Program[] = ['/bin/ping', '/usr/bin/ping'].map((file) => ({
  file,
  arguments: (address) => ['-n', '-c', '5', '-w', '10', '--', address],
}));
/** The first that the system has. */
const traceroute: readonly Program[] = [
  { file: '/usr/sbin/traceroute', arguments: (address) => ['-n', '-q', '1', '-w', '2', '-m', '20', '--', address] },
  { file: '/usr/bin/traceroute', arguments: (address) => ['-n', '-q', '1', '-w', '2', '-m', '20', '--', address] },
  { file: '/usr/bin/tracepath', arguments: (address) => ['-n', '-m', '20', '--', address] },
];

const longestMs = 60_000;
const mostLines = 200;
const longestLine = 300;

export class NetworkProbe {
  readonly #clock: Clock;
  #child: ChildProcess | undefined;
  #timer: Timer | undefined;
  #lines: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get result(): ProbeResult {
    return { finished: this.#child === undefined, lines: this.#lines };
  }

  ping(address: string): Promise<ProbeStarted> {
    return this.#run(ping, address);
  }

  traceroute(address: string): Promise<ProbeStarted> {
    return this.#run(traceroute, address);
  }

  stop(): void {
    this.#child?.kill();
  }

  async #run(programs: readonly Program[], address: string): Promise<ProbeStarted> {
    if (!isProbeAddress(address)) return { ok: false, error: 'invalidAddress' };
    const program = await firstInstalled(programs);
    if (program === undefined) return { ok: false, error: 'notInstalled' };
    if (this.#child !== undefined) return { ok: false, error: 'busy' };
    this.#lines = [];
    const child = spawn(program.file, program.arguments(address), { stdio: ['ignore', 'pipe', 'pipe'], env: {}, shell: false });
    this.#child = child;
    this.#timer = this.#clock.setTimer(longestMs, () => child.kill());
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => this.#heard(line));
    child.once('error', ({ message }) => this.#heard(message));
    child.once('close', () => this.#ended());
    return { ok: true };
  }

  #heard(line: string): void {
    if (this.#lines.length < mostLines) this.#lines = [...this.#lines, line.slice(0, longestLine)];
  }

  #ended(): void {
    this.#timer?.cancel();
    this.#child = undefined;
  }
}

/** An address, or a host name: nothing that could be taken for an option. */
export function isProbeAddress(text: string): boolean {
  if (text.length > 253) return false;
  return isIP(text) !== 0 || text.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
}

async function firstInstalled(programs: readonly Program[]): Promise<Program | undefined> {
  for (const program of programs) {
    const found = await access(program.file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return program;
  }
  return undefined;
}
