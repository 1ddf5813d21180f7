// Whoever makes a parameter act shows what it does to somebody outside: a test that runs the whole phone names it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parameters } from '#config/schema';

const root = new URL('..', import.meta.url).pathname;

const tests = ['e2e', 'interop'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

function isNamed(pattern: string): boolean {
  const [head, tail] = pattern.split('/N/');
  if (tail === undefined) return names(pattern).length > 0;
  const numbered = new RegExp(`${head}/(\\d|\\$\\{)`);
  return names(`/${tail}`).some((text) => numbered.test(text));
}

/** The tests that have it, and not only a longer name. */
function names(path: string): readonly string[] {
  const whole = new RegExp(`${path}(?![\\w/])`);
  return tests.filter((text) => whole.test(text));
}

test('the effect of every active parameter is seen from outside', () => {
  const active = parameters().filter(
    ({ index, declaration }) => (index === undefined || index === 0) && declaration.noEffectYet !== true,
  );
  assert.deepEqual(
    active.map(({ pattern }) => pattern).filter((pattern) => !isNamed(pattern)),
    [],
  );
});
