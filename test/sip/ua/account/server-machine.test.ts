// Which server is in use: every way in and out of each state.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Redundancy } from '#sip/ua/account/routing-settings';
import { type ServerInput, type ServerState, serverMachine, serverStart } from '#sip/ua/account/server-machine';

const homing: Redundancy = {
  backup: { host: '10.0.0.8', port: undefined },
  registersAtBoth: false,
  keepAliveS: 60,
  staysAtBackup: false,
};
const parking: Redundancy = { ...homing, staysAtBackup: true };

const silent = (server: 'primary' | 'backup'): ServerInput => ({ type: 'silent', server });
const answered = (server: 'primary' | 'backup'): ServerInput => ({ type: 'answered', server });
const registered = (server: 'primary' | 'backup'): ServerInput => ({ type: 'registered', server });

/** The server in use after each input, and a `!` where the account was told to move. */
function walk(inputs: readonly ServerInput[], policy: Redundancy, start: ServerState = serverStart): string {
  let state = start;
  return inputs
    .map((input) => {
      const step = serverMachine(state, input, policy);
      state = step.state;
      return state.inUse[0] + (step.actions.some(({ type }) => type === 'move') ? '!' : '');
    })
    .join(' ');
}

const walks: readonly { name: string; policy: Redundancy; inputs: readonly ServerInput[]; expected: string }[] = [
  {
    name: 'one silence is nothing',
    policy: homing,
    inputs: [silent('primary'), answered('primary'), silent('primary')],
    expected: 'p p p',
  },
  { name: 'two silences move', policy: homing, inputs: [silent('primary'), silent('primary')], expected: 'p b!' },
  {
    name: 'two signs of the primary move back',
    policy: homing,
    inputs: [silent('primary'), silent('primary'), answered('primary'), answered('primary')],
    expected: 'p b! b p!',
  },
  {
    name: 'a primary that flaps does not get the account back',
    policy: homing,
    inputs: [
      silent('primary'),
      silent('primary'),
      answered('primary'),
      silent('primary'),
      answered('primary'),
      silent('primary'),
    ],
    expected: 'p b! b b b b',
  },
  {
    name: 'a backup that dies is left at the first sign of the primary',
    policy: homing,
    inputs: [silent('primary'), silent('primary'), silent('backup'), answered('primary')],
    expected: 'p b! b p!',
  },
  {
    name: 'both dead: it goes from one to the other',
    policy: homing,
    inputs: [silent('primary'), silent('primary'), silent('backup'), silent('backup'), silent('primary'), silent('primary')],
    expected: 'p b! b p! p b!',
  },
  {
    name: 'with equal servers the account stays where it is',
    policy: parking,
    inputs: [silent('primary'), silent('primary'), answered('backup'), answered('primary'), answered('primary')],
    expected: 'p b! b b b',
  },
  {
    name: 'with equal servers it moves when the backup dies',
    policy: parking,
    inputs: [silent('primary'), silent('primary'), silent('backup'), silent('backup')],
    expected: 'p b! b p!',
  },
  {
    name: 'a registration that found the backup by itself moves without a word',
    policy: homing,
    inputs: [registered('backup'), answered('primary'), answered('primary'), registered('primary')],
    expected: 'b b p! p',
  },
  {
    name: 'with two bindings the registrations say nothing',
    policy: { ...homing, registersAtBoth: true },
    inputs: [registered('backup'), registered('primary')],
    expected: 'p p',
  },
];

for (const { name, policy, inputs, expected } of walks) {
  test(name, () => assert.equal(walk(inputs, policy), expected));
}

test('asks the primary; with the backup in use both; of equal servers the one in use', () => {
  const asked = (state: ServerState, policy: Redundancy): unknown =>
    serverMachine(state, { type: 'timerExpired' }, policy).actions[0];
  const atBackup: ServerState = { ...serverStart, inUse: 'backup' };
  assert.deepEqual(asked(serverStart, homing), { type: 'ask', servers: ['primary'] });
  assert.deepEqual(asked(atBackup, homing), { type: 'ask', servers: ['primary', 'backup'] });
  assert.deepEqual(asked(atBackup, parking), { type: 'ask', servers: ['backup'] });
});

test('after the first silence it asks again at once', () => {
  assert.deepEqual(serverMachine(serverStart, silent('primary'), homing).actions, [{ type: 'ask', servers: ['primary'] }]);
});
