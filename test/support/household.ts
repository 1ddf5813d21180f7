// Two simulated phones and the lab that they are registered at: what most end-to-end tests need.

import { Lab } from '#test/lab/lab-server';
import { type Screen, SimulatedPhone, type SimulatedPhoneOptions } from './simulated-phone.ts';
import { dominantFrequencyHz, levelDbov, sine } from './tone-meter.ts';

/** The account of a user on one line: of the lab, or of a server by hand, which need not ask for the password. */
export function lineAt(port: number, user: string, index = 0): Readonly<Record<string, string | number>> {
  const line = `voip/line/${index}`;
  return {
    [`${line}/enabled`]: 1,
    [`${line}/id`]: user,
    [`${line}/auth_password`]: `pw${user}`,
    [`${line}/proxy_address`]: '127.0.0.1',
    [`${line}/proxy_port`]: port,
  };
}

const microphoneRateHz = 16_000;
export const spokenDbov = -10;

/** Speaks one tone for ever. */
export function speak(phone: SimulatedPhone, hz: number): Promise<void> {
  return phone.microphone({ sampleRateHz: microphoneRateHz, samples: sine(hz, spokenDbov, microphoneRateHz, 1000) });
}

export interface Heard {
  readonly hz: number;
  readonly dbov: number;
}

export async function listen(phone: SimulatedPhone, place: 'earpiece' | 'speaker' = 'earpiece', seconds = 0.5): Promise<Heard> {
  const { samples, sampleRateHz } = await phone.hear(place, seconds);
  return { hz: dominantFrequencyHz(samples, sampleRateHz), dbov: levelDbov(samples) };
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Colour and pattern: `red fast`. */
export async function lampOf(phone: SimulatedPhone, name: string): Promise<string> {
  const lamp = (await phone.state()).leds[name];
  return `${lamp?.color} ${lamp?.pattern}`;
}

/** All that the screen says, as one text to search. */
export function words({ title, items, notice }: Screen): string {
  return JSON.stringify([title, items, notice]);
}

export class Household implements AsyncDisposable {
  readonly lab: Lab;
  /** User 1001. */
  readonly ann: SimulatedPhone;
  /** User 1002. */
  readonly ben: SimulatedPhone;

  private constructor(lab: Lab, ann: SimulatedPhone, ben: SimulatedPhone) {
    this.lab = lab;
    this.ann = ann;
    this.ben = ben;
  }

  /** Both are registered when it resolves. */
  static async start(
    options: { readonly ann?: SimulatedPhoneOptions; readonly ben?: SimulatedPhoneOptions } = {},
  ): Promise<Household> {
    await using parts = new AsyncDisposableStack();
    const lab = parts.use(await Lab.start({ host: '127.0.0.1', port: 0 }));
    const start = async (user: string, more: SimulatedPhoneOptions = {}): Promise<SimulatedPhone> =>
      parts.use(await SimulatedPhone.start({ ...more, params: { ...lineAt(lab.port, user), ...more.params } }));
    const [ann, ben] = await Promise.all([
      start('1001', options.ann),
      start('1002', { board: 'simulated/mono-128', ...options.ben }),
    ]);
    await Promise.all([ann.waitForLine(), ben.waitForLine()]);
    parts.move();
    return new Household(lab, ann, ben);
  }

  /** Ann lifts her handset and calls; it rings at Ben's. */
  async ring(): Promise<void> {
    await dial(this.ann, '1002');
    await this.ben.waitForScreen('incoming');
  }

  /** Both have the handset in the hand and talk. */
  async talk(): Promise<void> {
    await this.ring();
    await this.ben.hook(true);
    await Promise.all([this.ann.waitForScreen('call'), this.ben.waitForScreen('call')]);
  }

  /** Puts everything down: both phones rest. For after each test. */
  async rest(): Promise<void> {
    await putDown(this.ben);
    await putDown(this.ann);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.ann[Symbol.asyncDispose](), this.ben[Symbol.asyncDispose]()]);
    await this.lab[Symbol.asyncDispose]();
  }
}

/** With the handset. */
export async function dial(phone: SimulatedPhone, number: string): Promise<void> {
  await phone.hook(true);
  await phone.type(number);
  await phone.softKey('dial');
}

const waysOut = ['end', 'reject', 'close', 'cancel', 'back'];

/** Handset on the hook, no call, idle screen, nothing heard. */
export async function putDown(phone: SimulatedPhone): Promise<void> {
  await phone.hook(false);
  await phone.waitFor('rest', async () => {
    const { screen, softkeys } = await phone.screen();
    const { path } = (await phone.state()).audio;
    if (screen === 'idle' && path === 'none') return true;
    const way = softkeys.find((key) => waysOut.includes(key.action));
    // Between the look and the press the call may have gone by itself; then the next look tells.
    if (screen === 'idle') await phone.press(path === 'none' ? 'back' : path);
    else if (way !== undefined) await phone.softKey(way.action).catch(() => undefined);
    return undefined;
  });
}
