// The bundle's parts: loaded once, in circles, and compiled once for all starts.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Chunks } from '#firmware/bundle/chunks';
import { CodeCache } from '#firmware/bundle/code-cache';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chunks-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function start(): Chunks {
  const cache = new CodeCache(join(directory, 'cache'));
  return new Chunks({ directory, cache, require: createRequire(import.meta.url) });
}

function write(name: string, body: string): void {
  writeFileSync(join(directory, name), `(function(exports,require,module,bundleUrl){${body}\n})`);
}

function cacheFile(name: string): string {
  return join(directory, 'cache', name);
}

test('a chunk finds other chunks, modules of Node and its own place', () => {
  write('a.js', `exports.sum = require('./b.js').two + 1; exports.join = require('node:path').join; exports.url = bundleUrl;`);
  write('b.js', 'exports.two = 2;');
  const a = start().load('./a.js') as { sum: number; join: unknown; url: string };
  assert.equal(a.sum, 3);
  assert.equal(a.join, join);
  assert.equal(a.url, `file://${directory}/a.js`);
});

test('chunks that need each other get what is there so far, and each runs once', () => {
  write('a.js', `exports.b = () => require('./b.js').name; exports.name = 'a'; globalThis.runs = (globalThis.runs ?? 0) + 1;`);
  write('b.js', `const a = require('./a.js'); exports.name = 'b of ' + a.name;`);
  const chunks = start();
  const a = chunks.load('./a.js') as { b: () => string };
  assert.equal(a.b(), 'b of a');
  assert.equal(chunks.load('./a.js'), a);
  assert.equal((globalThis as { runs?: number }).runs, 1);
});

test('a chunk that failed is tried again', () => {
  write('a.js', `throw new Error('not yet')`);
  const chunks = start();
  assert.throws(() => chunks.load('./a.js'), /not yet/);
  write('a.js', 'exports.ready = true;');
  assert.deepEqual(chunks.load('./a.js'), { ready: true });
});

test('code is compiled at one start and there at the next', async () => {
  write('a.js', 'exports.twice = (n) => 2 * n;');
  const first = start();
  first.load('./a.js');
  await first.keepCode();
  const kept = readFileSync(cacheFile('a.js'));
  rmSync(cacheFile('a.js'));
  await first.keepCode();
  assert.deepEqual(readdirSync(join(directory, 'cache')), [], 'kept once');

  writeFileSync(cacheFile('a.js'), kept);
  const second = start();
  assert.equal((second.load('./a.js') as { twice: (n: number) => number }).twice(4), 8);
  rmSync(cacheFile('a.js'));
  await second.keepCode();
  assert.deepEqual(readdirSync(join(directory, 'cache')), [], 'nothing was compiled');
});

const spoilt: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'is empty': () => Buffer.alloc(0),
  'ends early': (bytes) => bytes.subarray(0, bytes.length - 100),
  'has a wrong bit': (bytes) => {
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    return bytes;
  },
};
for (const [how, spoil] of Object.entries(spoilt)) {
  test(`kept code that ${how} is made anew`, async () => {
    write('a.js', 'exports.twice = (n) => 2 * n;');
    const first = start();
    first.load('./a.js');
    await first.keepCode();
    const whole = readFileSync(cacheFile('a.js'));
    writeFileSync(cacheFile('a.js'), spoil(Buffer.from(whole)));
    const second = start();
    assert.equal((second.load('./a.js') as { twice: (n: number) => number }).twice(4), 8);
    await second.keepCode();
    assert.ok(readFileSync(cacheFile('a.js')).length >= whole.length);
  });
}

test('kept code of an older version of the same length is not run', async () => {
  write('a.js', 'exports.answer = () => 1;');
  const first = start();
  first.load('./a.js');
  await first.keepCode();
  write('a.js', 'exports.answer = () => 2;');
  assert.equal((start().load('./a.js') as { answer: () => number }).answer(), 2);
});

test('a place that cannot be written is done without', async () => {
  write('a.js', 'exports.one = 1;');
  writeFileSync(join(directory, 'cache'), 'a file');
  const chunks = start();
  assert.deepEqual(chunks.load('./a.js'), { one: 1 });
  await chunks.keepCode();
});
