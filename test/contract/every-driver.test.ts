// Every driver of every device is proved: `test/contract/<driver>.test.ts` runs the device's contract on it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { driverNames } from '#hal/open-board';

const folder = new URL('./', import.meta.url);
const proofs = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));

/** A suite that is run, or tests of a device that is not there, named `<device>, none:`. */
function proves(file: string, device: string, driver: string): boolean {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return text.includes(`${device}Contract(`) || (driver === 'none' && text.includes(`test('${device}, none:`));
}

/** `linux-network` is proved in `linux-network.test.ts`. */
for (const [device, drivers] of Object.entries(driverNames)) {
  for (const driver of drivers) {
    test(`${device}, ${driver}: its contract is tested`, () => {
      const file = `${driver}.test.ts`;
      assert.ok(proofs.includes(file), `write test/contract/${file}`);
      assert.ok(proves(file, device, driver), `test/contract/${file} does not run ${device}Contract`);
    });
  }
}
