// Sound paths over ALSA. It names the devices and their mixers' controls; amplifier lines come with the first real board.

import type { Choice } from '../driver.ts';
import type { AlsaPcms, AudioDriver } from '../driver-choices.ts';
import type { Audio, AudioPathName, PathDevice, PcmDevice } from './audio.ts';

/** Where the ring is heard best comes first. */
const ringPlaces: readonly AudioPathName[] = ['speaker', 'headset', 'handset'];

export async function openAlsaAudio({ paths, ringer }: Choice<AudioDriver, 'alsa'>): Promise<Audio> {
  const ringPath = ringPlaces.find((name) => paths[name] !== undefined);
  const ringPcms = ringPath && paths[ringPath];
  if (ringPath === undefined || ringPcms === undefined) throw new Error('no path is named');
  const deviceOf = (pcms: AlsaPcms): PcmDevice => ({
    driver: 'alsa',
    playback: pcms.playback,
    capture: pcms.capture,
    // One device opens the ringer's PCM, which most cards give to one opener only: the ring path's, and whoever shares that.
    ...(ringer !== undefined && samePcms(pcms, ringPcms) && { ringer }),
  });
  const names: readonly AudioPathName[] = ['handset', 'headset', 'speaker'];
  return {
    paths: names.flatMap((name): PathDevice[] => {
      const pcms = paths[name];
      if (pcms === undefined) return [];
      const { mixer } = pcms;
      return [{ name, device: deviceOf(pcms), ...(mixer && { mixer }), acoustic: true }];
    }),
    ringer: ringPath,
    select: () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

function samePcms(left: AlsaPcms, right: AlsaPcms): boolean {
  return left.playback === right.playback && left.capture === right.capture;
}
