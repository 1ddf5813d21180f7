// `show ladder` and `show trace`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signalled } from '#test/support/signalled';
import { consoleRig } from './console-rig.ts';

const proxy = '10.0.0.9:5060';
const signalling = [
  signalled('sent', proxy, 'INVITE sip:2002@10.0.0.9 SIP/2.0', { callId: 'abc1' }),
  signalled('received', proxy, 'SIP/2.0 200 OK', { callId: 'abc1', status: 200, atMs: 1234 }),
  signalled('sent', proxy, 'REGISTER sip:10.0.0.9 SIP/2.0', { callId: 'def2', method: 'REGISTER' }),
];

test('lists what there is to draw', async () => {
  const rig = consoleRig({ signalling });
  await rig.logIn();
  assert.match(await rig.line('show ladder'), /REGISTER +10\.0\.0\.9:5060 +1 +def2\r?\n *INVITE +10\.0\.0\.9:5060 +2 +abc1/);
});

test('draws a dialogue, its Call-ID abbreviated', async () => {
  const rig = consoleRig({ signalling });
  await rig.logIn();
  const text = await rig.line('show ladder ab');
  assert.match(text, /phone +10\.0\.0\.9:5060/);
  assert.match(text, /0\.000 +\|-+ INVITE -+>\|/);
  assert.match(text, /1\.234 +\|<-+ 200 OK \(INVITE\) -+\|/);
});

test('prints the messages themselves', async () => {
  const rig = consoleRig({ signalling });
  await rig.logIn();
  const text = await rig.line('show trace def2');
  assert.match(text, /--> to 10\.0\.0\.9:5060\r?\n +REGISTER sip:10\.0\.0\.9 SIP\/2\.0/);
  assert.doesNotMatch(text, /INVITE/);
});

test('has nothing to show at first', async () => {
  const rig = consoleRig();
  await rig.logIn();
  assert.match(await rig.line('show trace'), /No messages/);
  assert.match(await rig.line('show ladder'), /No messages/);
});
