// The phone's own sound, copied to an administrator's machine while the parameters say so (AudioCodes 7.2).

import type { MediaCommand, PacketMirror, SoundTapPoint } from '#media/messages';
import type { Log } from '#sip/ports';
import type { Parameters } from './lines/line-settings.ts';
import { recordingPlace } from './quality-settings.ts';

const switches = [
  { path: 'voip/packet_recording/tdm_recording/enabled', points: ['microphone'] },
  { path: 'voip/packet_recording/ec_debug_recording/enabled', points: ['processed'] },
  // Before and after, to be compared.
  { path: 'voip/packet_recording/noise_reduction_recording/enabled', points: ['microphone', 'processed'] },
  { path: 'voip/packet_recording/network_recording/enabled', points: ['played'] },
] as const;

export interface SoundTapOptions {
  readonly parameters: Parameters;
  readonly log: Log;
  readonly send: (command: MediaCommand) => void;
}

export class SoundTap {
  readonly #options: SoundTapOptions;
  /** As the core was told last. */
  #told = '';

  constructor(options: SoundTapOptions) {
    this.#options = options;
  }

  /** At the start, and whenever a parameter of recording changed. */
  follow(): void {
    const { parameters, log, send } = this.#options;
    const on = switches.filter(({ path }) => parameters.get(path));
    const points: readonly SoundTapPoint[] = [...new Set(on.flatMap(({ points: wanted }) => wanted))];
    const place = recordingPlace(parameters);
    const to: PacketMirror | undefined = points.length === 0 ? undefined : place;
    const wanted = to === undefined ? '' : `${to.address} port ${to.port}: ${points.join(', ')}`;
    if (wanted === this.#told) return;
    this.#told = wanted;
    log.warn('media', to === undefined ? 'sound is no longer copied' : `sound is copied to ${wanted}`);
    send(to === undefined ? { type: 'tapSound', to } : { type: 'tapSound', to, points });
  }
}
