// What a phone reads that does not enrol: nothing of it, neither at its start nor while it runs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = new URL('../../../..', import.meta.url).pathname;
const staticImport = /^(?:import|export) (?!type\b)[^'"]*?from '([^']+)';|^import '([^']+)';/gm;

/** Files that are read with this one, but for those that are asked for later. */
function readWith(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, from, alone] of readFileSync(file, 'utf8').matchAll(staticImport)) {
    const name = from ?? alone ?? '';
    if (name.startsWith('.')) readWith(join(dirname(file), name), found);
    else if (name.startsWith('#')) readWith(`${join(root, name.slice(1))}.ts`, found);
  }
  return found;
}

test('of enrolment a phone reads no more than what tells whether it is switched on', () => {
  const read = [...readWith(join(root, 'firmware/compose.ts'))].map((file) => relative(root, file));
  assert.ok(read.includes('firmware/certificates/expiry-watch.ts') || read.includes('firmware/telephony.ts'));
  assert.deepEqual(
    read.filter((file) => /certificates\/(?:enrolment|scep)\/|http-exchange|der-reader|pkcs7/.test(file)).toSorted(),
    ['firmware/certificates/enrolment/late-enrolment.ts', 'firmware/certificates/enrolment/no-enrolment.ts'],
  );
});
