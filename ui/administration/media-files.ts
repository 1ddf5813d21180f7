// Files that a person gives the phone: rings, the logo, languages.

export type Stored = { readonly ok: true } | { readonly ok: false; readonly expected: string };

export interface RingFile {
  readonly name: string;
  /** Those of the phone itself cannot be deleted and have no file. */
  readonly own: boolean;
}

export interface MediaFiles {
  readonly rings: readonly RingFile[];
  /** A WAV file; undefined where there is none by that name. */
  ringSound(name: string): Promise<Uint8Array | undefined>;
  storeRing(name: string, bytes: Uint8Array): Promise<Stored>;
  deleteRing(name: string): Promise<boolean>;
}
