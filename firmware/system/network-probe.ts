// Ping and traceroute, where the machine has them: a process of its own with fixed arguments, never a shell.

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { JobSnapshot } from '#ui/maintenance';
import type { Log } from './log.ts';

export type ProbeKind = 'ping' | 'traceroute';

const commands: Readonly<Record<ProbeKind, (host: string) => readonly string[]>> = {
  ping: (host) => ['-n', '-c', '5', '-W', '2', host],
  traceroute: (host) => ['-n', '-w', '2', '-q', '1', '-m', '20', host],
};
/** How many lines a whole run has, for the progress bar. */
const expectedLines: Readonly<Record<ProbeKind, number>> = { ping: 5, traceroute: 20 };
const mostLines = 60;
const longestLine = 200;

/** A name or an address; nothing that a program could take for an option. */
export function isHost(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/.test(text) || /^[0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,44}$/.test(text);
}

/** Where the program is; undefined: this machine has none. */
export function findProgram(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  for (const directory of [...path.split(delimiter), '/usr/sbin', '/sbin'].filter((each) => each.startsWith('/'))) {
    const file = join(directory, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

export interface ProbeOptions {
  readonly log: Log;
  readonly changed: (job: JobSnapshot) => void;
  readonly find?: typeof findProgram;
}

/** One run. Its listener hears of every line. */
export class NetworkProbe {
  readonly #options: ProbeOptions;
  #job: JobSnapshot;
  #process: ChildProcess | undefined;

  constructor(kind: ProbeKind, host: string, options: ProbeOptions) {
    this.#options = options;
    this.#job = { kind, target: host, state: 'running', lines: [], progress: 0 };
  }

  get job(): JobSnapshot {
    return this.#job;
  }

  start(): void {
    const { kind, target } = this.#job;
    const { log, find = findProgram } = this.#options;
    const program = isHost(target) ? find(kind) : undefined;
    if (kind === 'update' || program === undefined) {
      this.#become({ state: 'failed' });
      return;
    }
    const child = spawn(program, commands[kind](target), { stdio: ['ignore', 'pipe', 'pipe'], env: { LC_ALL: 'C' } });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const whole = (rest + text).split('\n');
        rest = (whole.pop() ?? '').slice(0, longestLine);
        this.#heard(whole);
      });
    }
    child.once('error', (error) => {
      log.warn('system', `${kind} could not be run`, { reason: error.message });
      this.#become({ state: 'failed' });
    });
    child.once('close', (code) => {
      if (this.#job.state === 'running') this.#become({ state: code === 0 ? 'done' : 'failed', progress: 1 });
    });
  }

  cancel(): void {
    if (this.#job.state !== 'running') return;
    this.#process?.kill('SIGTERM');
    this.#become({ state: 'cancelled' });
  }

  #heard(whole: readonly string[]): void {
    const lines = whole.map((line) => line.slice(0, longestLine).trim()).filter((line) => line !== '');
    if (lines.length === 0 || this.#job.state !== 'running') return;
    const all = [...this.#job.lines, ...lines].slice(0, mostLines);
    const kind = this.#job.kind as ProbeKind;
    this.#become({ lines: all, progress: Math.min(0.95, Math.max(0, all.length - 1) / expectedLines[kind]) });
  }

  #become(change: Partial<JobSnapshot>): void {
    this.#job = { ...this.#job, ...change };
    this.#options.changed(this.#job);
  }
}
