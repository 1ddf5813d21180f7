// What several devices stand on: opened once, tried again after a failure, closed after all devices.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedParts } from '#hal/shared-parts';

class Node implements AsyncDisposable {
  readonly name: string;
  readonly #closed: string[];

  constructor(name: string, closed: string[]) {
    this.name = name;
    this.#closed = closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.push(this.name);
  }
}

test('a part is opened once for all who ask, at the same time too', async () => {
  const closed: string[] = [];
  const parts = new SharedParts();
  let openings = 0;
  const open = async (): Promise<Node> => {
    openings++;
    return new Node('event0', closed);
  };
  const [first, second] = await Promise.all([parts.open('evdev:event0', open), parts.open('evdev:event0', open)]);
  const other = await parts.open('evdev:event1', async () => new Node('event1', closed));
  assert.equal(first, second);
  assert.notEqual(first, other);
  assert.equal(openings, 1);
  assert.deepEqual(closed, []);
  await parts[Symbol.asyncDispose]();
  assert.deepEqual(closed, ['event1', 'event0']);
});

test('a failed opening is told to all who waited, and the next one tries again', async () => {
  const closed: string[] = [];
  const parts = new SharedParts();
  const fail = () => Promise.reject(new Error('no such node'));
  const both = await Promise.allSettled([parts.open('node', fail), parts.open('node', fail)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  const node = await parts.open('node', async () => new Node('node', closed));
  assert.equal(node.name, 'node');
  await parts[Symbol.asyncDispose]();
  assert.deepEqual(closed, ['node']);
});

test('a part that is being opened while the board closes is closed as well', async () => {
  const closed: string[] = [];
  const parts = new SharedParts();
  const opening = Promise.withResolvers<Node>();
  const asked = parts.open('slow', () => opening.promise);
  const closing = parts[Symbol.asyncDispose]();
  opening.resolve(new Node('slow', closed));
  await closing;
  await asked;
  assert.deepEqual(closed, ['slow']);
});
