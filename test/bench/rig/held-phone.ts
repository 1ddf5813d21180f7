// A phone as the device has it, which tells how long its main thread is held.

import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { SimulatedPhone, type SimulatedPhoneOptions } from '../../support/simulated-phone.ts';
import { type WebAnswer, WebClient } from '../../support/web-client.ts';
import { bundledProgram } from './our-phone.ts';
import { pause } from './stage.ts';

/** What the work leaves behind is done by then. */
const settledMs = 500;
const meter = new URL('./block-meter.ts', import.meta.url).pathname;
export const password = 'correct horse';

export class HeldPhone implements AsyncDisposable {
  readonly phone: SimulatedPhone;
  readonly admin: WebClient;
  /** By the names of what was done. */
  readonly longestMs: Map<string, number> = new Map();

  private constructor(phone: SimulatedPhone, admin: WebClient) {
    this.phone = phone;
    this.admin = admin;
  }

  static async start({ params, ...options }: SimulatedPhoneOptions = {}): Promise<HeldPhone> {
    const phone = await SimulatedPhone.start({
      ...options,
      arguments: ['--web', '127.0.0.1:0', ...(options.arguments ?? [])],
      params: { 'system/password': password, 'security/web/https_only': 0, ...params },
      program: [...nodeFlags, '--import', meter, bundledProgram],
      environment: nodeEnvironment,
    });
    return new HeldPhone(phone, new WebClient(await phone.webAddress()));
  }

  async held(name: string, work: () => Promise<unknown>): Promise<void> {
    await this.#longestBlock();
    await work();
    await pause(settledMs);
    this.longestMs.set(name, Math.max(this.longestMs.get(name) ?? 0, await this.#longestBlock()));
  }

  async ask(...asked: Parameters<WebClient['send']>): Promise<WebAnswer> {
    const answer = await this.admin.send(...asked);
    if (answer.status >= 300) throw new Error(`${asked[0]} ${asked[1]}: ${answer.status} ${answer.text}`);
    return answer;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.phone[Symbol.asyncDispose]();
  }

  /** Since it was last asked. */
  async #longestBlock(): Promise<number> {
    const before = this.#written().length;
    process.kill(this.phone.pid, 'SIGUSR2');
    return await this.phone.waitFor('the meter', async () => this.#written()[before]);
  }

  #written(): readonly number[] {
    return [...this.phone.log.matchAll(/^longest block ([\d.]+) ms$/gm)].map(([, ms]) => Number(ms));
  }
}
