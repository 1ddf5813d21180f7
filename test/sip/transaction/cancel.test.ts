// CANCEL from both sides (RFC 3261 §9).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientTransactionEvent } from '#sip/transaction/transaction-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { type Party, party, request, response, target } from './fixture.ts';

const bob = target('192.0.2.20');

function scene(): { clock: FakeClock; network: LossyNetwork; caller: Party; callee: Party; events: ClientTransactionEvent[] } {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const caller = party(clock, network, '192.0.2.10');
  return { clock, network, caller, callee: party(clock, network, '192.0.2.20'), events: [] };
}

const statuses = (events: readonly ClientTransactionEvent[]): readonly (number | string)[] =>
  events.map((event) => (event.type === 'responseReceived' ? event.response.status : event.type));

test('CANCEL waits for a provisional response, finds its INVITE, and the call ends with 487', () => {
  const { clock, network, caller, callee, events } = scene();
  const invite = request('INVITE', { cseqNumber: 4 });
  invite.headers.set('Route', '<sip:proxy.example.org;lr>');
  const transaction = caller.layer.sendRequest(invite, bob, (event) => events.push(event));
  caller.layer.cancel(transaction, [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']]);
  caller.layer.cancel(transaction);
  const cancels = () => network.wire.map(({ message }) => message).filter((m) => m.kind === 'request' && m.method === 'CANCEL');
  clock.advance(199);
  assert.equal(cancels().length, 0);
  // The 100 comes by itself.
  clock.advance(10);
  assert.equal(cancels().length, 1);
  const [cancel] = cancels();
  assert.ok(cancel?.kind === 'request');
  assert.equal(cancel.headers.get('Via'), transaction.request.headers.get('Via'));
  assert.equal(cancel.headers.vias.length, 1);
  assert.deepEqual(cancel.headers.cseq, { number: 4, method: 'CANCEL' });
  assert.equal(cancel.headers.get('To'), invite.headers.get('To'));
  assert.equal(cancel.headers.get('Route'), '<sip:proxy.example.org;lr>');
  assert.equal(cancel.headers.get('Reason'), 'SIP;cause=200;text="Call completed elsewhere"');

  const [invited, cancelled] = callee.requests;
  assert.ok(invited && cancelled);
  assert.equal(cancelled.cancels, invited.transaction);
  cancelled.transaction.respond(response(cancelled.transaction.request, 200));
  invited.transaction.respond(response(invited.transaction.request, 487));
  clock.advance(100);
  assert.deepEqual(statuses(events), [100, 487]);
  clock.advance(100_000);
  assert.deepEqual(statuses(events), [100, 487, 'terminated']);
  assert.equal(clock.pendingTimers + caller.layer.size + callee.layer.size, 0);
});

test('an INVITE whose CANCEL brings no final response times out 32 s after the CANCEL', () => {
  const { clock, network, caller, callee, events } = scene();
  const transaction = caller.layer.sendRequest(request('INVITE'), bob, (event) => events.push(event));
  clock.advance(10_000);
  assert.deepEqual(statuses(events), [100]);
  network.drop = (message) => message.kind === 'response';
  caller.layer.cancel(transaction);
  clock.advance(31_999);
  assert.deepEqual(statuses(events), [100]);
  clock.advance(1);
  assert.deepEqual(statuses(events), [100, 'timedOut', 'terminated']);
  callee.layer.close();
  clock.advance(1000);
  assert.equal(clock.pendingTimers + caller.layer.size, 0);
});

test('after the final response there is nothing to cancel', () => {
  for (const status of [200, 486]) {
    const { clock, network, caller, callee, events } = scene();
    const transaction = caller.layer.sendRequest(request('INVITE'), bob, (event) => events.push(event));
    caller.layer.cancel(transaction);
    clock.advance(50);
    const invited = callee.requests[0]?.transaction;
    invited?.respond(response(invited.request, status));
    clock.advance(50);
    caller.layer.cancel(transaction);
    clock.advance(1000);
    assert.ok(network.wire.every(({ message }) => message.kind === 'response' || message.method !== 'CANCEL'));
    caller.layer.close();
    callee.layer.close();
    assert.equal(clock.pendingTimers, 0);
  }
});

test('a CANCEL that crosses the 200 changes nothing, and the 200 is reported', () => {
  const { clock, caller, callee, events } = scene();
  const transaction = caller.layer.sendRequest(request('INVITE'), bob, (event) => events.push(event));
  clock.advance(300);
  const invited = callee.requests[0]?.transaction;
  invited?.respond(response(invited.request, 200));
  caller.layer.cancel(transaction);
  clock.advance(10);
  const cancelled = callee.requests[1];
  assert.equal(cancelled?.cancels, invited, 'the user decides, and answers 200 to the CANCEL');
  cancelled?.transaction.respond(response(cancelled.transaction.request, 200));
  clock.advance(100_000);
  assert.deepEqual(statuses(events), [100, 200, 'terminated']);
  assert.equal(clock.pendingTimers + caller.layer.size + callee.layer.size, 0);
});

test('a CANCEL for no INVITE comes with nothing to cancel', () => {
  const { clock, caller, callee } = scene();
  caller.layer.sendRequest(request('OPTIONS'), bob, () => undefined);
  clock.advance(10);
  const options = callee.requests[0]?.transaction.request;
  assert.ok(options);
  const stray = request('CANCEL', { callId: options.headers.callId });
  stray.headers.prepend('Via', options.headers.get('Via') ?? '');
  callee.layer.receive({ type: 'messageReceived', message: stray, source: target('192.0.2.10') });
  assert.equal(callee.requests.length, 2);
  assert.equal(callee.requests[1]?.cancels, undefined);
  caller.layer.close();
  callee.layer.close();
});
