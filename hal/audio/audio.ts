// Contract of the sound paths: which PCM devices a handset, a headset and the loudspeaker are, and their analogue gain.
// PCM samples are the media core's business; this contract only names the devices and turns the mixer's knobs.

/** Where a person speaks and hears. */
export type AudioPathName = 'handset' | 'headset' | 'speaker';

/** A PCM device as the media core opens it. */
export type PcmDevice =
  | { readonly driver: 'alsa'; readonly playback: string; readonly capture: string }
  | { readonly driver: 'simulated' };

/** How the core reaches one path of a device: which channels carry it. Most boards have one device for all paths. */
export interface AudioPath {
  readonly name: AudioPathName;
  readonly device: PcmDevice;
}

export interface Audio extends AsyncDisposable {
  readonly paths: readonly AudioPath[];
  /** The ringer plays here; on most boards the loudspeaker. */
  readonly ringer: AudioPathName;
  /** Switches amplifier and microphone of a path on or off (mixer controls, GPIO). `none`: everything silent. */
  select(path: AudioPathName | 'none'): void;
}
