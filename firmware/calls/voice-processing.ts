// What the parameters want done to the microphone of each path.

import type { MediaCommand } from '#media/messages';
import type { AudioPath } from '#ui/phone';
import type { Parameters } from '../lines/line-settings.ts';

export type VoiceProcessing = MediaCommand & { readonly type: 'processVoice' };

const modes = { OFF: 'off', LINEAR: 'linear', HALF_DUPLEX: 'halfDuplex', FULL_DUPLEX: 'full' } as const;
/** A shell and a cord are short beside a room. */
const tailAtTheEarMs = 32;

/** As the core takes it. */
const mostGainDb = 20;

function gain(usualDb: number, additionalDb: number): number {
  return Math.max(-mostGainDb, Math.min(mostGainDb, usualDb + additionalDb));
}

export function voiceProcessing(parameters: Parameters, path: AudioPath): VoiceProcessing {
  const comfortNoise = parameters.get('voip/audio/comfort_noise/enabled');
  const common = { type: 'processVoice', path, comfortNoise } as const;
  switch (path) {
    case 'handset':
      return {
        ...common,
        echo: modes[parameters.get('voip/audio/echo_cancellation/handset/mode')],
        tailMs: tailAtTheEarMs,
        noiseReductionDb: parameters.get('voip/audio/noise_reduction/handset'),
        gainDb: gain(parameters.get('voip/audio/gain/microphone/handset'), parameters.get('voip/audio/gain/additional/handset')),
        automaticGainDb: parameters.get('voip/audio/automatic_gain/handset'),
      };
    case 'headset':
      return {
        ...common,
        echo: modes[parameters.get('voip/audio/echo_cancellation/headset/mode')],
        tailMs: tailAtTheEarMs,
        noiseReductionDb: parameters.get('voip/audio/noise_reduction/headset'),
        gainDb: gain(parameters.get('voip/audio/gain/microphone/headset'), parameters.get('voip/audio/gain/additional/headset')),
        automaticGainDb: parameters.get('voip/audio/automatic_gain/headset'),
      };
    case 'speaker':
      return {
        ...common,
        echo: modes[parameters.get('voip/audio/echo_cancellation/speaker/mode')],
        tailMs: parameters.get('voip/audio/echo_cancellation/speaker/tail'),
        noiseReductionDb: parameters.get('voip/audio/noise_reduction/speaker'),
        gainDb: gain(parameters.get('voip/audio/gain/microphone/speaker'), parameters.get('voip/audio/gain/additional/speaker')),
        automaticGainDb: parameters.get('voip/audio/automatic_gain/speaker'),
      };
  }
}

export function sameProcessing(one: VoiceProcessing | undefined, other: VoiceProcessing): boolean {
  return one !== undefined && (Object.keys(other) as (keyof VoiceProcessing)[]).every((key) => one[key] === other[key]);
}
