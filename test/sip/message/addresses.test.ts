// URIs, name-addrs, Vias and CSeqs: what is read, what is refused, what is written, and which URIs are the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCSeq } from '#sip/message/cseq';
import { parseNameAddr, serializeNameAddr } from '#sip/message/name-addr';
import { sameUri } from '#sip/message/same-uri';
import { escapeUser, parseUri, serializeUri, unescapeUri } from '#sip/message/uri';
import { parseVia, serializeVia } from '#sip/message/via';

const goodUris: readonly (readonly [string, string])[] = [
  ['sip:alice@Atlanta.COM', 'sip:alice@atlanta.com'],
  ['SIPS:alice:secret@h:5061;Transport=TCP?a=b&c=', 'sips:alice:secret@h:5061;transport=TCP?a=b&c='],
  ['sip:[2001:DB8::1]:5060;lr', 'sip:[2001:db8::1]:5060;lr'],
  ['sip:*21#@h', 'sip:*21#@h'],
  ['sip:+1-212;isub=1@h;user=phone', 'sip:+1-212;isub=1@h;user=phone'],
  ['tel:+1-201-555-0123;phone-context=x', 'tel:+1-201-555-0123;phone-context=x'],
  ['urn:service:sos', 'urn:service:sos'],
  ['sip:h?Subject=a%20b', 'sip:h?Subject=a%20b'],
];
for (const [text, expected] of goodUris) {
  test(`${text} is read and written again`, () => assert.equal(serializeUri(parseUri(text)), expected));
}

const badUris: readonly string[] = [
  '',
  'sip',
  ':',
  'sip:',
  'sip:@h',
  'sip:a@',
  'sip:a@@h',
  'sip:a@h:',
  'sip:a@h:x',
  'sip:a@h:65536',
  'sip:a@h:-1',
  'sip: a@h',
  'sip:a@h ',
  'sip:a%4@h',
  'sip:a%zz@h',
  'sip:a@h;',
  'sip:a@h;;x',
  'sip:a@h;x=',
  'sip:a@h;x=1;X=2',
  'sip:a@h?',
  'sip:a@h?x',
  'sip:a@[::1',
  'sip:a@[x]',
  'sip:a@h<',
  '<sip:a@h>',
  'sip:\u00fc@h',
  'tel:',
  'tel:1 2',
  'sip:a"b@h',
  'sip:a@[::1]x',
  '1x:y',
];
for (const text of badUris) {
  test(`${JSON.stringify(text)} is no URI`, () =>
    assert.throws(() => parseUri(text), { name: 'SipParseError', code: 'malformedUri' }));
}

// RFC 3261 §19.1.4, both lists of examples.
const sameUris: readonly (readonly [string, string])[] = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;security=on'],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
  ],
  ['sip:alice@atlanta.com?subject=project%20x&priority=urgent', 'sip:alice@atlanta.com?priority=urgent&subject=project%20x'],
  ['tel:+1-201-555-0123', 'tel:+1(201)5550123'],
];
const differentUris: readonly (readonly [string, string])[] = [
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
  ['sip:a@h', 'sips:a@h'],
  ['sip:a%3Bb@h', 'sip:a;b@h'],
  ['tel:1', 'sip:1'],
];
for (const [a, b] of sameUris) {
  test(`${a} is ${b}`, () => assert.ok(sameUri(parseUri(a), parseUri(b)) && sameUri(parseUri(b), parseUri(a))));
}
for (const [a, b] of differentUris) {
  test(`${a} is not ${b}`, () => assert.ok(!sameUri(parseUri(a), parseUri(b)) && !sameUri(parseUri(b), parseUri(a))));
}

test('what a person typed becomes a user part and comes back', () => {
  for (const text of ['1001', '*21#', 'a b', 'M\u00fcller', 'a@b', '100%', '\u{1f4de}']) {
    const user = escapeUser(text);
    assert.equal(serializeUri(parseUri(`sip:${user}@h`)), `sip:${user}@h`);
    assert.equal(unescapeUri(user), text);
  }
});

const goodAddresses: readonly (readonly [string, string])[] = [
  ['sip:a@h;tag=1', '<sip:a@h>;tag=1'],
  ['<sip:a@h;lr>;tag=1', '<sip:a@h;lr>;tag=1'],
  ['Bob Jones   <sip:a@h>', '"Bob Jones" <sip:a@h>'],
  ['"Bob \\"x\\" \\\\ <J>" <sip:a@h> ; Q = 0.5', '"Bob \\"x\\" \\\\ <J>" <sip:a@h>;q=0.5'],
  ['""<sip:a@h>', '<sip:a@h>'],
  ['M\u00fcller <sip:a@h>', '"M\u00fcller" <sip:a@h>'],
  ['<sip:a@h>;+sip.instance="<urn:uuid:1>"', '<sip:a@h>;+sip.instance="<urn:uuid:1>"'],
];
for (const [text, expected] of goodAddresses) {
  test(`${text} is read as an address`, () => {
    assert.equal(serializeNameAddr(parseNameAddr(text)), expected);
    assert.deepEqual(parseNameAddr(expected).parameters, parseNameAddr(text).parameters);
  });
}

const badAddresses: readonly string[] = [
  '',
  '<',
  '<>',
  '<sip:a@h',
  'sip:a@h>',
  '"x <sip:a@h>',
  '"x" sip:a@h',
  'x:y <sip:a@h>',
  '<sip:a@h>x',
  '<sip:a@h>;',
  '<sip:a@h>;;',
  '<sip:a@h>;x=',
  '<sip:a@h>;x="y',
  '<sip:a@h>, <sip:b@h>',
  'sip:a@h?x=y',
  'sip:a@h, sip:b@h',
  '<sip:a@h>;tag=1;tag=2',
  '*',
];
for (const text of badAddresses) {
  test(`${JSON.stringify(text)} is no address`, () => assert.throws(() => parseNameAddr(text), { name: 'SipParseError' }));
}

test('a display name can not break out of its quotes', () => {
  const address = { displayName: 'x" <sip:evil@h>\r\nVia: y', uri: parseUri('sip:a@h'), parameters: new Map() };
  const text = serializeNameAddr(address);
  assert.equal(text, '"x\\" <sip:evil@h> Via: y" <sip:a@h>');
  assert.deepEqual(parseNameAddr(text).uri, address.uri);
});

test('Vias are read with and without port, brackets and values', () => {
  const via = parseVia('SIP/2.0/udp [2001:db8::9] : 5070 ;rport; branch=z9hG4bKx;received=2001:db8::1');
  assert.deepEqual(via, {
    protocol: 'UDP',
    host: '2001:db8::9',
    port: 5070,
    parameters: new Map([
      ['rport', undefined],
      ['branch', 'z9hG4bKx'],
      ['received', '2001:db8::1'],
    ]),
  });
  assert.equal(serializeVia(via), 'SIP/2.0/UDP [2001:db8::9]:5070;rport;branch=z9hG4bKx;received=2001:db8::1');
});

for (const text of [
  '',
  'SIP/2.0/UDP',
  'SIP/2.0 h',
  'HTTP/1.1/TCP h',
  'SIP/2.0/UDP h:',
  'SIP/2.0/UDP h;;',
  'SIP/2.0/UDP h x',
  'SIP/2.0/UDPh',
]) {
  test(`${JSON.stringify(text)} is no Via`, () => assert.throws(() => parseVia(text), { name: 'SipParseError' }));
}

for (const text of ['', '1', 'INVITE', '1INVITE', '-1 INVITE', '2147483648 INVITE', '1 INVITE x', '1 IN/VITE']) {
  test(`${JSON.stringify(text)} is no CSeq`, () => assert.throws(() => parseCSeq(text), { name: 'SipParseError' }));
}
