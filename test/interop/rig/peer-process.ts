// A real peer as a process: started, watched for the words that say it is ready, and stopped for good.

import { type ChildProcess, spawn } from 'node:child_process';

/** The first start of a program comes from a cold disk, on a machine that does other things. */
const patienceMs = 60_000;
const politeMs = 15_000;

export class PeerProcess implements AsyncDisposable {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #output: string[] = [];
  /** The exit code, null after a signal. */
  readonly ended: Promise<number | null>;

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.#process = child;
    this.ended = new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.once('error', (error) => {
        this.#output.push(error.message);
        resolve(null);
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    }
  }

  static start(name: string, [command, ...args]: readonly [string, ...string[]], directory?: string): PeerProcess {
    return new PeerProcess(name, spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: directory }));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null && this.#process.pid !== undefined;
  }

  /** To its standard input. */
  type(text: string): void {
    this.#process.stdin?.write(text);
  }

  /** Everything printed so far, both streams. */
  get output(): string {
    return this.#output.join('');
  }

  /** Until the probe says yes; rejects with the peer's own words when it dies or takes too long. */
  async waitUntil(what: string, probe: () => boolean | Promise<boolean>, longestMs: number = patienceMs): Promise<void> {
    const deadline = performance.now() + longestMs;
    while (!(await probe())) {
      if (!this.running) throw new Error(`${this.name} ended before ${what}\n${this.output.slice(-4000)}`);
      if (performance.now() > deadline) throw new Error(`${this.name}: waited in vain for ${what}\n${this.output.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** For its start: a peer that does not become ready is not left behind. */
  async ready(what: string, probe: () => boolean | Promise<boolean>, longestMs: number = patienceMs): Promise<void> {
    try {
      await this.waitUntil(what, probe, longestMs);
    } catch (error) {
      await this.stop('SIGKILL');
      throw error;
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.running) return this.#process.exitCode;
    this.#process.kill(signal);
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), politeMs);
    const code = await this.ended;
    clearTimeout(impatience);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
