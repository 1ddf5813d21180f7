// The recordings that the recorder left: listed by what their names and heads say, heard, deleted.

import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#sip/ports';
import type { Party } from '#ui/phone';
import type { RecordedCall, RecordingCommands } from '#ui/recordings-snapshot';
import type { UserInput } from './desk-messages.ts';

export interface RecordedCallsOptions {
  readonly log: Log;
  readonly directory: string;
  /** Whose number it is. */
  readonly named: (party: Party) => Party;
  readonly report: (input: UserInput) => void;
  readonly changed: () => void;
}

/** As the recorder calls its files: `20261121-143205-1002-3.wav`, in Coordinated Universal Time. */
const fileName = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-([0-9A-Za-z+]{1,32})-(\d{1,9})\.wav$/;
const mostListed = 500;
/** Of a WAV file: RIFF, format and the beginning of the data. */
const headBytes = 44;

export class RecordedCalls implements RecordingCommands {
  readonly #options: RecordedCallsOptions;
  #calls: readonly RecordedCall[] = [];

  constructor(options: RecordedCallsOptions) {
    this.#options = options;
  }

  /** Newest first; the same array until something changes. */
  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  /** Looks what there is. Without the directory there is nothing. */
  async load(): Promise<void> {
    const { directory, changed, log } = this.#options;
    const names = (await readdir(directory).catch((): string[] => []))
      .filter((name) => fileName.test(name))
      .sort()
      .reverse();
    const calls: RecordedCall[] = [];
    for (const name of names.slice(0, mostListed)) {
      const durationMs = await durationOf(join(directory, name)).catch((error: unknown) => {
        log.warn('calls', 'a recording cannot be read', { name, error });
        return undefined;
      });
      if (durationMs !== undefined) calls.push(this.#recorded(name, durationMs));
    }
    this.#calls = calls;
    changed();
  }

  play(id: string): void {
    if (this.#calls.some((call) => call.id === id)) this.#options.report({ type: 'playRecording', recording: id });
  }

  stop(): void {
    this.#options.report({ type: 'stopPlaying' });
  }

  delete(id: string): void {
    if (!this.#calls.some((call) => call.id === id)) return;
    this.stop();
    this.#calls = this.#calls.filter((call) => call.id !== id);
    this.#options.changed();
    unlink(join(this.#options.directory, id)).catch((error: unknown) => {
      this.#options.log.warn('calls', 'a recording could not be deleted', { id, error });
      void this.load();
    });
  }

  #recorded(id: string, durationMs: number): RecordedCall {
    const [, year, month, day, hour, minute, second, who = ''] = fileName.exec(id) ?? [];
    const atMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    const number = who === 'unknown' ? '' : who;
    return { id, remote: this.#options.named({ name: undefined, number }), atMs, durationMs };
  }
}

async function durationOf(path: string): Promise<number> {
  const file = await open(path);
  try {
    const head = new Uint8Array(headBytes);
    const { bytesRead } = await file.read(head, 0, headBytes, 0);
    if (bytesRead < headBytes) return 0;
    const bytesASecond = new DataView(head.buffer).getUint32(28, true);
    // The length in the head is of no use where the power went: the file's own tells.
    return bytesASecond === 0 ? 0 : Math.round((((await file.stat()).size - headBytes) * 1000) / bytesASecond);
  } finally {
    await file.close();
  }
}
