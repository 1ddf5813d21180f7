// A finger on the screen: keys at once, rows when it leaves them, and lists that go along with it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TouchEvent } from '#hal/display/display';
import { type DraggedList, type Finger, touched } from '#ui/lcd/finger';
import type { Intent } from '#ui/lcd/intents';
import type { TouchTarget } from '#ui/lcd/pass';

const back: Intent = { do: 'back' };
const targets: readonly TouchTarget[] = [
  { box: { x: 0, y: 0, width: 100, height: 70 }, intent: { do: 'focus', index: 0 }, row: 70 },
  { box: { x: 0, y: 70, width: 100, height: 70 }, intent: { do: 'focus', index: 1 }, row: 70 },
  { box: { x: 0, y: 400, width: 100, height: 70 }, intent: back },
  { box: { x: 100, y: 0, width: 100, height: 70 }, key: '5' },
  { box: { x: 100, y: 70, width: 100, height: 70 }, key: '8' },
];

/** What keys did while a finger moved over the right column. */
function keys(...points: readonly [TouchEvent['action'], number][]): readonly string[] {
  let finger: Finger | undefined;
  return points.flatMap(([action, y]) => {
    const result = touched({ type: 'touched', action, x: 150, y, atMs: 0 }, targets, finger, undefined);
    finger = result.finger;
    const { keyUp, keyDown } = result;
    return [...(keyUp === undefined ? [] : [`${keyUp} up`]), ...(keyDown === undefined ? [] : [`${keyDown} down`])];
  });
}

/** Moves the finger and gives what it brought about. */
function path(list: DraggedList | undefined, ...points: readonly [TouchEvent['action'], number][]): readonly Intent[] {
  let finger: Finger | undefined;
  let at = list;
  const intents: Intent[] = [];
  for (const [action, y] of points) {
    const result = touched({ type: 'touched', action, x: 50, y, atMs: 0 }, targets, finger, at);
    finger = result.finger;
    if (result.intent === undefined) continue;
    intents.push(result.intent);
    if (result.intent.do === 'focus' && at !== undefined) at = { ...at, focus: result.intent.index };
  }
  return intents;
}

const list = { focus: 3, count: 20 };

describe('a finger', () => {
  it('presses a key when it comes down', () => {
    assert.deepEqual(path(list, ['down', 420]), [back]);
    assert.deepEqual(path(list, ['down', 420], ['move', 300], ['up', 300]), [back]);
  });
  it('takes a row when it goes up where it came down', () => {
    assert.deepEqual(path(list, ['down', 80], ['move', 90], ['up', 90]), [{ do: 'focus', index: 1 }]);
  });
  it('draws a list along row by row, and takes nothing then', () => {
    const moved = path(list, ['down', 130], ['move', 60], ['move', 0], ['move', -10], ['up', -10]);
    assert.deepEqual(
      moved.map((intent) => (intent.do === 'focus' ? intent.index : undefined)),
      [4, 5],
    );
  });
  it('comes no further than the ends of the list', () => {
    assert.deepEqual(path({ focus: 0, count: 2 }, ['down', 10], ['move', 400]), [{ do: 'focus', index: 0 }]);
    assert.deepEqual(path(undefined, ['down', 10], ['move', 400]), []);
  });
  it('beside everything does nothing', () => {
    assert.deepEqual(path(list, ['down', 300], ['move', 0], ['up', 0]), []);
  });
  it('holds a key until it goes up, wherever it has gone', () => {
    assert.deepEqual(keys(['down', 10], ['move', 300], ['up', 300]), ['5 down', '5 up']);
  });
  it('lets a key go when another comes down before it went up', () => {
    assert.deepEqual(keys(['down', 10], ['down', 80], ['up', 80]), ['5 down', '5 up', '8 down', '8 up']);
  });
});
