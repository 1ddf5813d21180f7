// One test file's network with its servers, a directory for everything they write, and phones of ours on its near side.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedPhone } from '../../support/simulated-phone.ts';
import { sine } from '../../support/tone-meter.ts';
import { Capture } from './capture.ts';
import { Lan, peerAddress, phoneAddress } from './lan.ts';
import { passwordOf } from './numbers.ts';

export type Transport = 'AUTO' | 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS';

const program = new URL('../../../firmware/main.ts', import.meta.url).pathname;

export interface PhoneOptions {
  /** What was put into it is there from the start. */
  readonly dataDirectory?: string;
  readonly user: string;
  readonly transport?: Transport;
  readonly port?: number;
  readonly toneHz?: number;
  /** Of the wire's unless it has another. */
  readonly address?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export class Site implements AsyncDisposable {
  readonly lan: Lan;
  readonly directory: string;
  readonly #closing: AsyncDisposableStack;
  #captures = 0;

  /** Every phone of the site writes there. */
  get #tlsKeys(): string {
    return join(this.directory, 'tls-keys');
  }

  private constructor(lan: Lan, directory: string, closing: AsyncDisposableStack) {
    this.lan = lan;
    this.directory = directory;
    this.#closing = closing;
  }

  static async open(): Promise<Site> {
    await using parts = new AsyncDisposableStack();
    const directory = mkdtempSync(join(tmpdir(), 'site-'));
    parts.defer(() => rmSync(directory, { recursive: true, force: true }));
    const lan = parts.use(await Lan.open());
    return new Site(lan, directory, parts.move());
  }

  /** A server for the whole file: it ends with the site. */
  async keep<Part extends AsyncDisposable>(starting: Promise<Part>): Promise<Part> {
    return this.#closing.use(await starting);
  }

  capture(): Promise<Capture> {
    const folder = join(this.directory, 'captures');
    mkdirSync(folder, { recursive: true });
    this.#captures += 1;
    return Capture.start(join(folder, `${this.#captures}.pcap`), { tlsKeys: this.#tlsKeys });
  }

  /** Registered, and speaking a tone. */
  async phone(options: PhoneOptions): Promise<SimulatedPhone> {
    await using parts = new AsyncDisposableStack();
    const phone = parts.use(await this.unregisteredPhone(options));
    await phone.waitForLine();
    await phone.microphone({ sampleRateHz: 16_000, samples: sine(options.toneHz ?? 1000, -16, 16_000, 1000) });
    parts.move();
    return phone;
  }

  unregisteredPhone({
    user,
    transport = 'UDP',
    port = 5060,
    address = phoneAddress,
    params,
    dataDirectory,
  }: PhoneOptions): Promise<SimulatedPhone> {
    return SimulatedPhone.start({
      params: {
        'voip/line/0/enabled': 1,
        'voip/line/0/id': user,
        'voip/line/0/auth_password': passwordOf(user),
        'voip/line/0/proxy_address': peerAddress,
        'voip/line/0/transport_protocol': transport,
        'voip/signalling/sip/port': port,
        ...params,
      },
      ...(dataDirectory === undefined ? {} : { dataDirectory }),
      arguments: ['--address', address],
      program: [`--tls-keylog=${this.#tlsKeys}`, program],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync();
  }
}
