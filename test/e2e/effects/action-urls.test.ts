// Every address that the phone asks for when something happens: a server hears of each event once, in its own words, and of nothing else.

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { dial, lineAt, putDown } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const addresses = [
  'system/action_url/setup_completed',
  'system/action_url/registered',
  'system/action_url/registration_failed',
  'system/action_url/incoming_call',
  'system/action_url/outgoing_call',
  'system/action_url/call_established',
  'system/action_url/call_terminated',
  'system/action_url/missed_call',
  'system/action_url/hold',
  'system/action_url/resume',
  'system/action_url/mute',
  'system/action_url/unmute',
  'system/action_url/off_hook',
  'system/action_url/on_hook',
  'system/action_url/idle_to_busy',
  'system/action_url/busy_to_idle',
  'system/action_url/do_not_disturb_on',
  'system/action_url/do_not_disturb_off',
  'system/action_url/forwarding_on',
  'system/action_url/forwarding_off',
  'system/action_url/address_changed',
];

let asked: string[] = [];
let server: Server;
let lab: Lab;
let phone: SimulatedPhone;
let admin: WebClient;
let other: SimulatedPhone;

before(async () => {
  server = createServer((request, response) => {
    asked.push((request.url ?? '').slice(1));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  // What the parameter's own name says is asked for by itself; the event says the same.
  const told = addresses.map((path) => [path, `http://127.0.0.1:${port}/${path.split('/').at(-1)}=$event`]);
  ({ phone, admin } = await startAdministeredPhone({ params: { ...lineAt(lab.port, '1001'), ...Object.fromEntries(told) } }));
  other = await SimulatedPhone.start({ board: 'simulated/mono-128', params: lineAt(lab.port, '1002') });
  await Promise.all([phone.waitForLine(), other.waitForLine()]);
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
  server.close();
});

/** Exactly these since the last time, whatever their order. */
async function heard(...events: readonly string[]): Promise<void> {
  const wanted = events.map((event) => `${event}=${event}`).sort();
  await phone.waitFor(events.join(), async () => (asked.length >= wanted.length ? true : undefined));
  assert.deepEqual(asked.sort(), wanted);
  asked = [];
}

test('it is ready, and its line is registered', () => heard('setup_completed', 'registered'));

test('a call of ours: the handset, the call, hold and resume, the microphone', async () => {
  await dial(phone, '1002');
  await heard('off_hook', 'outgoing_call', 'idle_to_busy');
  await other.hook(true);
  await phone.waitForScreen('call');
  await heard('call_established');
  await phone.press('mute');
  await heard('mute');
  await phone.press('mute');
  await heard('unmute');
  await phone.softKey('hold');
  await heard('hold');
  await phone.waitForScreen('held');
  await phone.softKey('resume');
  await heard('resume');
  await putDown(phone);
  await heard('on_hook', 'call_terminated', 'busy_to_idle');
  await putDown(other);
});

test('a call that nobody takes', async () => {
  await dial(other, '1001');
  await phone.waitForScreen('incoming');
  await heard('incoming_call', 'idle_to_busy');
  await putDown(other);
  await heard('call_terminated', 'missed_call', 'busy_to_idle');
});

test('do not disturb and forwarding, on and off', async () => {
  await putDown(phone);
  await phone.softKey('dnd');
  await heard('do_not_disturb_on');
  await phone.softKey('dnd');
  await heard('do_not_disturb_off');
  for (const on of [true, false]) {
    assert.equal((await admin.send('PUT', '/api/forwarding/always', { on, number: '1002' })).status, 204);
    await heard(on ? 'forwarding_on' : 'forwarding_off');
  }
});

test('another address, and a line that cannot register', async () => {
  await phone.post('/api/network', { address: '127.0.0.2' });
  // It registers again from there.
  await heard('address_changed', 'registered');
  await changeSettings(admin, { 'voip/line/0/auth_password': 'wrong' });
  await heard('registration_failed');
});
