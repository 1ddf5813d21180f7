// The panel's mouth and ear, as WAV files: what the microphone hears, what earpiece and loudspeaker play.

import { writeWave } from '../audio/wave-format.ts';
import { type Answer, badInput, bytes, done, notReady } from './panel-answer.ts';
import type { Endpoint, Endpoints, PanelRequest, PanelView } from './panel-endpoint.ts';
import { readQuery } from './panel-fields.ts';
import { resample } from './resample.ts';
import { readWav } from './wav.ts';

/** A minute of 48 kHz stereo is 11.5 million bytes. */
const mostWavBytes = 16 * 1024 * 1024;
const mostSeconds = 60;
export const defaultMicrophoneRateHz = 16_000;

export const soundEndpoints: Endpoints = {
  '/api/microphone': { method: 'PUT', mostBodyBytes: mostWavBytes, handle: putMicrophone },
  '/api/earpiece': recording('earpiece'),
  '/api/speaker': recording('speaker'),
};

async function putMicrophone({ sources }: PanelView, { query, body }: PanelRequest): Promise<Answer> {
  const parameters = readQuery(query, ['loop']);
  if (!parameters.ok) return parameters.answer;
  const loop = parameters.value.get('loop') ?? '0';
  if (loop !== '0' && loop !== '1') return badInput('loop', '0 or 1');
  const wav = readWav(body);
  if (!wav.ok) return badInput('body', wav.expected, 'the body is not a WAV that can be played');
  if (sources === undefined) return notReady;
  const sound = await resample(wav.sound, sources.audio.microphoneRateHz ?? defaultMicrophoneRateHz);
  sources.audio.playMicrophone(sound, loop === '1');
  return done;
}

function recording(place: 'earpiece' | 'speaker'): Endpoint {
  return {
    method: 'GET',
    mostBodyBytes: 0,
    handle: async ({ sources }, { query, signal }) => {
      const parameters = readQuery(query, ['next', 'last']);
      if (!parameters.ok) return parameters.answer;
      const [given, other] = [...parameters.value];
      if (given === undefined || other !== undefined) return badInput('next', 'either next=SECONDS or last=SECONDS');
      const [name, value] = given;
      const seconds = readSeconds(value);
      if (seconds === undefined) return badInput(name, `seconds, more than 0 and up to ${mostSeconds}`);
      if (sources === undefined) return notReady;
      const sound = name === 'next' ? await sources.audio.next(place, seconds, signal) : sources.audio.last(place, seconds);
      return bytes('audio/wav', writeWave(sound.sampleRateHz, sound.samples));
    },
  };
}

function readSeconds(text: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,6})?$|^\.\d{1,6}$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds > 0 && seconds <= mostSeconds ? seconds : undefined;
}
