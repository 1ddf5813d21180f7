// A parameter does something, or says that it does not yet.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parameters } from '#config/schema';

const root = new URL('../..', import.meta.url).pathname;

function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Whoever may read parameters: the firmware but for the list of where certificates are, the tones, the screens' settings. */
const readers = [
  ...sourcesUnder('firmware').filter((name) => name !== 'firmware/certificates/certificate-places.ts'),
  'config/call-progress-tones.ts',
  'ui/lcd/screen-settings.ts',
]
  .map(textOf)
  .join('\n');

/** Menus name parameters to show them; what they ask for themselves acts. */
const asked = new Set(
  sourcesUnder('ui').flatMap((name) => [...textOf(name).matchAll(/settings\.value\('([^']+)'\)/g)].map(([, path]) => path)),
);

function isRead(pattern: string): boolean {
  const [head, tail] = pattern.split('/N/');
  if (tail === undefined) return readers.includes(`'${pattern}'`) || asked.has(pattern);
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
