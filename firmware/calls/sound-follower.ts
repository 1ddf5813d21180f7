// Makes the media core and the board's audio sound as the desk's state says, by telling them what changed.

import type { CallProgressTones, ToneName } from '#config/call-progress-tones';
import type { Audio } from '#hal/audio/audio';
import type { MediaCommand, Ring, Tone } from '#media/messages';
import type { AudioPath, CallId } from '#ui/phone';
import type { Pager } from '../paging/pager.ts';
import type { RingChoice } from '../rings/ring-choice.ts';
import type { CallMedia } from './call-media.ts';
import type { Sound } from './sound.ts';
import { sameProcessing, type VoiceProcessing } from './voice-processing.ts';

const ringKeys = ['ringing', 'ringClass', 'ringLine', 'ringFrom', 'triedRing'] as const;
const places = ['handset', 'headset', 'speaker', 'ringer'] as const;

export interface SoundFollowerOptions {
  readonly audio: Audio;
  readonly callMedia: CallMedia;
  readonly tones: CallProgressTones;
  readonly pager: Pick<Pager, 'follow'>;
  readonly rings: Pick<RingChoice, 'ringFor' | 'ringNamed'>;
  readonly processing: (path: AudioPath) => VoiceProcessing;
  readonly send: (command: MediaCommand) => void;
}

export class SoundFollower {
  readonly #options: SoundFollowerOptions;
  #last: Sound | undefined;
  #rings = false;
  readonly #processing = new Map<AudioPath, VoiceProcessing>();

  constructor(options: SoundFollowerOptions) {
    this.#options = options;
  }

  /** Opens the board's devices; before this nothing sounds. */
  start(): void {
    const { audio, send } = this.#options;
    for (const { name, device, mixer } of audio.paths) send({ type: 'openDevice', path: name, device, ...(mixer && { mixer }) });
  }

  /** `mediaOf` knows the call's media. */
  follow(sound: Sound, mediaOf: (call: CallId) => string | undefined): void {
    const last = this.#last;
    this.#last = sound;
    this.#processVoice();
    if (sound.path !== last?.path) this.#selectPath(sound.path);
    for (const of of places) {
      const level = sound.volumes[of];
      if (level !== last?.volumes[of]) this.#options.send({ type: 'setVolume', of, level });
    }
    if (sound.muted !== (last?.muted ?? false)) this.#options.send({ type: 'setMuted', muted: sound.muted });
    const known = (calls: readonly CallId[]): readonly string[] => calls.map(mediaOf).filter((media) => media !== undefined);
    this.#options.callMedia.hear(known(sound.heard), known(sound.kept));
    this.#options.pager.follow(sound.page);
    if (sound.tone !== last?.tone) this.#playTone(sound);
    if (ringKeys.some((key) => sound[key] !== last?.[key])) this.#ring(sound);
  }

  /** Our own voice in our ear, where the hardware does not bring it about; undefined: none. */
  setSideTone(levelDb: number | undefined): void {
    for (const path of ['handset', 'headset'] as const) this.#options.send({ type: 'setSideTone', path, levelDb });
  }

  /** Heard by us and by everybody who hears us. */
  announce(tone: ToneName): void {
    this.#options.send({ type: 'announce', tone: this.#options.tones[tone] });
  }

  /** A short tone over what is heard; one that sounds is not interrupted. */
  playOver(tone: Tone | undefined): void {
    if (tone !== undefined && this.#last?.tone === undefined) this.#options.send({ type: 'playTone', tone });
  }

  /** A sound where the phone rings, unless it rings; false then. */
  playBeep(ring: Ring): boolean {
    if (this.#rings) return false;
    const { audio, send } = this.#options;
    send({ type: 'playRing', path: audio.ringer, ring });
    return true;
  }

  stopBeep(): void {
    if (!this.#rings) this.#options.send({ type: 'stopRing' });
  }

  #processVoice(): void {
    const { audio, processing, send } = this.#options;
    for (const { name, acoustic } of audio.paths) {
      const wanted = processing(name);
      if (!acoustic || sameProcessing(this.#processing.get(name), wanted)) continue;
      this.#processing.set(name, wanted);
      send(wanted);
    }
  }

  #selectPath(path: AudioPath | 'none'): void {
    this.#options.audio.select(path);
    this.#options.send({ type: 'selectPath', path });
  }

  #playTone(sound: Sound): void {
    if (sound.tone === undefined) this.#options.send({ type: 'stopTone' });
    else this.#options.send({ type: 'playTone', tone: this.#options.tones[sound.tone] });
  }

  #ring(sound: Sound): void {
    const { audio, send } = this.#options;
    const ring = this.#ringOf(sound);
    this.#rings = ring !== undefined;
    if (ring === undefined) send({ type: 'stopRing' });
    else send({ type: 'playRing', path: audio.ringer, ring });
  }

  #ringOf({ ringing, ringClass, ringLine, ringFrom, triedRing }: Sound): Ring | undefined {
    const { rings } = this.#options;
    if (ringing && ringLine !== undefined && ringFrom !== undefined) {
      return rings.ringFor({ ringClass, line: ringLine, remote: ringFrom });
    }
    return triedRing === undefined ? undefined : rings.ringNamed(triedRing);
  }
}
