// The lamp of a shared line by what its other phones do (SPA9x2 administration guide p. 158-159).

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { call, line, snapshot } from '#test/support/phone-fixture';
import { lampStates } from '#ui/leds/lamp-states';
import type { AppearanceSnapshot } from '#ui/line-snapshot';

type Appearance = AppearanceSnapshot['state'] | 'local';

function lamp(states: readonly Appearance[], values: Parameters<typeof snapshot>[0] = {}): string {
  const appearances = states.map((state, i) => ({
    index: i + 1,
    state: state === 'local' ? ('active' as const) : state,
    local: state === 'local',
    remote: undefined,
    by: undefined,
  }));
  const led = lampStates(snapshot({ lines: [line(0, { appearances })], ...values })).get('line1');
  return `${led?.color} ${led?.pattern}`;
}

const table: readonly (readonly [string, readonly Appearance[], string])[] = [
  ['idle', ['idle', 'idle'], 'green steady'],
  ['seized elsewhere', ['seized', 'idle'], 'red double'],
  ['calling elsewhere', ['progressing'], 'red double'],
  ['ringing elsewhere', ['ringing'], 'red double'],
  ['talking elsewhere', ['idle', 'active'], 'red double'],
  ['unknown', ['unknown', 'unknown'], 'red double'],
  ['held elsewhere', ['held', 'idle'], 'red slow'],
  ['held beside talking: somebody may take it', ['active', 'held'], 'red slow'],
  ['held privately', ['heldPrivate'], 'red slow'],
  ['held privately beside talking', ['heldPrivate', 'active'], 'red double'],
];
for (const [situation, states, expected] of table) {
  it(`${situation}: ${expected}`, () => assert.equal(lamp(states), expected));
}

it('a call of this phone comes first', () => {
  assert.equal(lamp(['local', 'held'], { calls: [call()] }), 'red steady');
});

it('a line that is not registered shows that', () => {
  const registration = { state: 'failed', reason: '', retryAtMs: undefined } as const;
  const appearances = [{ index: 1, state: 'active', local: false, remote: undefined, by: undefined }] as const;
  const led = lampStates(snapshot({ lines: [line(0, { appearances, registration })] })).get('line1');
  assert.equal(led?.color, 'amber');
});
