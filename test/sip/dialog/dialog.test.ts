// Dialogs as data: RFC 3261 §12, both sides, loose and strict routing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  confirmed,
  type Dialog,
  dialogOfRequest,
  dialogOfResponse,
  terminated,
  withRemoteSequence,
  withRemoteTarget,
  withResponse,
} from '#sip/dialog/dialog';
import { acknowledgementWithin, requestWithin } from '#sip/dialog/dialog-request';
import { DialogSet } from '#sip/dialog/dialog-set';
import { newCallId, newTag, randomFraction } from '#sip/dialog/identifiers';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseNameAddr } from '#sip/message/name-addr';
import { parseUri, serializeUri } from '#sip/message/uri';
import { seededBytes } from '#test/support/sip-peer';

function invite(): SipRequest {
  const request = makeRequest({
    method: 'INVITE',
    uri: parseUri('sip:bob@biloxi.example'),
    from: parseNameAddr('Alice <sip:alice@atlanta.example>;tag=a1'),
    to: parseNameAddr('<sip:bob@biloxi.example>'),
    callId: 'call-1',
    cseqNumber: 7,
  });
  request.headers.set('Contact', '<sip:alice@192.0.2.1>');
  request.headers.append('Record-Route', '<sip:p1.example;lr>');
  request.headers.append('Record-Route', '<sip:p2.example;lr>');
  return request;
}

function response(status: number, tag: string | undefined, contact: string | undefined = '<sip:bob@192.0.2.2>'): SipResponse {
  const made = makeResponse(invite(), status, undefined, tag);
  if (contact !== undefined) made.headers.set('Contact', contact);
  return made;
}

function made(status = 200, tag = 'b1', contact?: string): Dialog {
  const dialog = dialogOfResponse(invite(), response(status, tag, contact));
  assert.ok(dialog);
  return dialog;
}

const routesOf = (dialog: Dialog) => dialog.routeSet.map((route) => serializeUri(route.uri));

test('the caller takes the route set backwards, the called side forwards', () => {
  assert.deepEqual(routesOf(made()), ['sip:p2.example;lr', 'sip:p1.example;lr']);
  const called = dialogOfRequest(invite(), 'b1', 'early');
  assert.deepEqual(routesOf(called), ['sip:p1.example;lr', 'sip:p2.example;lr']);
  assert.equal(serializeUri(called.remoteTarget), 'sip:alice@192.0.2.1');
  assert.equal(called.local.parameters.get('tag'), 'b1');
  assert.deepEqual([called.remoteTag, called.remoteSequence, called.localSequence], ['a1', 7, 0]);
});

test('100, responses without tag and refusals make no dialog; a 2xx of RFC 2543 does', () => {
  assert.equal(dialogOfResponse(invite(), response(100, undefined)), undefined);
  assert.equal(dialogOfResponse(invite(), response(180, undefined)), undefined);
  assert.equal(dialogOfResponse(invite(), response(486, 'b1')), undefined);
  assert.equal(dialogOfResponse(invite(), response(200, undefined))?.remoteTag, '');
});

test('without a usable Contact requests go where the INVITE went', () => {
  for (const contact of ['<tel:+491234>', '<sip:']) {
    assert.equal(serializeUri(made(200, 'b1', contact).remoteTarget), 'sip:bob@biloxi.example');
  }
});

test('an early dialog takes target and routes anew from its 2xx, and keeps the routes from then on', () => {
  const early = made(183);
  const final = response(200, 'b1', '<sip:bob@192.0.2.3>');
  final.headers.delete('Record-Route').append('Record-Route', '<sip:p9.example;lr>');
  const dialog = withResponse(early, final);
  assert.equal(dialog.state, 'confirmed');
  assert.equal(serializeUri(dialog.remoteTarget), 'sip:bob@192.0.2.3');
  assert.deepEqual(routesOf(dialog), ['sip:p9.example;lr']);
  assert.equal(withResponse(dialog, response(200, 'b1')), dialog);
});

test('a target refresh moves the target and nothing else', () => {
  const dialog = withRemoteTarget(made(), response(200, 'b1', '<sip:bob@198.51.100.1>').headers);
  assert.equal(serializeUri(dialog.remoteTarget), 'sip:bob@198.51.100.1');
  assert.equal(routesOf(dialog).length, 2);
});

test('requests take the next number; the ACK takes the INVITE’s', () => {
  const first = requestWithin(made(), 'BYE');
  assert.equal(first.request.headers.get('CSeq'), '8 BYE');
  assert.equal(requestWithin(first.dialog, 'INVITE').request.headers.cseq.number, 9);
  assert.equal(acknowledgementWithin(first.dialog, 7).request.headers.get('CSeq'), '7 ACK');
  const { headers } = first.request;
  assert.deepEqual([headers.from.parameters.get('tag'), headers.to.parameters.get('tag')], ['a1', 'b1']);
  assert.equal(headers.callId, 'call-1');
});

test('loose routing keeps the target in the Request-URI', () => {
  const { request, nextHop } = requestWithin(made(), 'BYE');
  assert.equal(serializeUri(request.uri), 'sip:bob@192.0.2.2');
  assert.deepEqual(request.headers.getAll('Route'), ['<sip:p2.example;lr>', '<sip:p1.example;lr>']);
  assert.equal(serializeUri(nextHop), 'sip:p2.example;lr');
});

test('a strict router takes the Request-URI, and the target goes to the end', () => {
  const routeSet = [parseNameAddr('<sip:strict.example;method=INVITE?x=y>'), parseNameAddr('<sip:p1.example;lr>')];
  const { request, nextHop } = requestWithin({ ...made(), routeSet }, 'BYE');
  assert.equal(serializeUri(request.uri), 'sip:strict.example');
  assert.deepEqual(request.headers.getAll('Route'), ['<sip:p1.example;lr>', '<sip:bob@192.0.2.2>']);
  assert.equal(serializeUri(nextHop).startsWith('sip:strict.example'), true);
});

test('without routes the target is the next hop', () => {
  const { request, nextHop } = requestWithin({ ...made(), routeSet: [] }, 'BYE');
  assert.equal(request.headers.has('Route'), false);
  assert.equal(serializeUri(nextHop), 'sip:bob@192.0.2.2');
});

test('a number that goes back is out of order; gaps are not', () => {
  const dialog = dialogOfRequest(invite(), 'b1', 'confirmed');
  const numbered = (number: number) => ({ ...invite(), headers: invite().headers.set('CSeq', `${number} INVITE`) });
  assert.equal(withRemoteSequence(dialog, numbered(6)).inOrder, false);
  const later = withRemoteSequence(dialog, numbered(20));
  assert.deepEqual([later.inOrder, later.dialog.remoteSequence], [true, 20]);
});

test('states go one way', () => {
  assert.equal(confirmed(made(180)).state, 'confirmed');
  assert.equal(confirmed(terminated(made())).state, 'terminated');
});

test('a set has one dialog per tag, and early ones up to a limit', () => {
  class Member {
    readonly position: number;
    dialog: Dialog;
    constructor(dialog: Dialog, position: number) {
      this.dialog = dialog;
      this.position = position;
    }
    responded(further: SipResponse): void {
      this.dialog = withResponse(this.dialog, further);
    }
  }
  const set = new DialogSet<Member>();
  const take = (status: number, tag: string) =>
    set.take(invite(), response(status, tag), (dialog, position) => new Member(dialog, position));
  assert.equal(take(180, 'x')?.position, 0);
  assert.equal(take(183, 'x')?.position, 0);
  assert.equal(take(180, 'y')?.position, 1);
  for (let i = 0; i < 30; i++) take(180, `more${i}`);
  assert.equal(set.members.length, 16);
  assert.equal(take(200, 'winner')?.dialog.state, 'confirmed', 'an answer is never passed over');
  assert.equal(take(200, 'y')?.dialog.state, 'confirmed');
});

test('names are long and never the same', () => {
  const random = seededBytes(1);
  const tags = new Set(Array.from({ length: 1000 }, () => newTag(random)));
  assert.equal(tags.size, 1000);
  assert.match(newCallId(random), /^[0-9a-f]{32}$/);
  for (let i = 0; i < 1000; i++) {
    const fraction = randomFraction(random);
    assert.ok(fraction >= 0 && fraction < 1);
  }
});
