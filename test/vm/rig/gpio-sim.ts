// A GPIO chip of the kernel that a program moves: gpio-sim, by its files in configfs and sysfs.

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { until } from './until.ts';

const configuration = '/sys/kernel/config/gpio-sim';

export class GpioSim implements Disposable {
  readonly #folder: string;
  readonly #bank: string;

  constructor(name: string, lines: readonly string[]) {
    this.#folder = `${configuration}/${name}`;
    this.#bank = `${this.#folder}/bank`;
    mkdirSync(this.#folder);
    mkdirSync(this.#bank);
    writeFileSync(`${this.#bank}/label`, name);
    writeFileSync(`${this.#bank}/num_lines`, `${lines.length}`);
    for (const [offset, line] of lines.entries()) {
      mkdirSync(`${this.#bank}/line${offset}`);
      writeFileSync(`${this.#bank}/line${offset}/name`, line);
    }
    this.live(true);
    this.#lines = lines.length;
  }

  readonly #lines: number;

  live(on: boolean): void {
    writeFileSync(`${this.#folder}/live`, on ? '1' : '0');
  }

  /** What stands at an input's pin; resolves when the line has it. */
  async set(offset: number, high: boolean): Promise<void> {
    writeFileSync(`${this.#line(offset)}/pull`, high ? 'pull-up' : 'pull-down');
    await until(`line ${offset}`, () => this.level(offset) === high);
  }

  level(offset: number): boolean {
    return readFileSync(`${this.#line(offset)}/value`, 'utf8').trim() === '1';
  }

  [Symbol.dispose](): void {
    this.live(false);
    for (let offset = 0; offset < this.#lines; offset++) rmdirSync(`${this.#bank}/line${offset}`);
    rmdirSync(this.#bank);
    rmdirSync(this.#folder);
  }

  #line(offset: number): string {
    const read = (file: string): string => readFileSync(file, 'utf8').trim();
    return `/sys/devices/platform/${read(`${this.#folder}/dev_name`)}/${read(`${this.#bank}/chip_name`)}/sim_gpio${offset}`;
  }
}
