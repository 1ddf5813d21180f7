// What the keys have to tell beyond commands: one that is stuck, and the reset that is asked for while the phone starts.

import type { KeyName } from '#hal/keys/keys';
import type { KeyInterpreterOptions } from '#ui/keys/key-interpreter';
import type { Notices } from './system/notices.ts';

/** Keys that are held so soon after the start were held while the phone was switched on. */
const startMs = 15_000;

export interface KeyNewsOptions {
  readonly notices: Pick<Notices, 'raise' | 'clear'>;
  readonly startedAtMs: number;
  readonly askForReset: () => void;
}

export function keyNews({
  notices,
  startedAtMs,
  askForReset,
}: KeyNewsOptions): Required<Pick<KeyInterpreterOptions, 'stuck' | 'factoryReset'>> {
  return {
    stuck: (key, stuck) => {
      const id = `key-stuck/${key}`;
      if (stuck) notices.raise({ id, severity: 'warning', title: 'A key is stuck', text: stuckText(key) });
      else notices.clear(id);
    },
    factoryReset: (sinceMs) => {
      if (sinceMs - startedAtMs <= startMs) askForReset();
    },
  };
}

function stuckText(key: KeyName): string {
  return `The key ${key} has been down for a minute. Free it, or have the phone repaired.`;
}
