// Makes hookswitch-encrypt one file that runs with Node alone, in build/hookswitch-encrypt.

import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const target = `${root}build/hookswitch-encrypt`;

await build({
  entryPoints: [`${root}tools/encrypt.ts`],
  outfile: target,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
chmodSync(target, 0o755);
