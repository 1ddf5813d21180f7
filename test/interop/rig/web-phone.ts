// A phone in a page of headless Chromium on the peers' side of the wire, driven by what the page's program offers (web-phone-page.js).

import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { sine } from '../../support/tone-meter.ts';
import { type Sound, writeWav } from '../../support/wav-file.ts';
import { sleep } from './calls.ts';
import { webSocketPort } from './kamailio-features.ts';
import { type Lan, peerAddress } from './lan.ts';
import { passwordOf } from './numbers.ts';

export interface WebPhoneOptions {
  readonly user: string;
  readonly toneHz: number;
  /** Its voice is not a microphone's: who may not use one is told no address of this machine, and gives names in their place (mDNS). */
  readonly hidden?: boolean;
}

export interface Connection {
  readonly ice: string;
  readonly dtls?: string;
  readonly cipher?: string;
  readonly codec?: string;
}

const program = new URL('./web-phone-page.js', import.meta.url).pathname;
// Pages of this machine may use the microphone; nobody listens there, the page is handed over by hand.
const place = 'http://localhost/';
const longestWaitMs = 30_000;

export class WebPhone implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  /** Registered, and speaking a tone. */
  static async start(lan: Lan, parent: string, { user, toneHz, hidden = false }: WebPhoneOptions): Promise<WebPhone> {
    const directory = mkdtempSync(join(parent, 'chromium-'));
    const voice = join(directory, 'voice.wav');
    writeFileSync(voice, writeWav({ sampleRateHz: 48_000, samples: sine(toneHz, -16, 48_000, 5000) }));
    await using parts = new AsyncDisposableStack();
    const browser = await chromium.launch({
      executablePath: commandThere(lan, directory),
      timeout: 120_000,
      args: [
        '--no-sandbox',
        '--use-fake-device-for-media-stream',
        ...(hidden ? [] : ['--use-fake-ui-for-media-stream']),
        `--use-file-for-fake-audio-capture=${voice}`,
        '--autoplay-policy=no-user-gesture-required',
        '--no-proxy-server',
        '--enable-features=WebRtcHideLocalIpsWithMdns',
        // Nobody is there to allow the page its way into the LAN.
        '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
      ],
    });
    parts.defer(() => browser.close());
    const page = await browser.newPage(hidden ? {} : { permissions: ['microphone'] });
    await page.route(place, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>phone</title>' }));
    await page.goto(place);
    await page.addScriptTag({ content: await bundled() });
    const phone = new WebPhone(browser, page);
    const server = `ws://${peerAddress}:${webSocketPort}`;
    const state = await phone.#ask<string>('register', {
      server,
      user,
      password: passwordOf(user),
      domain: peerAddress,
      ...(hidden ? { whistleHz: toneHz } : {}),
    });
    if (state !== 'Registered') throw new Error(`the page is ${state}`);
    parts.move();
    return phone;
  }

  async call(number: string): Promise<void> {
    await this.#ask('call', `sip:${number}@${peerAddress}`);
  }

  async answer(): Promise<void> {
    await this.#ask('answer');
  }

  async hangUp(): Promise<void> {
    await this.#ask('hangUp');
  }

  /** What became of the offer. */
  hold(hold: boolean): Promise<string> {
    return this.#ask('hold', hold);
  }

  connection(): Promise<Connection> {
    return this.#ask('connection');
  }

  async waitForState(state: 'Initial' | 'Established' | 'Terminated'): Promise<void> {
    const deadline = performance.now() + longestWaitMs;
    for (;;) {
      const found = await this.#page.evaluate<string>('webPhone.state');
      if (found === state) return;
      if (performance.now() > deadline) throw new Error(`the page's call is ${found}, not ${state}`);
      await sleep(20);
    }
  }

  /** The last third of a second of what is heard. */
  async hear(): Promise<Sound> {
    const { sampleRateHz, samples } = await this.#ask<{ sampleRateHz: number; samples: number[] }>('hear');
    return { sampleRateHz, samples: Int16Array.from(samples) };
  }

  async #ask<Answer = unknown>(method: string, argument?: unknown): Promise<Answer> {
    return await this.#page.evaluate<Answer>(`webPhone.${method}(${JSON.stringify(argument) ?? ''})`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** A program that is Chromium on the other side of the wire. */
function commandThere(lan: Lan, directory: string): string {
  const file = join(directory, 'chromium');
  writeFileSync(file, `#!/bin/sh\nexec ${lan.there(['/usr/bin/chromium']).join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [program], bundle: true, format: 'iife', write: false, logLevel: 'error' });
  return outputFiles[0]?.text ?? '';
}
