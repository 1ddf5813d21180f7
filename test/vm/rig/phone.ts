// A phone that runs as the device has it, on a board of the virtual machine, and an eye on its picture.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Monitor, middleOf } from './monitor.ts';
import { until } from './until.ts';

const settings = ['enabled=true', 'id=1001', 'proxy_address=127.0.0.1'].flatMap((each) => ['--param', `voip/line/0/${each}`]);

export interface Running {
  /** All that it said so far. */
  words(): string;
  /** Orderly; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function startPhone(definition: unknown, params: readonly string[] = []): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'phone-'));
  writeFileSync(join(folder, 'board.json'), JSON.stringify(definition));
  // As the device has it: an emulated processor takes a minute for the sources.
  const bundle = process.arch === 'arm64' ? 'build/bundle-arm64' : 'build/bundle';
  const args = [
    `${bundle}/main.js`,
    '--board',
    join(folder, 'board.json'),
    '--data',
    join(folder, 'data'),
    ...settings,
    ...params,
  ];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  let words = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    words += bytes.toString();
    process.stdout.write(bytes);
  });
  await until('the phone is up', () => {
    assert.equal(child.exitCode, null, words);
    return words.includes('the phone is up');
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    await until('its end', () => child.exitCode !== null || child.signalCode !== null);
    return child.exitCode;
  };
  return { words: () => words, stop };
}

/** Sees that the words of the soft keys, which no clock changes, are other ones than before, and keeps the picture for people. */
export class Eye {
  readonly #monitor: Monitor;
  #before = '';

  constructor(monitor: Monitor) {
    this.#monitor = monitor;
  }

  async sees(what: string): Promise<void> {
    await until(what, async () => {
      const now = await this.#softKeys();
      if (now === undefined || now === this.#before) return false;
      this.#before = now;
      return true;
    });
    await this.#monitor.keep('screen', what.replaceAll(' ', '-'));
  }

  /** Undefined while nothing is drawn there. */
  async #softKeys(): Promise<string | undefined> {
    const picture = middleOf(await this.#monitor.look('screen'), { width: 320, height: 240 }).slice(-320 * 32);
    return new Set(picture).size < 4 ? undefined : picture.join();
  }
}
