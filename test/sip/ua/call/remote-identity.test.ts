// Whose name is shown, and whose word is taken for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headers } from '#sip/message/headers';
import { serializeUri } from '#sip/message/uri';
import { endCauseOf, reasonField } from '#sip/ua/call/call-end-reason';
import { diverterOf, historyOf } from '#sip/ua/call/call-history';
import { callerIdentityOf, connectedIdentityOf, identityOf } from '#sip/ua/call/remote-identity';

type Fields = readonly (readonly [string, string])[];

function headersWith(from: string, fields: Fields = []): Headers {
  const headers = new Headers();
  headers.set('From', `${from};tag=1`);
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}

const all: Fields = [
  ['P-Asserted-Identity', '"Asserted" <sip:1@a.example>'],
  ['P-Preferred-Identity', '<sip:2@a.example>'],
  ['Remote-Party-ID', '"Party" <sip:3@a.example>;party=calling'],
];

test('the order of the sources is the account’s, and only a proxy of ours is believed', () => {
  const headers = headersWith('"From" <sip:4@a.example>', all);
  const user = (trusted: boolean, order?: Parameters<typeof identityOf>[2]) =>
    serializeUri(identityOf(headers, trusted, order).identity.uri).slice(4, 5);
  assert.equal(user(true), '1');
  assert.equal(user(false), '4');
  assert.equal(user(true, ['from', 'asserted']), '4');
  assert.equal(user(true, ['remoteParty', 'asserted']), '3');
  assert.equal(user(true, ['preferred', 'from']), '2');
  assert.equal(user(true, []), '4');
});

test('a name that is withheld is not shown, whatever the network adds', () => {
  const forms: readonly (readonly [string, Fields])[] = [
    ['"Anonymous" <sip:anonymous@anonymous.invalid>', []],
    ['<sip:anonymous@sbc.example>', []],
    ['<sip:4@a.example>', [['Privacy', 'id']]],
    ['<sip:4@a.example>', [['Privacy', 'critical;user']]],
    ['<sip:4@a.example>', [['Remote-Party-ID', '<sip:3@a.example>;privacy=full']]],
  ];
  for (const [from, fields] of forms) {
    const { identity, address } = identityOf(headersWith(from, [...fields, ...all]), true);
    assert.equal(identity.anonymous, true, from);
    assert.ok(!serializeUri(address.uri).startsWith('sip:1@'), from);
  }
  assert.equal(identityOf(headersWith('<sip:4@a.example>', [['Privacy', 'none']]), true).identity.anonymous, false);
});

test('the verdict on a number counts from our proxy alone, wherever it writes it', () => {
  const forms: readonly (readonly [string, Fields, string])[] = [
    [
      '<sip:+1555@a.example>',
      [['P-Asserted-Identity', '<sip:+1555;verstat=TN-Validation-Passed@a.example;user=phone>']],
      'passed',
    ],
    ['<sip:+1555@a.example>', [['P-Asserted-Identity', '<tel:+1555;verstat=TN-Validation-Failed>']], 'failed'],
    ['<sip:+1555@a.example;verstat=TN-Validation-Passed-A>', [], 'passed'],
    ['<sip:+1555@a.example;verstat=No-TN-Validation>', [], 'none'],
    ['<sip:+1555@a.example>', [], 'none'],
  ];
  for (const [from, fields, verdict] of forms) {
    assert.equal(identityOf(headersWith(from, fields), true).identity.verification, verdict, from);
    assert.equal(identityOf(headersWith(from, fields), false).identity.verification, 'none', from);
  }
});

test('who rings or answers is not told by From, nor where it is to be hidden', () => {
  assert.equal(connectedIdentityOf(headersWith('<sip:4@a.example>', all))?.displayName, 'Asserted');
  assert.equal(connectedIdentityOf(headersWith('<sip:4@a.example>'), ['from']), undefined);
  assert.equal(connectedIdentityOf(headersWith('<sip:4@a.example>', [['Privacy', 'id'], ...all])), undefined);
});

test('a caller’s asserted number without a name has the name of From; who comes later has not', () => {
  const headers = headersWith('"Alice" <sip:4@a.example>', [['P-Asserted-Identity', '<sip:1@a.example>']]);
  assert.equal(callerIdentityOf(headers, true).identity.displayName, 'Alice');
  assert.equal(identityOf(headers, true).identity.displayName, undefined);
});

test('who sent the call on is read from Diversion, else from History-Info', () => {
  const from = '<sip:4@a.example>';
  const name = (fields: Fields) => {
    const uri = diverterOf(headersWith(from, fields))?.uri;
    return uri === undefined ? undefined : serializeUri(uri);
  };
  assert.equal(name([['Diversion', '<sip:last@a>;reason=no-answer, <sip:first@a>']]), 'sip:last@a');
  assert.equal(name([['History-Info', '<sip:first@a>;index=1, <sip:second@a>;index=1.1;mp=1']]), 'sip:first@a');
  assert.equal(
    name([['History-Info', '<sip:first@a?Reason=SIP%3Bcause%3D302>;index=1, <sip:second@a>;index=1.1']]),
    'sip:first@a',
  );
  assert.equal(name([['History-Info', '<sip:only@a>;index=1']]), undefined);
  assert.equal(name([['Diversion', 'what?']]), undefined);
  const history = historyOf(headersWith(from, [['History-Info', '<sip:first@a?Reason=x>;index=1, <sip:second@a>;index=1.1']]));
  assert.deepEqual(
    history.map(({ uri }) => serializeUri(uri)),
    ['sip:first@a', 'sip:second@a'],
  );
});

test('a cause of the telephone network goes before a status of SIP', () => {
  const cause = (value: string) => endCauseOf(headersWith('<sip:4@a.example>', [['Reason', value]]));
  assert.deepEqual(cause('SIP;cause=480, Q.850;cause=17;text="User busy"'), { protocol: 'Q.850', cause: 17, text: 'User busy' });
  assert.deepEqual(cause('SIP ;cause=600'), { protocol: 'SIP', cause: 600, text: undefined });
  for (const broken of ['Q.850', 'X;cause=1', 'Q.850;cause=abc', '']) assert.equal(cause(broken), undefined, broken);
  assert.deepEqual(reasonField({ protocol: 'Q.850', cause: 16, text: 'a "quoted" one' }), [
    'Reason',
    'Q.850;cause=16;text="a \\"quoted\\" one"',
  ]);
});
