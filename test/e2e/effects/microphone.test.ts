// Parameters of what is done to each microphone: gain, noise, level, echo. The phone stands in a room whose microphone picks up the
// loudspeaker; the office hears what is left.

import { after, afterEach, before, test } from 'node:test';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice, voiceRateHz } from '#test/support/office-voice';
import { sdpOf } from '#test/support/sip-office';
import { levelDbov } from '#test/support/tone-meter';

const echoLossDb = 10;
const microphoneRateHz = 16_000;
let desk: OfficePhone;
let office: OfficeVoice;
let officePort: number;
before(async () => {
  office = await OfficeVoice.open();
  desk = await OfficePhone.start(
    {
      'voip/codec/codec_info/0/name': 'PCMU',
      'voip/audio/echo_cancellation/speaker/mode': 'OFF',
      'voip/audio/noise_reduction/speaker': 0,
      'voip/audio/automatic_gain/speaker': 0,
    },
    { arguments: ['--room', `40ms,${echoLossDb}dB`] },
  );
  await desk.phone.post('/api/headset', { plugged: true });
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});
afterEach(() => {
  office.silence();
  return desk.rest();
});

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

async function says(samples: Int16Array): Promise<void> {
  await desk.phone.microphone({ sampleRateHz: microphoneRateHz, samples });
}

const silence = new Int16Array(microphoneRateHz);

/** A call that is heard with the path. */
async function talkWith(path: 'handset' | 'headset' | 'speaker'): Promise<void> {
  const call = await desk.talk(path === 'handset' ? undefined : (phone) => phone.press(path), { sdp: sdpOf(office.port) });
  officePort = call.port;
}

async function level(seconds = 0.5): Promise<number> {
  return levelDbov(await office.hear(seconds));
}

async function until(what: string, holds: (dbov: number) => boolean, seconds?: number): Promise<void> {
  const seen: number[] = [];
  await desk.phone
    .waitFor(what, async () => {
      const dbov = await level(seconds);
      seen.push(Math.round(dbov));
      return holds(dbov) ? true : undefined;
    })
    .catch((error: unknown) => {
      throw new Error(`${what}: heard ${seen.join(' ')} dBov`, { cause: error });
    });
}

for (const { path, gain, noiseReduction, automaticGain } of [
  {
    path: 'handset',
    gain: 'voip/audio/gain/microphone/handset',
    noiseReduction: 'voip/audio/noise_reduction/handset',
    automaticGain: 'voip/audio/automatic_gain/handset',
  },
  {
    path: 'headset',
    gain: 'voip/audio/gain/microphone/headset',
    noiseReduction: 'voip/audio/noise_reduction/headset',
    automaticGain: 'voip/audio/automatic_gain/headset',
  },
  {
    path: 'speaker',
    gain: 'voip/audio/gain/microphone/speaker',
    noiseReduction: 'voip/audio/noise_reduction/speaker',
    automaticGain: 'voip/audio/automatic_gain/speaker',
  },
] as const) {
  test(`the gain, noise reduction and automatic gain of the ${path}`, async () => {
    // Half of it is too high for the call.
    await says(noise(microphoneRateHz, -42, 2));
    await talkWith(path);
    await until('the noise', (dbov) => Math.abs(dbov + 45) < 2);
    await desk.change({ [gain]: 12 });
    await until('the noise, louder', (dbov) => Math.abs(dbov + 33) < 2);
    await desk.change({ [gain]: 0, [noiseReduction]: 20 });
    await until('the noise, softer', (dbov) => dbov < -55);
    await desk.change({ [noiseReduction]: 0 });
    await says(noise(microphoneRateHz, -36, 3, syllables));
    await until('a quiet voice', (dbov) => dbov < -38 && dbov > -50, turnS);
    const quiet = await level(turnS);
    await desk.change({ [automaticGain]: 15 });
    await until('the voice, raised', (dbov) => dbov > quiet + 6, turnS);
    await desk.change({ [automaticGain]: 0 });
  });
}

const ofOffice = noise(voiceRateHz, -20, 3, syllables);
for (const { path, mode, value } of [
  { path: 'handset', mode: 'voip/audio/echo_cancellation/handset/mode', value: 'LINEAR' },
  { path: 'headset', mode: 'voip/audio/echo_cancellation/headset/mode', value: 'FULL_DUPLEX' },
  { path: 'speaker', mode: 'voip/audio/echo_cancellation/speaker/mode', value: 'FULL_DUPLEX' },
] as const) {
  test(`the echo of the ${path}`, async () => {
    await says(silence);
    await talkWith(path);
    office.speak(officePort, ofOffice);
    await until('the echo', (dbov) => dbov > -45, turnS);
    const echo = await level(turnS);
    await desk.change({ [mode]: value });
    await until('less echo', (dbov) => dbov < echo - 15, turnS);
    await desk.change({ [mode]: 'OFF' });
  });
}

test('where the echo is suppressed the room goes on to be heard, unless that is off', async () => {
  await says(silence);
  await desk.change({ 'voip/audio/echo_cancellation/speaker/mode': 'HALF_DUPLEX' });
  await talkWith('speaker');
  office.speak(officePort, noise(voiceRateHz, -20, 2));
  await until('the room', (dbov) => dbov > -62 && dbov < -48);
  await desk.change({ 'voip/audio/comfort_noise/enabled': false });
  await until('hardly anything', (dbov) => dbov < -66);
});
