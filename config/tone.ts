// Tones and cadences as parameters and scripts say them; the same shape as the media core's.

export interface ToneSegment {
  readonly parts: readonly { readonly frequencyHz: number; readonly levelDbm0: number }[];
  readonly durationMs: number;
}

/** Segments in order, again and again until `durationMs` is over; 0 is for ever. */
export interface ToneSection {
  readonly segments: readonly ToneSegment[];
  readonly durationMs: number;
}

export interface Tone {
  readonly sections: readonly ToneSection[];
}

export interface CadenceSection {
  readonly segments: readonly { readonly sounding: boolean; readonly durationMs: number }[];
  readonly durationMs: number;
}

export type Cadence = readonly CadenceSection[];

/** The longest that a segment or a section may last. */
export const longestMs = 3_600_000;
