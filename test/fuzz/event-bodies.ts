// Throws spoiled bodies at their readers: node test/fuzz/event-bodies.ts [--seed N] [--count N]. The first failure is written beside the
// crashers as a file to keep, and the process ends with 1.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as samples from '../sip/event-package/samples.ts';
import { checkBody } from './check-body.ts';
import { mutateBody } from './mutate-body.ts';
import { SeededRandom } from './seeded-random.ts';

const crashers = new URL('../fixtures/body-crashers/', import.meta.url);

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '20000' } },
});
const random = new SeededRandom(Number(values.seed));
const bodies = [...Object.values(samples), 'SIP/2.0 180 Ringing\r\nTo: <sip:a@h>\r\n'];
const counts = { accepted: 0, refused: 0 };
for (let i = 0; i < Number(values.count); i++) {
  const { bytes, contentType } = mutateBody(bodies, random);
  try {
    counts[checkBody(bytes, contentType)]++;
  } catch (error) {
    mkdirSync(crashers, { recursive: true });
    const file = new URL(`seed-${values.seed}-${i}.bin`, crashers);
    writeFileSync(file, bytes);
    process.stderr.write(`${file.pathname} (${contentType})\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
    break;
  }
}
process.stdout.write(`accepted ${counts.accepted}, refused ${counts.refused}\n`);
