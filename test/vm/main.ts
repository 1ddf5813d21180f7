// Runs test/vm/*.test.ts on real kernel devices in virtual machines: `node test/vm/main.ts x64|arm64... [--only word]`.

import { parseArgs } from 'node:util';
import { guests } from './guests.ts';
import { runMachine } from './machine.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' } } });
let failed = 0;
for (const name of positionals) {
  const guest = guests.find(({ arch }) => arch === name);
  if (guest === undefined) throw new Error(`there is no machine "${name}": say ${guests.map(({ arch }) => arch).join(' or ')}`);
  failed += await runMachine(guest, values.only);
}
process.exitCode = failed === 0 ? 0 : 1;
