// sipp as a bare user agent: a registered user that runs one of the shared scenarios, with a tone as its media, or a gateway behind
// the proxy that runs a script of its own.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sipPort } from './kamailio.ts';
import { type Lan, peerAddress } from './lan.ts';
import { type GatewayPort, gatewayPorts, passwordOf } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';
import { type Scenario, scenarios } from './sipp-scenarios.ts';
import { type Actor, type Step, scenarioXml } from './sipp-words.ts';
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

export interface SippScript {
  /** Of its files; not twice at the same time. */
  readonly name: string;
  readonly flow: readonly Step[];
  /** Whom `[service]` names. */
  readonly calls?: string;
  readonly count?: number;
  /** A second gateway, beside the first. */
  readonly port?: GatewayPort;
  /** Of the machine that it runs on. */
  readonly address?: string;
  /** Where its own requests go, when not to the proxy: `10.77.0.2:5060`. */
  readonly sendsTo?: string;
  readonly transport?: 'u1' | 't1';
  readonly arguments?: readonly string[];
}

interface Run {
  readonly name: string;
  readonly xml: string;
  readonly calls: string;
  readonly count: number;
  readonly port: number;
  readonly address: string;
  readonly sendsTo: string;
  readonly arguments: readonly string[];
}

const userPort = 6020;
const mediaPorts = 18_000;
/** Longer than a test that waits for one: only what was left behind ends by it. */
const longestRunS = '600';
const proxy = `${peerAddress}:${sipPort}`;

export class Sipp implements AsyncDisposable {
  readonly #process: PeerProcess;
  readonly #errors: string;
  readonly #places: string;

  private constructor(process: PeerProcess, directory: string, run: Run) {
    this.#process = process;
    this.#errors = errorFile(directory, run);
    this.#places = placesFile(directory, run);
  }

  /** A registered user. */
  static async start(lan: Lan, directory: string, options: SippOptions): Promise<Sipp> {
    const { user, scenario, calls = user, count = 1, talkMs = 3000 } = options;
    const tone = join(directory, 'sipp-tone.pcap');
    writeFileSync(tone, tonePcap(options.toneHz ?? 440, options.toneSeconds ?? 6));
    const actor: Actor = { user, password: passwordOf(user), tone, talkMs };
    const as = (name: Scenario, times: number): Run => ({
      name,
      xml: scenarioXml(name, scenarios[name](actor)),
      ...{ calls, count: times, port: userPort, address: peerAddress, sendsTo: proxy, arguments: [] },
    });
    if (!options.calls) await lan.runThere(commandLine(directory, as('register', 1)));
    return await Sipp.#run(lan, directory, as(scenario, count));
  }

  /** A gateway, which the proxy trusts. */
  static script(lan: Lan, directory: string, script: SippScript): Promise<Sipp> {
    const { name, flow, calls = 'gateway', count = 1, port = gatewayPorts.first, sendsTo = proxy } = script;
    const { address = peerAddress, transport = 'u1', arguments: more = [] } = script;
    const xml = scenarioXml(name, flow);
    return Sipp.#run(lan, directory, { name, xml, calls, count, port, address, sendsTo, arguments: ['-t', transport, ...more] });
  }

  static async #run(lan: Lan, directory: string, run: Run): Promise<Sipp> {
    const process = PeerProcess.start('sipp', lan.there(commandLine(directory, run)), directory);
    const listening = new RegExp(`${run.address.replaceAll('.', '\\.')}:${run.port}\\b`);
    // A short script may be done before anybody has looked.
    const opened = async (): Promise<boolean> => listening.test(await lan.runThere(['ss', '-Hlntu'])) || !process.running;
    await process.ready('its socket opened', opened);
    return new Sipp(process, directory, run);
  }

  /** All its calls went as its scenario says; rejects with sipp's own account otherwise. */
  async succeeded(): Promise<void> {
    const code = await this.#process.ended;
    if (code !== 0)
      throw new Error(`sipp ended with ${code}\n${readIfThere(this.#errors)}\n${this.#process.output.slice(-3000)}`);
  }

  /** Until its scenario has come to that place. */
  async reached(place: string): Promise<void> {
    await this.#process.waitUntil(place, () => readIfThere(this.#places).includes(place));
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

function commandLine(directory: string, run: Run): [string, ...string[]] {
  const file = join(directory, `sipp-${run.name}.xml`);
  writeFileSync(file, run.xml);
  return [
    ...(['sipp', run.sendsTo, '-sf', file, '-s', run.calls, '-m', String(run.count), '-i', run.address] as const),
    ...[
      '-p',
      String(run.port),
      '-mi',
      peerAddress,
      '-mp',
      String(mediaPorts + run.port - userPort),
      '-nostdin',
      '-timeout',
      longestRunS,
    ],
    // One call after the other.
    ...['-l', '1', '-r', '10', '-trace_err', '-error_file', errorFile(directory, run)],
    ...['-trace_logs', '-log_file', placesFile(directory, run), ...run.arguments],
  ];
}

function errorFile(directory: string, { name }: Run): string {
  return join(directory, `sipp-${name}.errors`);
}

function placesFile(directory: string, { name }: Run): string {
  return join(directory, `sipp-${name}.places`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-3000);
  } catch {
    return '(no error file)';
  }
}
