// From parameters to what an account subscribes to, what its server may tell it, and what it shows of its calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsWith } from './given-parameters.ts';

test('a line as it comes shows nobody its calls', () => {
  assert.equal('showsCalls' in settingsWith({}), false);
});

for (const [shows, expected] of [
  ['nothing', undefined],
  ['states', 'states'],
  ['all', 'all'],
] as const) {
  test(`watchers learn ${shows} where the parameter says so`, () => {
    assert.equal(settingsWith({ 'voip/signalling/sip/dialog_event/shows': shows }).showsCalls, expected);
  });
}

test('a line that phones share without a server shows them all, whatever the parameter says', () => {
  const shared = { 'voip/line/0/shared_line/enabled': true, 'voip/line/0/shared_line/protocol': 'DIALOG' };
  assert.equal(settingsWith({ ...shared, 'voip/signalling/sip/dialog_event/shows': 'states' }).showsCalls, 'all');
});

test('remote clicks are refused until they are allowed, commands of the server are challenged', () => {
  assert.deepEqual(settingsWith({}).remoteControl, {
    messageSummary: true,
    talk: false,
    hold: false,
    conference: false,
    resync: true,
    resyncUnproven: false,
  });
  const allowed = {
    'voip/services/msg_waiting_ind/enabled': false,
    'voip/signalling/sip/talk_event/enabled': true,
    'voip/signalling/sip/hold_event/enabled': true,
    'voip/signalling/sip/conference_event/enabled': true,
    'voip/signalling/sip/remote_commands/enabled': false,
    'voip/line/0/auth_resync_reboot': false,
  };
  assert.deepEqual(settingsWith(allowed).remoteControl, {
    messageSummary: false,
    talk: true,
    hold: true,
    conference: true,
    resync: false,
    resyncUnproven: true,
  });
});

test('messages are subscribed to at the server that the parameters name', () => {
  const given = {
    'voip/services/msg_waiting_ind/subscribe': true,
    'voip/services/msg_waiting_ind/subscribe_address': 'mail.example',
    'voip/services/msg_waiting_ind/subscribe_port': 5080,
    'voip/services/msg_waiting_ind/expiration_timeout': 600,
  };
  assert.deepEqual(settingsWith(given).events?.messageSummary, { expiresS: 600, server: { host: 'mail.example', port: 5080 } });
  assert.equal(settingsWith({}).events?.messageSummary, undefined);
});
