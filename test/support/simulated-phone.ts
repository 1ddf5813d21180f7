// A simulated phone as a process of its own, driven through its door (architecture §5) and through nothing else.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav, type Sound, writeWav } from './wav-file.ts';

export interface SimulatedPhoneOptions {
  readonly board?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Kept when given; else a fresh one that goes with the phone. */
  readonly dataDirectory?: string;
  readonly arguments?: readonly string[];
  /** What Node runs: the sources, unless it is the bundle, with Node's own options before it. */
  readonly program?: readonly string[];
  /** Beside what this process has. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Screen {
  readonly screen: string;
  /** Of what the screen is about. */
  readonly id?: string;
  readonly title: string;
  readonly items: readonly unknown[];
  readonly softkeys: readonly { readonly label: string; readonly action: string }[];
  readonly focus: unknown;
  readonly notice: unknown;
}

export interface PanelState {
  readonly display: { readonly width: number; readonly height: number; readonly color: boolean };
  readonly light: { readonly brightness: number; readonly contrast: number };
  readonly leds: Readonly<
    Record<string, { readonly color: string; readonly pattern: string; readonly stepsMs?: readonly number[] }>
  >;
  readonly hook: 'on' | 'off';
  readonly audio: { readonly path: string; readonly muted: boolean; readonly volume: number };
  readonly headset: { readonly plugged: boolean };
}

const root = new URL('../..', import.meta.url).pathname;
const longestStartMs = 90_000;
const longestWaitMs = 40_000;

export class SimulatedPhone implements AsyncDisposable {
  readonly address: string;
  readonly dataDirectory: string;
  readonly #process: ChildProcess;
  readonly #ownsData: boolean;
  readonly #log: readonly string[];
  readonly #output: readonly string[];

  private constructor(
    address: string,
    dataDirectory: string,
    ownsData: boolean,
    process: ChildProcess,
    said: { readonly log: readonly string[]; readonly output: readonly string[] },
  ) {
    this.address = address;
    this.dataDirectory = dataDirectory;
    this.#ownsData = ownsData;
    this.#process = process;
    this.#log = said.log;
    this.#output = said.output;
  }

  static async start(options: SimulatedPhoneOptions = {}): Promise<SimulatedPhone> {
    const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'phone-'));
    const params = { 'voip/signalling/sip/port': 0, ...options.params };
    const child = spawn(
      join(root, 'node_modules/.bin/node'),
      [
        ...(options.program ?? [join(root, 'firmware/main.ts')]),
        ...['--board', options.board ?? 'simulated/color-320', '--data', dataDirectory, '--panel', '127.0.0.1:0'],
        ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
        ...(options.arguments ?? []),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.environment } },
    );
    const log: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
    // From its first word: where the web pages are may stand in the same piece as where the panel is.
    const output: string[] = [];
    child.stdout.on('data', (bytes: Buffer | string) => output.push(String(bytes)));
    const address = await panelAddress(child, log);
    return new SimulatedPhone(address, dataDirectory, options.dataDirectory === undefined, child, { log, output });
  }

  /** What it wrote to standard error. */
  get log(): string {
    return this.#log.join('');
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Where the web pages are, of a phone that was started with `--web`. They come after the phone is up. */
  webAddress(): Promise<string> {
    return this.waitFor('the web pages', async () => /^web (\S+)$/m.exec(this.#output.join(''))?.[1]);
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async get<Body>(path: string): Promise<Body> {
    const response = await fetch(this.address + path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }

  screen(): Promise<Screen> {
    return this.get('/api/screen');
  }

  state(): Promise<PanelState> {
    return this.get('/api/state');
  }

  async png(): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(`${this.address}/api/screen.png`)).arrayBuffer());
  }

  async post(path: string, body: unknown): Promise<void> {
    const response = await fetch(this.address + path, { method: 'POST', body: JSON.stringify(body) });
    if (response.status !== 204) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  }

  press(key: string): Promise<void> {
    return this.post('/api/key', { key, action: 'press' });
  }

  async type(keys: string): Promise<void> {
    for (const key of keys) await this.press(key);
  }

  /** The soft key with this action, wherever it is. */
  async softKey(action: string): Promise<void> {
    const { softkeys, screen } = await this.screen();
    const index = softkeys.findIndex((key) => key.action === action);
    if (index < 0) throw new Error(`${screen} has no soft key ${action}: ${softkeys.map((key) => key.action).join(' ')}`);
    await this.press(`softkey${index + 1}`);
  }

  /** Turns to the soft keys among which this one is. */
  async findSoftKey(action: string): Promise<void> {
    await this.waitFor(`the soft key ${action}`, async () => {
      if ((await this.screen()).softkeys.some((key) => key.action === action)) return true;
      await this.softKey('more');
      return undefined;
    });
  }

  hook(off: boolean): Promise<void> {
    return this.post('/api/hook', { off });
  }

  async microphone(sound: Sound, loop = true): Promise<void> {
    const response = await fetch(`${this.address}/api/microphone?loop=${loop ? 1 : 0}`, { method: 'PUT', body: writeWav(sound) });
    if (!response.ok) throw new Error(`PUT microphone: ${response.status} ${await response.text()}`);
  }

  /** The next seconds of what is heard, or the last ones. */
  async hear(place: 'earpiece' | 'speaker', seconds: number, which: 'next' | 'last' = 'next'): Promise<Sound> {
    const response = await fetch(`${this.address}/api/${place}?${which}=${seconds}`);
    if (!response.ok) throw new Error(`GET ${place}: ${response.status} ${await response.text()}`);
    return readWav(new Uint8Array(await response.arrayBuffer()));
  }

  async waitForScreen(...names: readonly string[]): Promise<Screen> {
    return this.waitFor(`screen ${names.join(' or ')}`, async () => {
      const screen = await this.screen();
      return names.includes(screen.screen) ? screen : undefined;
    });
  }

  /** Registered: the idle screen, and the line's lamp steady green. */
  async waitForLine(line = 1): Promise<void> {
    await this.waitFor(`line ${line} registered`, async () => {
      const lamp = (await this.state()).leds[`line${line}`];
      return lamp?.color === 'green' && lamp.pattern === 'steady' ? lamp : undefined;
    });
  }

  /** Asks again and again until there is a result. */
  async waitFor<Result>(what: string, probe: () => Promise<Result | undefined>): Promise<Result> {
    const deadline = performance.now() + longestWaitMs;
    for (;;) {
      const result = await probe();
      if (result !== undefined) return result;
      if (performance.now() > deadline) {
        throw new Error(
          `waited in vain for ${what}; the screen is ${JSON.stringify(await this.screen())}\n${this.log.slice(-4000)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.running) return this.#process.exitCode;
    const ended = new Promise<number | null>((resolve) => this.#process.once('exit', resolve));
    this.#process.kill(signal);
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#ownsData) rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}

function panelAddress(child: ChildProcess, log: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(patience);
      child.kill('SIGKILL');
      reject(new Error(`the phone did not start: ${why}\n${log.join('')}`));
    };
    const patience = setTimeout(() => fail('it took too long'), longestStartMs);
    child.once('exit', (code) => fail(`exit code ${code}`));
    let output = '';
    const listen = (text: string): void => {
      output += text;
      const address = /^panel (\S+)$/m.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(patience);
      // Once: a phone that restarts says it again, when others wait for its end.
      child.stdout?.off('data', listen);
      child.removeAllListeners('exit');
      resolve(address);
    };
    child.stdout?.setEncoding('utf8').on('data', listen);
  });
}
