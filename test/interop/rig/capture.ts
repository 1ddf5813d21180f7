// What was on the wire, as tshark saw it at the phone's interface.

import { existsSync, statSync } from 'node:fs';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export type Row<Field extends string> = Readonly<Record<Field, string>>;

export class Capture implements AsyncDisposable {
  readonly #file: string;
  readonly #process: PeerProcess;
  readonly #tlsKeys: string | undefined;

  private constructor(file: string, process: PeerProcess, tlsKeys: string | undefined) {
    this.#file = file;
    this.#process = process;
    this.#tlsKeys = tlsKeys;
  }

  /** `tlsKeys`: where the phone writes them, so that what it says over TLS can be read. */
  static async start(file: string, { device = 'eth0', tlsKeys }: { device?: string; tlsKeys?: string } = {}): Promise<Capture> {
    // -l and a small buffer: what is captured is in the file within moments.
    const command: [string, ...string[]] = [
      'tshark',
      '-i',
      device,
      '-w',
      file,
      '-F',
      'pcap',
      '-q',
      '-l',
      '--no-promiscuous-mode',
    ];
    const tshark = PeerProcess.start('tshark', command);
    await tshark.ready(
      'it captured',
      () => tshark.output.includes('Capturing on') && existsSync(file) && statSync(file).size > 0,
    );
    return new Capture(file, tshark, tlsKeys);
  }

  /** Ends the capture; only then it can be read. */
  async stop(): Promise<void> {
    if (!this.#process.running) return;
    // What the kernel has not handed over yet would be lost.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await this.#process.stop('SIGINT');
  }

  /** One row per packet that the display filter lets through; of a field that occurs more than once, all, separated by `|`. */
  async rows<Field extends string>(filter: string, fields: readonly Field[]): Promise<readonly Row<Field>[]> {
    await this.stop();
    const wanted = fields.flatMap((field) => ['-e', field]);
    const output = await this.#read(['-Y', filter, '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|', ...wanted]);
    const lines = output.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(fields.map((field, index) => [field, cells[index] ?? ''])) as Row<Field>;
    });
  }

  /** Packets as tshark's JSON tree; repeated layers are arrays. */
  async trees(filter: string, layers: string): Promise<readonly unknown[]> {
    await this.stop();
    return JSON.parse(await this.#read(['-Y', filter, '-T', 'json', '--no-duplicate-keys', '-J', layers])) as unknown[];
  }

  async #read(args: readonly string[]): Promise<string> {
    const keys = this.#tlsKeys === undefined ? [] : ['-o', `tls.keylog_file:${this.#tlsKeys}`];
    return await run('tshark', ['-n', '-r', this.#file, ...keys, ...args]).catch((error: Error) => {
      // An unknown preference is the likeliest: releases rename them.
      throw new Error(`tshark could not read the capture: ${error.message}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
