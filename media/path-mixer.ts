// What a board says of a card's mixer controls; the core sets them as the path and its volume change.

/** A simple control of ALSA's mixer, as `amixer` names it; of playback when no direction is said. */
interface MixerControl {
  readonly control: string;
  readonly index?: number;
  readonly direction?: 'playback' | 'capture';
}

/** What of a card's mixer belongs to a path; it is set anew when the card comes back. */
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
