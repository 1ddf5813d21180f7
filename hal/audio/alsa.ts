// Sound paths over one ALSA card. It names the devices; mixer controls and amplifier lines come with the first real board.

import type { Choice } from '../driver.ts';
import type { Audio, AudioPath, AudioPathName } from './audio.ts';

const names: readonly AudioPathName[] = ['handset', 'headset', 'speaker'];

export async function openAlsaAudio({ playback, capture }: Choice<'alsa'>): Promise<Audio> {
  const paths: readonly AudioPath[] = names.map((name) => ({ name, device: { driver: 'alsa', playback, capture } }));
  return { paths, ringer: 'speaker', select: () => {}, [Symbol.asyncDispose]: async () => {} };
}
