// A phone registered at an office's telephone system that a test plays by hand, and its administrator, who changes its settings while it
// runs. The office lets every call of the phone ring until the test answers it.

import { changeSettings, startAdministeredPhone } from './administered-phone.ts';
import { HandCall } from './hand-call.ts';
import { contactOf, type HandMessage, HandServer, headerOf, soundAt } from './hand-server.ts';
import { lineAt, putDown, words } from './household.ts';
import type { SimulatedPhone, SimulatedPhoneOptions } from './simulated-phone.ts';
import type { Sound } from './wav-file.ts';
import type { WebClient } from './web-client.ts';

const longestDelayS = 20;

type Settings = Readonly<Record<string, boolean | number | string | null>>;
type CallOptions = ConstructorParameters<typeof HandCall>[2];

export class OfficePhone implements AsyncDisposable {
  readonly office: HandServer;
  readonly phone: SimulatedPhone;
  readonly admin: WebClient;

  private constructor(office: HandServer, phone: SimulatedPhone, admin: WebClient) {
    this.office = office;
    this.phone = phone;
    this.admin = admin;
  }

  /** Registered when it resolves. */
  static async start(
    params: NonNullable<SimulatedPhoneOptions['params']> = {},
    options: SimulatedPhoneOptions = {},
  ): Promise<OfficePhone> {
    await using parts = new AsyncDisposableStack();
    const office = parts.use(await HandServer.open());
    office.answers.set('INVITE', () => ({ status: 180 }));
    const line = lineAt(office.port, '1001');
    const { phone, admin } = await startAdministeredPhone({ ...options, params: { ...line, ...params } });
    parts.use(phone);
    await phone.waitForLine();
    parts.move();
    return new OfficePhone(office, phone, admin);
  }

  change(settings: Settings): Promise<void> {
    return changeSettings(this.admin, settings);
  }

  /** The test acknowledges it and ends it. */
  call(options: CallOptions = {}): HandCall {
    return new HandCall(this.office, this.#registration, { from: '"Caller" <sip:2000@127.0.0.1>;tag=office', ...options });
  }

  /** The office asks something outside of any call. */
  ask(method: string, headers: readonly string[], body = ''): void {
    const registration = this.#registration;
    this.office.ask(method, registration.from, { uri: contactOf(registration), headers, body });
  }

  /** The phone is called and rings. */
  async ring(options: CallOptions = {}): Promise<HandCall> {
    const call = this.call(options);
    await this.until('ringing', () => call.statuses.includes(180));
    await this.phone.waitForScreen('incoming');
    return call;
  }

  /** What the loudspeaker plays from the beginning of a ring on, `seconds` at least. The call is given up again. */
  async hearRing(seconds: number, options: CallOptions = {}): Promise<Sound> {
    // How long it takes until it rings is the machine's matter.
    for (let delayS = 0.5; delayS < longestDelayS; delayS *= 2) {
      await this.phone.waitFor('silence', async () => (beginOf(await this.phone.hear('speaker', 0.1)) < 0 ? true : undefined));
      const heard = this.phone.hear('speaker', seconds + delayS);
      const call = this.call(options);
      const sound = await heard;
      await this.until('ringing', () => call.statuses.includes(180));
      call.request('CANCEL');
      await this.refusal(call);
      const begin = beginOf(sound);
      const samples = sound.samples.subarray(begin);
      if (begin >= 0 && samples.length >= seconds * sound.sampleRateHz) return { ...sound, samples };
    }
    throw new Error('it does not ring');
  }

  /** The phone is called and answered by `how`; acknowledged. */
  async talk(
    how: (phone: SimulatedPhone) => Promise<void> = (phone) => phone.hook(true),
    options: CallOptions = {},
  ): Promise<HandCall> {
    const call = await this.ring(options);
    await how(this.phone);
    await this.answered(call);
    return call;
  }

  /** The phone calls, and the office answers after it rang. */
  async callOut(number: string, headers: readonly string[] = []): Promise<HandMessage> {
    const invite = await this.next('INVITE', async () => {
      await this.phone.type(number);
      await this.phone.softKey('dial');
    });
    this.office.answer(invite, { status: 200, headers, body: soundAt(40_000) });
    await this.until('the ACK', () =>
      this.office.requests('ACK').some((ack) => headerOf(ack, 'Call-ID') === headerOf(invite, 'Call-ID')),
    );
    return invite;
  }

  /** The phone answers with 200 and is told that it was heard. */
  async answered(call: HandCall): Promise<void> {
    await this.until('the answer', () => call.answer?.status === 200);
    call.request('ACK');
  }

  /** The final response of a call that the phone refuses or sends on. */
  async refusal(call: HandCall): Promise<HandMessage> {
    const answer = await this.until('the refusal', () => ((call.answer?.status ?? 0) >= 200 ? call.answer : undefined));
    call.request('ACK');
    return answer;
  }

  /** The next request of the method, beyond those that the phone has sent so far. */
  async next(method: string, act: () => Promise<unknown>): Promise<HandMessage> {
    const before = this.office.requests(method).length;
    await act();
    return this.until(method, () => this.office.requests(method)[before]);
  }

  until<Result>(what: string, probe: () => Result | undefined | false): Promise<Result> {
    return this.phone.waitFor(what, async () => probe() || undefined);
  }

  /** The screen says it. */
  async says(text: string): Promise<void> {
    await this.phone.waitFor(text, async () => (words(await this.phone.screen()).includes(text) ? true : undefined));
  }

  rest(): Promise<void> {
    return putDown(this.phone);
  }

  /** The newest. */
  get #registration(): HandMessage {
    return this.office.requests('REGISTER').at(-1) as HandMessage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.phone[Symbol.asyncDispose]();
    await this.office[Symbol.asyncDispose]();
  }
}

/** The first sample of a sound; -1: silence. */
function beginOf({ samples }: Sound): number {
  return samples.findIndex((sample) => Math.abs(sample) > 3);
}
