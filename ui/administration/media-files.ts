// Rings that a person gives the phone, one by one or in an archive.

export type Stored = { readonly ok: true } | { readonly ok: false; readonly expected: string };

export interface RingFile {
  readonly name: string;
  /** Those of the phone itself cannot be deleted and have no file. */
  readonly own: boolean;
}

/** What became of the files of an archive. */
export interface FilesTaken {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

export interface MediaFiles {
  readonly rings: readonly RingFile[];
  /** A WAV file; undefined where there is none by that name. */
  ringSound(name: string): Promise<Uint8Array | undefined>;
  storeRing(name: string, bytes: Uint8Array): Promise<Stored>;
  /** A zip or tgz with WAV files, or with a list of the Cisco phones and its recordings. */
  storeRings(archive: Uint8Array): Promise<FilesTaken>;
  deleteRing(name: string): Promise<boolean>;
}
