// Requests that need no call: what is answered to whom (RFC 3261 §8.2, §11).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { VirtualPhone } from '#test/support/virtual-phone';

type Parts = Parameters<SipPeer['send']>[1];

async function ask(parts: Partial<Parts> & { method: string }): Promise<SipResponse> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const peer = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  phone.account();
  await clock.advanceAsync(10);
  const responses: SipResponse[] = [];
  peer.send(
    phone.target,
    { uri: 'sip:1001@10.0.0.1', ...parts },
    (event) => event.type === 'responseReceived' && responses.push(event.response),
  );
  await clock.advanceAsync(50);
  const response = responses.at(-1);
  assert.ok(response, 'answered');
  return response;
}

test('OPTIONS tells what the phone can do', async () => {
  const { status, headers } = await ask({ method: 'OPTIONS' });
  assert.equal(status, 200);
  const allowed = headers.getAll('Allow');
  for (const method of 'ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK REFER UPDATE'.split(' '))
    assert.ok(allowed.includes(method), method);
  assert.equal(headers.get('Accept'), 'application/sdp');
  assert.equal(headers.get('Server'), 'Hookswitch/test');
  assert.ok(headers.has('Supported'));
  assert.ok(headers.to.parameters.has('tag'));
});

test('a method without a handler is 405 with Allow, an unknown one 501', async () => {
  for (const method of ['REGISTER', 'PUBLISH']) {
    const { status, headers } = await ask({ method });
    assert.equal(status, 405, method);
    assert.ok(headers.has('Allow'), method);
  }
  assert.equal((await ask({ method: 'DANCE' })).status, 501);
});

test('what means something in a call only is 481 outside of one', async () => {
  for (const method of ['BYE', 'INFO', 'PRACK', 'UPDATE']) assert.equal((await ask({ method })).status, 481, method);
});

test('Require with an unknown option is 420 and names it', async () => {
  const { status, headers } = await ask({ method: 'INVITE', headers: [['Require', '100rel, teleport, gate']] });
  assert.equal(status, 420);
  assert.deepEqual(headers.getAll('Unsupported'), ['teleport', 'gate']);
});

test('another scheme than sip and tel is 416', async () => {
  assert.equal((await ask({ method: 'INVITE', uri: 'mailto:1001@example.org' })).status, 416);
});

test('an INVITE with another body than SDP is 415 and says what would do', async () => {
  const invite = { method: 'INVITE', sdp: sdpOf('10.0.0.9') };
  const other = await ask({ ...invite, headers: [['Content-Encoding', 'gzip']] });
  assert.deepEqual([other.status, other.headers.get('Accept-Encoding')], [415, 'identity']);
});

test('an INVITE whose sender can not read SDP is 406', async () => {
  assert.equal((await ask({ method: 'INVITE', headers: [['Accept', 'text/plain']] })).status, 406);
});

test('an INVITE with a broken or a second Contact is 400', async () => {
  for (const contact of ['<sip:', '<sip:a@10.0.0.9>, <sip:b@10.0.0.9>']) {
    assert.equal((await ask({ method: 'INVITE', headers: [['Contact', contact]] })).status, 400, contact);
  }
});

test('a request in a dialog that is not there is 481', async () => {
  for (const method of ['INVITE', 'BYE', 'OPTIONS']) {
    assert.equal((await ask({ method, to: '<sip:1001@10.0.0.1>;tag=gone' })).status, 481, method);
  }
});

test('broken SDP in an INVITE is 488', async () => {
  assert.equal((await ask({ method: 'INVITE', sdp: 'v=0\r\nnonsense' })).status, 488);
});
