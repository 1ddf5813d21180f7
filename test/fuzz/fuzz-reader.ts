// The loop of every fuzzer of readers: --seed N and --count N, spoiled bytes, a check that throws when something that must hold does not.
// The first failure is written beside the crashers of its kind as a file to keep, and the process ends with 1.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SeededRandom } from './seeded-random.ts';

export interface Reader {
  /** Folder under `test/fixtures`. */
  readonly crashers: string;
  /** How many, when nobody says. */
  readonly count: number;
  /** The `index`-th case. */
  readonly next: (random: SeededRandom, index: number) => { readonly bytes: Uint8Array; readonly kind?: string };
  readonly check: (bytes: Uint8Array, kind: string) => 'accepted' | 'refused';
}

export function fuzzReader({ crashers, count, next, check }: Reader): void {
  const options = { seed: { type: 'string', default: '1' }, count: { type: 'string', default: String(count) } } as const;
  const { values } = parseArgs({ options });
  const random = new SeededRandom(Number(values.seed));
  const counts = { accepted: 0, refused: 0 };
  for (let index = 0; index < Number(values.count); index++) {
    const { bytes, kind = '' } = next(random, index);
    try {
      counts[check(bytes, kind)]++;
    } catch (error) {
      const folder = new URL(`../fixtures/${crashers}/`, import.meta.url);
      mkdirSync(folder, { recursive: true });
      const file = new URL(`seed-${values.seed}-${index}.bin`, folder);
      writeFileSync(file, bytes);
      process.stderr.write(`${file.pathname} ${kind}\n${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
      break;
    }
  }
  process.stdout.write(`accepted ${counts.accepted}, refused ${counts.refused}\n`);
}
