// What a call lends to other usages of its dialogs: requests within them, both ways, early and confirmed (RFC 5057).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Calls } from '#sip/ua/call/calls';
import type { DialogUsers } from '#sip/ua/request/dialog-users';
import type { RequestHandler } from '#sip/ua/request/request-handlers';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { VirtualPhone } from '#test/support/virtual-phone';

function dialing() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  const { call, events } = phone.call(account, '2002');
  return { clock, network, server, phone, call, events };
}

test('an outgoing call has a dialog for each branch that rings, then the one that answered', async () => {
  const { clock, server, call } = dialing();
  await clock.advanceAsync(50);
  server.respond(server.invite, 180, { tag: 'one' });
  server.respond(server.invite, 180, { tag: 'two' });
  await clock.advanceAsync(50);
  assert.deepEqual(
    call.dialogs.map(({ dialog, state }) => [dialog.remoteTag, state]),
    [
      ['one', 'early'],
      ['two', 'early'],
    ],
  );
  const [first, second] = call.dialogs;
  let over = 0;
  first?.whenOver(() => over++);
  server.respond(server.invite, 200, { tag: 'two', sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  assert.deepEqual([call.dialogs, second?.state, first?.state, over], [[second], 'confirmed', 'terminated', 1]);
});

test('a request within a dialog has its route, its tags and the next number', async () => {
  const { clock, server, call } = dialing();
  await clock.advanceAsync(50);
  const headers = [['Record-Route', '<sip:10.0.0.9;lr;x=1>']] as const;
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9'), headers });
  await clock.advanceAsync(50);
  const [dialog] = call.dialogs;
  assert.ok(dialog);
  const heard: string[] = [];
  const body = new TextEncoder().encode('hello');
  const message = { method: 'MESSAGE', headers: [['Subject', 'x']] as const, body, contentType: 'text/plain' };
  dialog.send(message, (event) => heard.push(event.type === 'failed' ? event.reason : String(event.response.status)));
  await clock.advanceAsync(50);
  const request = server.last('MESSAGE');
  assert.deepEqual(heard, ['200']);
  assert.deepEqual(
    [request.headers.get('Route'), request.headers.get('CSeq'), request.headers.get('Subject'), request.headers.get('Contact')],
    ['<sip:10.0.0.9;lr;x=1>', '2 MESSAGE', 'x', undefined],
  );
  assert.equal(request.headers.to.parameters.get('tag'), 'tag-10.0.0.9');
});

test('the handler of a method answers within a call, in order only', async () => {
  const { clock, network } = dialing();
  const reported: string[] = [];
  const handler: RequestHandler = {
    method: 'DANCE',
    receive: () => undefined,
    receiveWithin: (transaction, user) => {
      if (!user.takesInOrder(transaction)) return;
      reported.push(user.callDialog?.dialog.callId ?? 'none');
      server.respond(transaction, 200);
    },
  };
  const server = new SipPeer({ network, clock, address: '10.0.0.8' });
  const phone = new VirtualPhone(clock, network, '10.0.0.2', 12, [handler]);
  const { account } = phone.account({ proxy: { host: '10.0.0.8', port: undefined } });
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183);
  await clock.advanceAsync(50);
  const { headers } = server.invite.request;
  const ask = async (sequence: number): Promise<number | undefined> => {
    const statuses: number[] = [];
    const from = `${headers.get('To')};tag=tag-10.0.0.8`;
    const parts = {
      method: 'DANCE',
      uri: 'sip:1001@10.0.0.2',
      from,
      to: headers.get('From') ?? '',
      callId: headers.callId,
      sequence,
    };
    server.send(phone.target, parts, (event) => event.type === 'responseReceived' && statuses.push(event.response.status));
    await clock.advanceAsync(50);
    return statuses.at(-1);
  };
  assert.deepEqual([await ask(7), await ask(6), await ask(8)], [200, 500, 200]);
  assert.deepEqual(reported, [call.callId, call.callId]);
});

test('a dialog is found by its name until it is over', async () => {
  const { clock, server, call } = dialing();
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  const [dialog] = call.dialogs;
  assert.ok(dialog);
  const calls: Calls = dialog.context.core.calls;
  const { callId, localTag, remoteTag } = dialog.dialog;
  assert.equal(calls.withDialog(callId, localTag, remoteTag), dialog);
  assert.equal(calls.withDialog(callId, remoteTag, localTag), undefined);
  call.end();
  assert.equal(calls.withDialog(callId, localTag, remoteTag), undefined);
  await clock.advanceAsync(50);
  const users: DialogUsers = dialog.context.core.dialogs;
  assert.equal(users.size, 0);
});
