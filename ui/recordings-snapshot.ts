// Recorded calls as surfaces see them.

import type { Party } from './phone.ts';

export interface RecordedCall {
  /** The file's name; no path. */
  readonly id: string;
  readonly remote: Party;
  /** When it began, as the clock of the phone had it. */
  readonly atMs: number;
  readonly durationMs: number;
}

export interface RecordingsSnapshot {
  /** Newest first. */
  readonly calls: readonly RecordedCall[];
  /** The one that is heard. */
  readonly playing: string | undefined;
}

export interface RecordingCommands {
  /** Lets it be heard from its beginning. Does nothing while the phone is in use. */
  play(id: string): void;
  stop(): void;
  delete(id: string): void;
}
