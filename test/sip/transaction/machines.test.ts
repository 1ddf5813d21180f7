// The four machines as tables: every state, every input that means something there (RFC 3261 figures 5 to 8, RFC 6026 figures 5 and 7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { defaultTimers } from '#sip/timers';
import { type InviteClientState, inviteClient, inviteClientStart } from '#sip/transaction/invite-client';
import { type InviteServerState, inviteServer, inviteServerStart } from '#sip/transaction/invite-server';
import type { ClientInput, MachineContext, ServerInput, Step } from '#sip/transaction/machine';
import { type NonInviteClientState, nonInviteClient, nonInviteClientStart } from '#sip/transaction/non-invite-client';
import { type NonInviteServerState, nonInviteServer, nonInviteServerStart } from '#sip/transaction/non-invite-server';
import { TransportError } from '#sip/transport/transport';
import { request, response, target } from './fixture.ts';

const unreliable: MachineContext = { timers: defaultTimers, reliable: false };
const reliable: MachineContext = { timers: defaultTimers, reliable: true };
const invite = request('INVITE');
const source = target('192.0.2.20');
const error = new TransportError('refused', 'test');

const ring = response(invite, 180);
const ok = response(invite, 200);
const busy = response(invite, 486);

const heard = (status: number): ClientInput => ({ type: 'responseReceived', response: response(invite, status), source });
const said = (message: SipResponse): ServerInput => ({ type: 'responded', response: message });
const failed = { type: 'transportFailed', error } as const;

/** One word per action: `startTimer A 500`, `sendRequest`, `reportResponse 180`. */
function words(actions: Step<unknown, { readonly type: string }>['actions']): readonly string[] {
  return actions.map((action) => {
    const {
      type,
      timer,
      delayMs,
      response: about,
    } = action as {
      type: string;
      timer?: string;
      delayMs?: number;
      response?: SipResponse;
    };
    return [type, timer, delayMs, about?.status].filter((word) => word !== undefined).join(' ');
  });
}

type Row<State, Input> = readonly [from: State, input: Input, context: MachineContext, to: string, actions: readonly string[]];

function check<State extends { readonly name: string }, Input>(
  machine: (state: State, input: Input, context: MachineContext) => Step<State, { readonly type: string }>,
  rows: readonly Row<State, Input>[],
): void {
  for (const [from, input, context, to, actions] of rows) {
    const step = machine(from, input, context);
    const row = `${JSON.stringify(from).slice(0, 60)} + ${JSON.stringify(input).slice(0, 60)}`;
    assert.equal(step.state.name, to, row);
    assert.deepEqual(words(step.actions), actions, row);
  }
}

const expired = <T extends string>(timer: T): { readonly type: 'timerExpired'; readonly timer: T } => ({
  type: 'timerExpired',
  timer,
});

test('INVITE client: RFC 3261 figure 5 with RFC 6026', () => {
  const calling: InviteClientState = { name: 'calling', intervalMs: 500, repeats: 0 };
  const proceeding: InviteClientState = { name: 'proceeding' };
  const completed: InviteClientState = { name: 'completed' };
  const accepted: InviteClientState = { name: 'accepted' };
  const ended: InviteClientState = { name: 'terminated' };
  const overdue: InviteClientState = { name: 'overdue' };
  const impatient: MachineContext = { ...unreliable, patienceMs: 5000 };
  const stop = ['stopTimer A', 'stopTimer B'];
  check<InviteClientState, ClientInput>(inviteClient, [
    [inviteClientStart, { type: 'started' }, unreliable, 'calling', ['sendRequest', 'startTimer A 500', 'startTimer B 32000']],
    [inviteClientStart, { type: 'started' }, reliable, 'calling', ['sendRequest', 'startTimer B 32000']],
    [calling, expired('A'), unreliable, 'calling', ['sendRequest', 'startTimer A 1000']],
    [
      { name: 'calling', intervalMs: 8000, repeats: 4 },
      expired('A'),
      unreliable,
      'calling',
      ['sendRequest', 'startTimer A 16000'],
    ],
    [calling, expired('B'), unreliable, 'terminated', ['reportTimeout']],
    [inviteClientStart, { type: 'started' }, impatient, 'calling', ['sendRequest', 'startTimer A 500', 'startTimer B 5000']],
    [calling, expired('B'), impatient, 'overdue', ['stopTimer A', 'startTimer B 27000', 'reportTimeout']],
    [calling, expired('B'), { ...unreliable, patienceMs: 32_000 }, 'terminated', ['reportTimeout']],
    [overdue, heard(180), impatient, 'proceeding', [...stop, 'reportResponse 180']],
    [overdue, heard(407), impatient, 'completed', [...stop, 'sendAck 407', 'startTimer D 32000', 'reportResponse 407']],
    [overdue, expired('B'), impatient, 'terminated', []],
    [overdue, failed, impatient, 'terminated', ['reportTransportFailure']],
    [calling, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [calling, heard(100), unreliable, 'proceeding', [...stop, 'reportResponse 100']],
    [calling, heard(200), unreliable, 'accepted', [...stop, 'startTimer M 32000', 'reportResponse 200']],
    [calling, heard(200), reliable, 'accepted', [...stop, 'startTimer M 32000', 'reportResponse 200']],
    [calling, heard(486), unreliable, 'completed', [...stop, 'sendAck 486', 'startTimer D 32000', 'reportResponse 486']],
    [calling, heard(486), reliable, 'completed', [...stop, 'sendAck 486', 'startTimer D 32000', 'reportResponse 486']],
    [proceeding, heard(180), unreliable, 'proceeding', ['reportResponse 180']],
    [proceeding, heard(200), unreliable, 'accepted', ['startTimer M 32000', 'reportResponse 200']],
    [proceeding, heard(699), unreliable, 'completed', ['sendAck 699', 'startTimer D 32000', 'reportResponse 699']],
    [proceeding, heard(300), reliable, 'completed', ['sendAck 300', 'startTimer D 32000', 'reportResponse 300']],
    [proceeding, expired('B'), unreliable, 'proceeding', []],
    [proceeding, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [completed, heard(486), unreliable, 'completed', ['sendAck 486']],
    [completed, heard(180), unreliable, 'completed', []],
    [completed, heard(200), unreliable, 'completed', ['reportResponse 200']],
    [completed, heard(200), reliable, 'completed', ['reportResponse 200']],
    [completed, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [completed, expired('D'), unreliable, 'terminated', []],
    [accepted, heard(200), unreliable, 'accepted', ['reportResponse 200']],
    [accepted, heard(180), unreliable, 'accepted', []],
    [accepted, heard(486), unreliable, 'accepted', []],
    [accepted, failed, unreliable, 'accepted', []],
    [accepted, expired('M'), unreliable, 'terminated', []],
    [ended, heard(200), unreliable, 'terminated', []],
    [ended, expired('A'), unreliable, 'terminated', []],
  ]);
});

test('timer D is at least 32 s, however short T1 is; where nothing is repeated, only as long as a late 2xx may come', () => {
  const short: MachineContext = { timers: { t1Ms: 10, t2Ms: 40, t4Ms: 50, ends: {} }, reliable: false };
  const delayOf = (context: MachineContext) => words(inviteClient({ name: 'proceeding' }, heard(404), context).actions)[1];
  assert.equal(delayOf(short), 'startTimer D 32000');
  assert.equal(delayOf({ ...short, reliable: true }), 'startTimer D 640');
  const wished = { ...short.timers, ends: { D: 100 } };
  assert.equal(delayOf({ timers: wished, reliable: false }), 'startTimer D 100');
  assert.equal(delayOf({ timers: wished, reliable: true }), 'startTimer D 640');
});

test('a request is sent again no more often than the administrator wants', () => {
  const limited = (most: number): MachineContext => ({
    ...unreliable,
    timers: { ...unreliable.timers, retransmissions: { invite: most, other: most } },
  });
  check<InviteClientState, ClientInput>(inviteClient, [
    [inviteClientStart, { type: 'started' }, limited(0), 'calling', ['sendRequest', 'startTimer B 32000']],
    [{ name: 'calling', intervalMs: 500, repeats: 0 }, expired('A'), limited(2), 'calling', ['sendRequest', 'startTimer A 1000']],
    [{ name: 'calling', intervalMs: 1000, repeats: 1 }, expired('A'), limited(2), 'calling', ['sendRequest']],
  ]);
  check<NonInviteClientState, ClientInput>(nonInviteClient, [
    [nonInviteClientStart, { type: 'started' }, limited(0), 'trying', ['sendRequest', 'startTimer F 32000']],
    [{ name: 'trying', intervalMs: 500, repeats: 0 }, expired('E'), limited(2), 'trying', ['sendRequest', 'startTimer E 1000']],
    [{ name: 'trying', intervalMs: 1000, repeats: 1 }, expired('E'), limited(2), 'trying', ['sendRequest']],
    [{ name: 'proceeding', repeats: 1 }, expired('E'), limited(2), 'proceeding', ['sendRequest']],
  ]);
});

test('non-INVITE client: RFC 3261 figure 6', () => {
  const trying: NonInviteClientState = { name: 'trying', intervalMs: 500, repeats: 0 };
  const proceeding: NonInviteClientState = { name: 'proceeding', repeats: 0 };
  const completed: NonInviteClientState = { name: 'completed' };
  const stop = ['stopTimer E', 'stopTimer F'];
  check<NonInviteClientState, ClientInput>(nonInviteClient, [
    [nonInviteClientStart, { type: 'started' }, unreliable, 'trying', ['sendRequest', 'startTimer E 500', 'startTimer F 32000']],
    [nonInviteClientStart, { type: 'started' }, reliable, 'trying', ['sendRequest', 'startTimer F 32000']],
    [trying, expired('E'), unreliable, 'trying', ['sendRequest', 'startTimer E 1000']],
    [{ name: 'trying', intervalMs: 4000, repeats: 3 }, expired('E'), unreliable, 'trying', ['sendRequest', 'startTimer E 4000']],
    [trying, expired('F'), unreliable, 'terminated', ['reportTimeout']],
    [trying, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [trying, heard(100), unreliable, 'proceeding', ['reportResponse 100']],
    [trying, heard(200), unreliable, 'completed', [...stop, 'startTimer K 5000', 'reportResponse 200']],
    [trying, heard(401), reliable, 'terminated', [...stop, 'reportResponse 401']],
    [proceeding, expired('E'), unreliable, 'proceeding', ['sendRequest', 'startTimer E 4000']],
    [proceeding, expired('F'), unreliable, 'terminated', ['reportTimeout']],
    [proceeding, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [proceeding, heard(183), unreliable, 'proceeding', ['reportResponse 183']],
    [proceeding, heard(404), unreliable, 'completed', [...stop, 'startTimer K 5000', 'reportResponse 404']],
    [completed, heard(200), unreliable, 'completed', []],
    [completed, failed, unreliable, 'completed', []],
    [completed, expired('K'), unreliable, 'terminated', []],
    [{ name: 'terminated' }, heard(200), unreliable, 'terminated', []],
  ]);
});

test('INVITE server: RFC 3261 figure 7 with RFC 6026', () => {
  const silent: InviteServerState = { name: 'proceeding', provisional: undefined };
  const ringing: InviteServerState = { name: 'proceeding', provisional: ring };
  const completed: InviteServerState = { name: 'completed', response: busy, intervalMs: 500 };
  const confirmed: InviteServerState = { name: 'confirmed' };
  const accepted: InviteServerState = { name: 'accepted' };
  const again: ServerInput = { type: 'requestRepeated' };
  const ack: ServerInput = { type: 'ackReceived' };
  const stop = ['stopTimer G', 'stopTimer H'];
  check<InviteServerState, ServerInput>(inviteServer, [
    [inviteServerStart, { type: 'started' }, unreliable, 'proceeding', ['startTimer trying 200']],
    [silent, again, unreliable, 'proceeding', []],
    [silent, expired('trying'), unreliable, 'proceeding', ['sendTrying']],
    [{ name: 'proceeding', provisional: 'trying' }, again, unreliable, 'proceeding', ['sendTrying']],
    [silent, said(ring), unreliable, 'proceeding', ['stopTimer trying', 'sendResponse 180']],
    [ringing, again, unreliable, 'proceeding', ['sendResponse 180']],
    [ringing, said(ok), unreliable, 'accepted', ['stopTimer trying', 'sendResponse 200', 'startTimer L 32000']],
    [ringing, said(ok), reliable, 'accepted', ['stopTimer trying', 'sendResponse 200', 'startTimer L 32000']],
    [
      ringing,
      said(busy),
      unreliable,
      'completed',
      ['stopTimer trying', 'sendResponse 486', 'startTimer G 500', 'startTimer H 32000'],
    ],
    [ringing, said(busy), reliable, 'completed', ['stopTimer trying', 'sendResponse 486', 'startTimer H 32000']],
    [ringing, failed, unreliable, 'proceeding', ['reportTransportFailure']],
    [ringing, ack, unreliable, 'proceeding', []],
    [completed, again, unreliable, 'completed', ['sendResponse 486']],
    [completed, expired('G'), unreliable, 'completed', ['sendResponse 486', 'startTimer G 1000']],
    [{ ...completed, intervalMs: 4000 }, expired('G'), unreliable, 'completed', ['sendResponse 486', 'startTimer G 4000']],
    [completed, expired('H'), unreliable, 'terminated', ['reportTimeout']],
    [completed, failed, unreliable, 'completed', ['reportTransportFailure']],
    [completed, said(ok), unreliable, 'completed', []],
    [completed, ack, unreliable, 'confirmed', [...stop, 'startTimer I 5000', 'reportAcknowledged']],
    [completed, ack, reliable, 'terminated', [...stop, 'reportAcknowledged']],
    [confirmed, ack, unreliable, 'confirmed', []],
    [confirmed, again, unreliable, 'confirmed', []],
    [confirmed, expired('I'), unreliable, 'terminated', []],
    [accepted, again, unreliable, 'accepted', []],
    [accepted, said(ok), unreliable, 'accepted', ['sendResponse 200']],
    [accepted, said(busy), unreliable, 'accepted', []],
    [accepted, said(ring), unreliable, 'accepted', []],
    [accepted, ack, unreliable, 'accepted', ['passAck']],
    [accepted, failed, unreliable, 'accepted', ['reportTransportFailure']],
    [accepted, expired('L'), unreliable, 'terminated', []],
    [{ name: 'terminated' }, again, unreliable, 'terminated', []],
  ]);
});

test('non-INVITE server: RFC 3261 figure 8', () => {
  const trying: NonInviteServerState = { name: 'trying' };
  const proceeding: NonInviteServerState = { name: 'proceeding', provisional: ring };
  const completed: NonInviteServerState = { name: 'completed', response: ok };
  const again: ServerInput = { type: 'requestRepeated' };
  check<NonInviteServerState, ServerInput>(nonInviteServer, [
    [nonInviteServerStart, { type: 'started' }, unreliable, 'trying', ['startTimer unanswered 37000']],
    [trying, again, unreliable, 'trying', []],
    [trying, said(ring), unreliable, 'proceeding', ['sendResponse 180']],
    [trying, said(ok), unreliable, 'completed', ['stopTimer unanswered', 'sendResponse 200', 'startTimer J 32000']],
    [trying, said(ok), reliable, 'terminated', ['stopTimer unanswered', 'sendResponse 200']],
    [trying, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [trying, expired('unanswered'), unreliable, 'terminated', []],
    [proceeding, again, unreliable, 'proceeding', ['sendResponse 180']],
    [proceeding, said(ring), unreliable, 'proceeding', ['sendResponse 180']],
    [proceeding, said(busy), unreliable, 'completed', ['stopTimer unanswered', 'sendResponse 486', 'startTimer J 32000']],
    [proceeding, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [completed, again, unreliable, 'completed', ['sendResponse 200']],
    [completed, said(busy), unreliable, 'completed', []],
    [completed, failed, unreliable, 'terminated', ['reportTransportFailure']],
    [completed, expired('J'), unreliable, 'terminated', []],
    [{ name: 'terminated' }, said(ok), unreliable, 'terminated', []],
  ]);
});
