// A parameter does something, or says that it does not yet.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parameters } from '#config/schema';

const root = new URL('../..', import.meta.url).pathname;

/** Whoever may read parameters: the firmware, the screens that some are about, and the tones. */
const readers = [
  ...readdirSync(join(root, 'firmware'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `firmware/${name}`),
  'config/call-progress-tones.ts',
  'ui/lcd/screen-settings.ts',
]
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

function isRead(pattern: string): boolean {
  const [head, tail] = pattern.split('/N/');
  if (tail === undefined) return readers.includes(`'${pattern}'`);
  return readers.includes(`${head}/\${`) && (readers.includes(`}/${tail}\``) || readers.includes(`at('${tail}')`));
}

describe('parameters', () => {
  const all = parameters();
  const inherited = new Set(all.map(({ inherits }) => inherits));

  for (const { pattern, path, declaration } of all.filter(({ index }) => index === undefined || index === 0)) {
    const acts = isRead(pattern) || inherited.has(path);
    it(`${pattern} ${acts ? 'is read' : 'says that it has no effect yet'}`, () => {
      assert.equal(declaration.noEffectYet === true, !acts);
    });
  }
});
