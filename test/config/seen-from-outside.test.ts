// Whoever makes a parameter act shows what it does to somebody outside: a test that runs the whole phone names it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parameters } from '#config/schema';

const root = new URL('..', import.meta.url).pathname;

/** What the core's own tests prove, as nobody outside can tell: its suppressor hides what a filter that is too short leaves over. */
const heardInside = ['voip/audio/echo_cancellation/speaker/tail'];

const tests = ['e2e', 'interop', 'vm'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

const number = '/(\\d+|\\$\\{[^}]*\\})';

/** Whole, and not only as the beginning of a longer name; a number for `N`, after which a constant may end that the rest is put to. */
function isNamed(pattern: string): boolean {
  const [head, tail] = pattern.split('/N/');
  if (tail === undefined) return tests.some((text) => new RegExp(`${head}(?![\\w/])`).test(text));
  const whole = new RegExp(`${head}${number}/${tail}(?![\\w/])`);
  const start = new RegExp(`${head}${number}['\`]`);
  const rest = new RegExp(`\\}/${tail}(?![\\w/])`);
  return tests.some((text) => whole.test(text) || (start.test(text) && rest.test(text)));
}

test('the effect of every active parameter is seen from outside', () => {
  const active = parameters().filter(
    ({ index, declaration }) => (index === undefined || index === 0) && declaration.noEffectYet !== true,
  );
  assert.deepEqual(
    active.map(({ pattern }) => pattern).filter((pattern) => !isNamed(pattern)),
    heardInside,
  );
});
