// Parameters of what is done to each microphone: gain, noise, level, echo. The phones stand in rooms whose microphone picks up what is
// played; the office hears what is left. Each path has a phone of its own, so that learning goes on side by side.

import { describe, test } from 'node:test';
import { soundAt } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice, voiceRateHz } from '#test/support/office-voice';
import { levelDbov } from '#test/support/tone-meter';

const microphoneRateHz = 16_000;
const params = {
  'voip/codec/codec_info/0/name': 'PCMU',
  'voip/audio/echo_cancellation/speaker/mode': 'OFF',
  'voip/audio/noise_reduction/speaker': 0,
  'voip/audio/automatic_gain/speaker': 0,
};

/** Hiss, as repeatable as dice of a program are. */
function noise(rateHz: number, dbov: number, seconds: number, shape: (second: number) => number = () => 1): Int16Array {
  let dice = 1;
  // Evenly spread noise has a third of the power of its peak.
  const peak = 32768 * 10 ** (dbov / 20) * Math.sqrt(3);
  return Int16Array.from({ length: rateHz * seconds }, (_, at) => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) | 0;
    return (dice / 2 ** 31) * peak * shape(at / rateHz);
  });
}

/** Four syllables a second, in which no echo canceller and no noise reduction sees a steady noise. */
const syllables = (second: number): number =>
  Math.max(0, Math.sin(2 * Math.PI * 4 * second)) * (Math.floor(second * 4) % 3 === 0 ? 1 : 0.5);
/** Until they repeat. */
const turnS = 0.75;
const ofOffice = noise(voiceRateHz, -20, 3, syllables);
/** Half of a noise is too high for the call. */
const ofRoom = noise(microphoneRateHz, -42, 2);
const ofStillRoom = noise(microphoneRateHz, -53, 2);
const isStillRoom = (dbov: number): boolean => dbov > -62 && dbov < -48;
const quietVoice = noise(microphoneRateHz, -36, 3, syllables);
const silence = new Int16Array(microphoneRateHz);

/** A phone in a call, and who hears it. */
class Conversation implements AsyncDisposable {
  readonly desk: OfficePhone;
  readonly office: OfficeVoice;
  readonly port: number;

  private constructor(desk: OfficePhone, office: OfficeVoice, port: number) {
    this.desk = desk;
    this.office = office;
    this.port = port;
  }

  static async begin(path: 'handset' | 'headset' | 'speaker'): Promise<Conversation> {
    await using parts = new AsyncDisposableStack();
    const office = parts.use(await OfficeVoice.open());
    const desk = parts.use(await OfficePhone.start(params, { arguments: ['--room', '40ms,10dB'] }));
    if (path === 'headset') await desk.phone.post('/api/headset', { plugged: true });
    const call = await desk.talk((phone) => (path === 'handset' ? phone.hook(true) : phone.press(path)), {
      body: soundAt(office.port),
    });
    parts.move();
    return new Conversation(desk, office, call.port);
  }

  async says(samples: Int16Array): Promise<void> {
    await this.desk.phone.microphone({ sampleRateHz: microphoneRateHz, samples });
  }

  /** What the office hears. */
  async level(seconds = turnS): Promise<number> {
    return levelDbov(await this.office.hear(seconds));
  }

  async until(what: string, holds: (dbov: number) => boolean, seconds = turnS): Promise<void> {
    await this.desk.phone.waitFor(what, async () => (holds(await this.level(seconds)) ? true : undefined));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.desk[Symbol.asyncDispose]();
    await this.office[Symbol.asyncDispose]();
  }
}

describe('the microphone', { concurrency: true }, () => {
  for (const { path, gain, additional, noiseReduction, automaticGain, echo, mode } of [
    {
      path: 'handset',
      gain: 'voip/audio/gain/microphone/handset',
      additional: 'voip/audio/gain/additional/handset',
      noiseReduction: 'voip/audio/noise_reduction/handset',
      automaticGain: 'voip/audio/automatic_gain/handset',
      echo: 'voip/audio/echo_cancellation/handset/mode',
      mode: 'LINEAR',
    },
    {
      path: 'headset',
      gain: 'voip/audio/gain/microphone/headset',
      additional: 'voip/audio/gain/additional/headset',
      noiseReduction: 'voip/audio/noise_reduction/headset',
      automaticGain: 'voip/audio/automatic_gain/headset',
      echo: 'voip/audio/echo_cancellation/headset/mode',
      mode: 'FULL_DUPLEX',
    },
    {
      path: 'speaker',
      gain: 'voip/audio/gain/microphone/speaker',
      additional: 'voip/audio/gain/additional/speaker',
      noiseReduction: 'voip/audio/noise_reduction/speaker',
      automaticGain: 'voip/audio/automatic_gain/speaker',
      echo: 'voip/audio/echo_cancellation/speaker/mode',
      mode: 'FULL_DUPLEX',
    },
  ] as const) {
    test(`of the ${path}: gain, noise reduction, automatic gain, echo`, async () => {
      await using talk = await Conversation.begin(path);
      const { desk, office } = talk;
      await talk.says(ofRoom);
      await talk.until('the noise', (dbov) => Math.abs(dbov + 45) < 2, 0.3);
      await desk.change({ [gain]: 12 });
      await talk.until('the noise, louder', (dbov) => Math.abs(dbov + 33) < 2, 0.3);
      await desk.change({ [additional]: -6 });
      await talk.until('the noise, not that loud', (dbov) => Math.abs(dbov + 39) < 2, 0.3);
      await desk.change({ [gain]: 0, [additional]: 0, [noiseReduction]: 20 });
      await talk.until('the noise, softer', (dbov) => dbov < -55, 0.3);
      await desk.change({ [noiseReduction]: 0 });

      await talk.says(quietVoice);
      await talk.until('a quiet voice', (dbov) => dbov < -38 && dbov > -50);
      const quiet = await talk.level();
      await desk.change({ [automaticGain]: 15 });
      await talk.until('the voice, raised', (dbov) => dbov > quiet + 3);
      await desk.change({ [automaticGain]: 0 });

      await talk.says(silence);
      office.speak(talk.port, ofOffice);
      await talk.until('the echo', (dbov) => dbov > -42 && dbov < -37);
      await desk.change({ [echo]: mode });
      await talk.until('less echo', (dbov) => dbov < -55);
    });
  }

  test('where the echo is suppressed the room goes on to be heard, unless that is off', async () => {
    await using talk = await Conversation.begin('speaker');
    // A room that is never quite still: what is heard of it in a pause of the office is no less.
    await talk.says(ofStillRoom);
    await talk.until('the room', isStillRoom);
    const comfortNoise = 'voip/audio/comfort_noise/enabled';
    await talk.desk.change({ 'voip/audio/echo_cancellation/speaker/mode': 'HALF_DUPLEX', [comfortNoise]: false });
    talk.office.speak(talk.port, noise(voiceRateHz, -20, 2));
    await talk.until('hardly anything', (dbov) => dbov < -66);
    await talk.desk.change({ [comfortNoise]: null });
    await talk.until('the room again', isStillRoom);
  });
});
