// Contract of the sound paths: which PCM device each of handset, headset and loudspeaker is, where the ring plays, and which
// path's amplifier is on. Samples, levels and mixing are the media core's business.

/** Where a person speaks and hears. */
export type AudioPathName = 'handset' | 'headset' | 'speaker';

/** A PCM device as the media core opens it. `ringer`: the ring has a PCM of its own; without it, it is mixed into `playback`. */
export type PcmDevice =
  | { readonly driver: 'alsa'; readonly playback: string; readonly capture: string; readonly ringer?: string }
  | { readonly driver: 'simulated'; readonly room?: Room };

/** What a simulated microphone picks up of what is played: later and softer. */
export interface Room {
  readonly delayMs: number;
  readonly lossDb: number;
}

/** A simple control of ALSA's mixer, as `amixer` names it; of playback when no direction is said. */
export interface MixerControl {
  readonly control: string;
  readonly index?: number;
  readonly direction?: 'playback' | 'capture';
}

/** What of a card's mixer belongs to a path. The media core sets it, which has the card open. */
export interface PathMixer {
  /** As `snd_ctl_open` takes it: `hw:0`. */
  readonly card: string;
  /** On while the path is live, those of playback while it rings too; else off, unless another path wants it on. */
  readonly switches?: readonly MixerControl[];
  /** In place of the core's own volume: volume 1 is `leastDb` and 10 `mostDb`, in equal steps; 0 is silence. */
  readonly volume?: {
    readonly control: string;
    readonly index?: number;
    readonly leastDb: number;
    readonly mostDb: number;
  };
}

/** The device of one path. Most boards have one for all of them, and switch the path with `select`; some have one for each. */
export interface PathDevice {
  readonly name: AudioPathName;
  readonly device: PcmDevice;
  readonly mixer?: PathMixer;
  /** A loudspeaker and a microphone among people: what it picks up has echo and noise, which are to be taken out. */
  readonly acoustic: boolean;
}

export interface Audio extends AsyncDisposable {
  /** The paths that this board has. */
  readonly paths: readonly PathDevice[];
  /** The ring plays on this path's device: on its `ringer`, or where the path itself plays. Mostly the loudspeaker. */
  readonly ringer: AudioPathName;
  /** Switches amplifier and microphone of a path on or off where no `mixer` does (GPIO). `none`: everything silent. */
  select(path: AudioPathName | 'none'): void;
}
