// Dial plans, most of them the manuals' own examples.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialPlan } from '#firmware/dialplan/dial-plan';

const read = (plan: string, typed: string): unknown => {
  const { type, ...rest } = new DialPlan(plan).read(typed);
  const number = 'number' in rest ? rest.number : undefined;
  return number === undefined ? type : `${type} ${number}`;
};

test('the plan of the factory', () => {
  const plan = '(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)';
  assert.equal(read(plan, ''), 'open');
  assert.equal(read(plan, '*72'), 'complete *72');
  assert.equal(read(plan, '0'), 'open 0');
  assert.equal(read(plan, '411'), 'open 411');
  assert.equal(read(plan, '5551234'), 'open 5551234');
  assert.equal(read(plan, '12125551234'), 'complete 12125551234');
  assert.equal(read(plan, '1212555'), 'open');
  assert.equal(read(plan, '#'), 'unknown');
});

test('prefixes are added, and taken away', () => {
  assert.equal(read('( 1 xxx xxxxxxx | <:1212> xxxxxxx )', '5551234'), 'complete 12125551234');
  const outside = '( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )';
  assert.equal(read(outside, '912125551234'), 'complete 12125551234');
  assert.equal(read(outside, '85551234'), 'complete 12125551234');
  assert.equal(read('(<0:+49>[1-9]x.)', '030123'), 'open +4930123');
});

test('barred numbers, and what has its own times', () => {
  const plan = 'L:8,S:4,( <8:1650>xxxxxxx | 1900xxxxxxx! | 00xx. )';
  assert.equal(read(plan, '19005551234'), 'barred');
  assert.equal(read(plan, '190055'), 'open');
  assert.deepEqual(new DialPlan(plan).read('0012'), { type: 'open', number: '0012', waitMs: 4000 });
  assert.deepEqual(new DialPlan(plan).read('0'), { type: 'open', number: undefined, waitMs: 8000 });
  assert.equal(read('( 1 947 xxxxxxx ! | 1 xxx xxxxxxx )', '19475551234'), 'barred');
});

test('a dot lets what stands before it come any number of times', () => {
  assert.equal(read('01.', '0'), 'open 0');
  assert.equal(read('01.', '0111'), 'open 0111');
  assert.equal(read('01.', '02'), 'unknown');
});

test('what is no matter of the phone is left out, and nothing of it throws or takes long', () => {
  assert.equal(read('(000S0<:@gw0>|P5<:1000>|xxx)', '000'), 'complete 000');
  for (const text of [
    '',
    '(',
    '((((',
    '<',
    '<:>',
    '[',
    '[]',
    '|||',
    '()',
    'S',
    'x'.repeat(5000),
    '(x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.9)',
  ])
    new DialPlan(text).read('1'.repeat(128));
});
