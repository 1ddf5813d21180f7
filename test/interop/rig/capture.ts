// What was on the wire, as tshark saw it at the phone's interface.

import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';
import { acknowledgements, grants, isSettled, saidIn } from './wire-text.ts';

export type Row<Field extends string> = Readonly<Record<Field, string>>;

/** RFC 863. */
const discardPort = 9;
const longestMs = 30_000;
/** A busy machine has a peer wait for less. */
const underWayMs = 1500;
const endBytes = 65_536;

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

  /** Until so many different ACKs of a 2xx were on the wire: what was offered is agreed on, and nothing that is asked next crosses it. */
  async acknowledged(count: number): Promise<void> {
    await this.#process.waitUntil(`${count} ACKs`, () => acknowledgements(saidIn(readFileSync(this.#file))) >= count);
  }

  /** Until so many different registrations were granted: a phone shows the first of its flows. */
  async registered(count: number): Promise<void> {
    await this.#process.waitUntil(`${count} registrations`, () => grants(saidIn(readFileSync(this.#file))) >= count);
  }

  /** Ends the capture; only then it can be read. */
  async stop(): Promise<void> {
    if (!this.#process.running) return;
    await sleep(300);
    await this.#settled();
    await this.#allWritten();
    await this.#process.stop('SIGINT');
  }

  /** What is still under way, but not for ever: there are servers that do not answer. */
  async #settled(): Promise<void> {
    const deadline = performance.now() + underWayMs;
    while (performance.now() < deadline && !isSettled(saidIn(readFileSync(this.#file)))) await sleep(20);
  }

  /** What the kernel has not handed over yet would be lost: a word of ours is the last that is on the wire, and is waited for. */
  async #allWritten(): Promise<void> {
    const last = randomUUID();
    const socket = createSocket('udp4');
    // A wire that is unplugged brings nothing more.
    socket.on('error', () => undefined);
    try {
      socket.send(last, discardPort, peerAddress);
      const deadline = performance.now() + longestMs;
      while (this.#process.running && performance.now() < deadline && !endOf(this.#file).includes(last)) await sleep(20);
    } finally {
      socket.close();
    }
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

function endOf(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(endBytes);
    const read = readSync(descriptor, bytes, 0, endBytes, Math.max(0, fstatSync(descriptor).size - endBytes));
    return bytes.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}
