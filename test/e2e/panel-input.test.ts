// The door refuses what it does not understand, and says what would have been right.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SimulatedPhone } from '#test/support/simulated-phone';

let phone: SimulatedPhone;
before(async () => {
  phone = await SimulatedPhone.start();
});
after(() => phone[Symbol.asyncDispose]());

interface BadRequest {
  readonly what: string;
  readonly method: 'POST' | 'PUT' | 'GET';
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly field: string;
}

const wav = new TextEncoder().encode('RIFF\x24\x00\x00\x00WAVEfmt ');

const requests: readonly BadRequest[] = [
  { what: 'a body that is no JSON', method: 'POST', path: '/api/key', body: '{', field: 'body' },
  { what: 'bytes that are no UTF-8', method: 'POST', path: '/api/key', body: Uint8Array.of(0xff, 0xfe), field: 'body' },
  { what: 'JSON that is no object', method: 'POST', path: '/api/key', body: '[1]', field: 'body' },
  { what: 'a key that no phone has', method: 'POST', path: '/api/key', body: '{"key":"fire","action":"press"}', field: 'key' },
  { what: 'an action that no key knows', method: 'POST', path: '/api/key', body: '{"key":"1","action":"lick"}', field: 'action' },
  { what: 'a missing field', method: 'POST', path: '/api/key', body: '{"key":"1"}', field: 'action' },
  { what: 'a field too many', method: 'POST', path: '/api/hook', body: '{"off":true,"on":false}', field: 'on' },
  { what: 'a hook between the worlds', method: 'POST', path: '/api/hook', body: '{"off":"maybe"}', field: 'off' },
  { what: 'a headset without a wish', method: 'POST', path: '/api/headset', body: '{}', field: 'plugged' },
  { what: 'a microphone that is no WAV', method: 'PUT', path: '/api/microphone', body: 'hello', field: 'body' },
  { what: 'a WAV that breaks off', method: 'PUT', path: '/api/microphone', body: wav, field: 'body' },
  { what: 'a loop that is neither', method: 'PUT', path: '/api/microphone?loop=2', body: wav, field: 'loop' },
  { what: 'seconds that are no number', method: 'GET', path: '/api/earpiece?next=soon', field: 'next' },
  { what: 'more seconds than are kept', method: 'GET', path: '/api/earpiece?last=1e9', field: 'last' },
];

for (const { what, method, path, body, field } of requests) {
  test(`${what} is answered 400 with the field ${field}`, async () => {
    const response = await fetch(phone.address + path, { method, ...(body === undefined ? {} : { body }) });
    assert.equal(response.status, 400);
    const answer = (await response.json()) as { error: string; field: string; expected: string };
    assert.deepEqual(Object.keys(answer), ['error', 'field', 'expected']);
    assert.equal(answer.field, field);
    assert.ok(answer.error !== '' && answer.expected !== '');
  });
}

test('a body without end is refused, and the phone lives on', async () => {
  const response = await fetch(`${phone.address}/api/key`, { method: 'POST', body: ' '.repeat(100_000) }).catch(() => undefined);
  assert.ok(response === undefined || response.status === 413, String(response?.status));
  await phone.press('menu');
  assert.equal((await phone.screen()).screen, 'menu');
});

test('a page from elsewhere may not touch the phone', async () => {
  const response = await fetch(`${phone.address}/api/hook`, {
    method: 'POST',
    body: '{"off":true}',
    headers: { origin: 'https://example.org' },
  });
  assert.equal(response.status, 403);
  assert.equal((await phone.state()).hook, 'on');
});
