// Whatever is posted, the panel answers 204 or 400 and goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openPanel } from './panel-fixture.ts';

const field = fc.constantFrom('key', 'action', 'off', 'plugged', 'button', 'x', 'y', '__proto__', 'constructor', 'other');
const value = fc.oneof(
  fc.constantFrom('5', '#', 'ok', 'press', 'down', 'up', 'answer', 'toString', ''),
  fc.boolean(),
  fc.integer({ min: -2, max: 900 }),
  fc.jsonValue(),
);
const body = fc.oneof(
  fc.array(fc.tuple(field, value), { maxLength: 4 }).map((entries) => JSON.stringify(Object.fromEntries(entries))),
  fc.json(),
  fc.string({ maxLength: 60 }),
);
const path = fc.constantFrom('/api/key', '/api/hook', '/api/headset', '/api/touch', '/api/network');

test('no body breaks an endpoint', async () => {
  await using door = await openPanel({ board: 'simulated/touch-800' });
  await fc.assert(
    fc.asyncProperty(path, body, async (at, text) => {
      const response = await door.post(at, text);
      assert.ok(response.status === 204 || response.status === 400, `${at} ${text}: ${response.status}`);
      await response.arrayBuffer();
    }),
    { numRuns: 600 },
  );
  assert.deepEqual(door.rig.log.lines, []);
});

test('no sound in any container breaks the microphone', async () => {
  await using door = await openPanel();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.string({ maxLength: 12 }), async (bytes, query) => {
      const put = { method: 'PUT', body: new Uint8Array(bytes) };
      const response = await fetch(`${door.address}/api/microphone?${encodeURIComponent(query)}`, put);
      assert.ok(response.status === 204 || response.status === 400, `${response.status}`);
      await response.arrayBuffer();
    }),
    { numRuns: 200 },
  );
});
