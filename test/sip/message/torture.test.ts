// The messages of RFC 4475 against the parser: the RFC's verdict for each, and what is hidden in the valid ones.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { makeResponse } from '#sip/message/make-response';
import type { SipMessage } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { isSipUri, type Uri } from '#sip/message/uri';
import { tortureCases } from './torture-table.ts';

const folder = new URL('../../fixtures/rfc4475/', import.meta.url);

function read(file: string): Uint8Array {
  return readFileSync(new URL(`${file}.dat`, folder));
}

function accepted(file: string): SipMessage {
  const result = parseMessage(read(file));
  if (!result.ok) throw new Error(`${file}: ${result.reason}`);
  return result.message;
}

function userOf(uri: Uri | undefined): string | undefined {
  return uri !== undefined && isSipUri(uri) ? uri.user : undefined;
}

test('the table has all 49 messages', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.dat'));
  assert.equal(files.length, 49);
  assert.deepEqual(files.toSorted(), tortureCases.map((each) => `${each.file}.dat`).toSorted());
});

for (const { file, section, title, parse } of tortureCases) {
  test(`RFC 4475 §${section} ${file}, ${title}: ${parse}`, () => {
    const result = parseMessage(read(file));
    if (parse === 'ok') assert.ok(result.ok, result.ok ? '' : result.reason);
    else if (parse === 'discard') assert.ok(!result.ok && result.answerable === undefined);
    else assert.ok(!result.ok && result.status === parse, result.ok ? 'was accepted' : `${result.status} ${result.reason}`);
  });
}

test('every refused request but the one with a broken Via can be answered', () => {
  const silent = tortureCases.filter(({ file, parse }) => {
    const result = parseMessage(read(file));
    if (result.ok || parse === 'discard' || result.answerable?.kind !== 'request') return !result.ok && parse !== 'discard';
    const answer = parseMessage(serializeMessage(makeResponse(result.answerable, result.status, result.reason, 'tag')));
    // What the request lacked, or had wrong, comes back as it was; the Via is what brings the answer home.
    return (answer.ok ? answer.message.headers.via : result.answerable.headers.via) === undefined;
  });
  assert.deepEqual(
    silent.map((each) => each.file),
    ['badinv01'],
  );
});

test('wsinv: folds, compact forms and odd blanks are read as if they were not there', () => {
  const { headers } = accepted('wsinv');
  assert.equal(headers.to.parameters.get('tag'), '1918181833n');
  assert.deepEqual(headers.cseq, { number: 9, method: 'INVITE' });
  assert.equal(headers.maxForwards, 68);
  assert.deepEqual(
    headers.vias.map((via) => [via.protocol, via.host, via.parameters.get('branch')]),
    [
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ],
  );
  assert.equal(headers.contacts[0]?.displayName, 'Quoted string ""');
  assert.equal(headers.contacts[0]?.parameters.get('q'), '0.33');
  assert.equal(headers.get('NewFangledHeader'), 'newfangled value continued newfangled value');
});

test('intmeth: unusual tokens, UTF-8 and escapes survive', () => {
  const message = accepted('intmeth');
  assert.ok(message.kind === 'request');
  assert.equal(message.method, "!interesting-Method0123456789_*+`.%indeed'~");
  assert.equal(userOf(message.uri), "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  assert.equal(message.headers.to.displayName, 'BEL:\u0007 NUL:\u0000 DEL:\u007f');
  assert.equal(message.headers.from.displayName?.startsWith('token1~`'), true);
  assert.equal(message.headers.get("extensionHeader-!.%*+_`'~")?.includes('\u5927\u505c\u96fb'), true);
});

test('esc01 and escnull: escapes are kept as they came', () => {
  const message = accepted('esc01');
  assert.ok(message.kind === 'request');
  assert.equal(userOf(message.uri), 'sips%3Auser%40example.com');
  assert.deepEqual(
    accepted('escnull').headers.contacts.map((each) => userOf(each.uri)),
    ['%00', '%00%00'],
  );
});

test('dblreq: what follows the first message is dropped', () => {
  const message = accepted('dblreq');
  assert.ok(message.kind === 'request' && message.method === 'REGISTER' && message.body.length === 0);
});

test('semiuri: parameters of the user part belong to the user', () => {
  const message = accepted('semiuri');
  assert.ok(message.kind === 'request' && userOf(message.uri) === 'user;par=u%40example.net');
});

test('transports: unknown ones are kept by name', () => {
  assert.deepEqual(
    accepted('transports').headers.vias.map((via) => via.protocol),
    ['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP'],
  );
});

test('lwsdisp: a display name may touch its bracket', () => {
  assert.equal(accepted('lwsdisp').headers.from.displayName, 'caller');
});

test('unreason and noreason: UTF-8 in the reason phrase, and none', () => {
  const unusual = accepted('unreason');
  assert.ok(unusual.kind === 'response' && unusual.reason.startsWith('= 2**3 * 5**2 \u043d\u043e'));
  const empty = accepted('noreason');
  assert.ok(empty.kind === 'response' && empty.status === 100 && empty.reason === '');
});

test('regbadct: the Contact is refused where it is read', () => {
  assert.throws(() => accepted('regbadct').headers.contacts, { name: 'SipParseError', code: 'malformedHeader' });
});

test('cparam01 and cparam02: parameters behind the bracket are the header, those inside the URI', () => {
  const outside = accepted('cparam01').headers.contacts[0];
  const inside = accepted('cparam02').headers.contacts[0];
  assert.ok(outside?.parameters.has('unknownparam') && !inside?.parameters.has('unknownparam'));
  assert.ok(inside !== undefined && isSipUri(inside.uri) && inside.uri.parameters.has('unknownparam'));
});

test('inv2543: parameters of an address without brackets belong to the header', () => {
  const { to } = accepted('inv2543').headers;
  assert.ok(isSipUri(to.uri) && to.uri.parameters.size === 0);
  assert.equal(to.parameters.get('user'), 'phone');
});
