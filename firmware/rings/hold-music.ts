// The music that held callers hear: one file beside the store, given to the media core once.

import { join } from 'node:path';
import type { MediaCommand } from '#media/messages';
import type { Log } from '#sip/ports';
import type { Parameters } from '../lines/line-settings.ts';
import { readSmallFile } from './ring-library.ts';
import { isFileName } from './ring-list.ts';
import { largestFileBytes, readWaveFile } from './wave-file.ts';

export interface HoldMusicOptions {
  readonly directory: string;
  readonly parameters: Parameters;
  readonly log: Log;
  readonly send: (command: MediaCommand) => void;
}

/** Without a file callers on hold hear silence; one that cannot be taken is told in the log. */
export async function loadHoldMusic({ directory, parameters, log, send }: HoldMusicOptions): Promise<void> {
  const file = parameters.get('voip/services/music_on_hold/file');
  if (!parameters.get('voip/services/music_on_hold/enabled') || !isFileName(file)) return;
  const bytes = await readSmallFile(join(directory, file), largestFileBytes).catch(() => undefined);
  if (bytes === undefined) return;
  const read = readWaveFile(bytes);
  if (!read.ok) {
    log.warn('media', `the music on hold ${file} was not taken: ${read.reason}`);
    return;
  }
  try {
    send({ type: 'setMusic', music: read.value });
  } catch (error) {
    // The phone was closed while the file was read.
    log.debug('media', 'the music on hold came too late', { error });
  }
}
