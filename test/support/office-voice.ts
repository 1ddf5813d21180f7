// The voice of somebody at the office: µ-law over RTP both ways, in the packets' own time.

import { companding } from '../lab/g711.ts';
import { RtpProbe } from './rtp-probe.ts';

export const voiceRateHz = 8000;
const packetMs = 20;
const packetSamples = (voiceRateHz * packetMs) / 1000;
const { encode, decode } = companding('PCMU');

export class OfficeVoice implements AsyncDisposable {
  readonly probe: RtpProbe;
  #timer: NodeJS.Timeout | undefined;
  #sequence = 0;

  private constructor(probe: RtpProbe) {
    this.probe = probe;
  }

  static async open(): Promise<OfficeVoice> {
    return new OfficeVoice(await RtpProbe.open());
  }

  get port(): number {
    return this.probe.port;
  }

  /** Over and over, until something else is spoken. */
  speak(port: number, samples: Int16Array): void {
    this.silence();
    const began = performance.now();
    const first = this.#sequence;
    this.#timer = setInterval(() => {
      const due = first + Math.floor((performance.now() - began) / packetMs);
      for (; this.#sequence <= due; this.#sequence++) this.#packet(port, samples);
    }, packetMs);
  }

  silence(): void {
    clearInterval(this.#timer);
  }

  /** What comes from now on, `seconds` of it. */
  async hear(seconds: number): Promise<Int16Array> {
    const from = this.probe.packets.length;
    const wanted = seconds * voiceRateHz;
    const deadline = performance.now() + 30_000;
    for (;;) {
      const samples = this.probe.packets.slice(from).flatMap(({ payload }) => [...payload].map(decode));
      if (samples.length >= wanted) return Int16Array.from(samples.slice(0, wanted));
      if (performance.now() > deadline) throw new Error(`${samples.length} samples came in place of ${wanted}`);
      await new Promise((resolve) => setTimeout(resolve, packetMs));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.silence();
    await this.probe[Symbol.asyncDispose]();
  }

  #packet(port: number, samples: Int16Array): void {
    const at = (this.#sequence * packetSamples) % samples.length;
    const payload = Uint8Array.from({ length: packetSamples }, (_, index) => encode(samples[(at + index) % samples.length] ?? 0));
    this.probe.speak(port, { sequence: this.#sequence, timestamp: this.#sequence * packetSamples, payload });
  }
}
