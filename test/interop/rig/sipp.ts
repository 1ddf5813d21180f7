// sipp as a bare user agent: registers, then runs one of our scenarios, with a tone as its media.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sipPort } from './kamailio.ts';
import { type Lan, peerAddress } from './lan.ts';
import { passwordOf } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';
import { type Scenario, scenarios } from './sipp-scenarios.ts';
import { tonePcap } from './tone-pcap.ts';

export interface SippOptions {
  readonly user: string;
  readonly scenario: Scenario;
  /** Whom it calls, in scenarios that call. */
  readonly calls?: string;
  readonly count?: number;
  readonly toneHz?: number;
  readonly toneSeconds?: number;
  /** How long it stays in a call that it hangs up itself, or rings before it gives up. */
  readonly talkMs?: number;
}

const localPort = 6020;
const mediaPort = 18_000;

export class Sipp implements AsyncDisposable {
  readonly #process: PeerProcess;
  readonly #errors: string;

  private constructor(process: PeerProcess, errors: string) {
    this.#process = process;
    this.#errors = errors;
  }

  static async start(lan: Lan, directory: string, options: SippOptions): Promise<Sipp> {
    const tone = join(directory, 'sipp-tone.pcap');
    writeFileSync(tone, tonePcap(options.toneHz ?? 440, options.toneSeconds ?? 6));
    if (!options.calls) await lan.runThere(commandLine(directory, { ...options, scenario: 'register', count: 1 }, tone), 10_000);
    const process = PeerProcess.start('sipp', lan.there(commandLine(directory, options, tone)), directory);
    const listening = new RegExp(`${peerAddress.replaceAll('.', '\\.')}:${localPort}\\b`);
    await process.ready('its socket opened', async () => !process.running || listening.test(await lan.runThere(['ss', '-Hlnu'])));
    return new Sipp(process, join(directory, `sipp-${options.scenario}.errors`));
  }

  /** All its calls went as its scenario says; rejects with sipp's own account otherwise. */
  async succeeded(): Promise<void> {
    const code = await this.#process.ended;
    if (code !== 0)
      throw new Error(`sipp ended with ${code}\n${readIfThere(this.#errors)}\n${this.#process.output.slice(-3000)}`);
  }

  /** Never resolves; rejects as soon as it ends with less than all it was to do. */
  async failed(): Promise<never> {
    await this.succeeded();
    return await new Promise(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop('SIGKILL');
  }
}

function commandLine(directory: string, options: SippOptions, tone: string): [string, ...string[]] {
  const { user, scenario, calls = user, count = 1, talkMs = 3000 } = options;
  const file = join(directory, `sipp-${scenario}.xml`);
  const password = passwordOf(user);
  writeFileSync(file, scenarios[scenario]({ user, password, tone, talkMs }));
  return [
    ...(['sipp', `${peerAddress}:${sipPort}`, '-sf', file, '-s', calls, '-m', String(count), '-i', peerAddress] as const),
    ...['-p', String(localPort), '-mi', peerAddress, '-mp', String(mediaPort), '-nostdin', '-timeout', '120'],
    // One call after the other.
    ...['-l', '1', '-r', '10', '-trace_err', '-error_file', join(directory, `sipp-${scenario}.errors`)],
  ];
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-3000);
  } catch {
    return '(no error file)';
  }
}
