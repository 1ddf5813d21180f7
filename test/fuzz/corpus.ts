// What the fuzzers start from: the torture messages, former crashers, and one well-formed message of each kind that a phone meets.

import { readdirSync, readFileSync } from 'node:fs';

const fixtures = new URL('../fixtures/', import.meta.url);

function files(): readonly Uint8Array[] {
  return ['rfc4475/', 'rfc5118/', 'sip-crashers/'].flatMap((name) => {
    const folder = new URL(name, fixtures);
    return readdirSync(folder)
      .filter((file) => !file.endsWith('.md'))
      .map((file) => readFileSync(new URL(file, folder)));
  });
}

function message(
  startLine: string,
  cseq: string,
  more: readonly string[],
  type?: string,
  body: readonly string[] = [],
): Uint8Array {
  const text = body.map((line) => `${line}\r\n`).join('');
  const lines = [
    startLine,
    'Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK-524287-1---abcdef0123456789',
    'Via: SIP/2.0/TLS [2001:db8::9]:5062;received=192.0.2.20;branch=z9hG4bK776asdhds',
    'Max-Forwards: 69',
    'From: "Ann \\"A\\" Example" <sip:ann@example.com>;tag=9fxced76sl',
    'To: <sip:1001@example.com;user=phone>;tag=37GkEhwl6',
    'Call-ID: 3848276298220188511@atlanta.example.com',
    `CSeq: ${cseq}`,
    'Contact: <sip:ann@192.0.2.20:5062;transport=udp;ob>;+sip.instance="<urn:uuid:0a1b>";reg-id=1;expires=60',
    ...more,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    `Content-Length: ${text.length}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text}`);
}

const sdp = [
  ...['v=0', 'o=- 1 1 IN IP4 192.0.2.20', 's=-', 'c=IN IP4 192.0.2.20', 't=0 0', 'm=audio 4000 RTP/AVP 0 8 9 101'],
  ...['a=rtpmap:9 G722/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', 'a=ptime:20', 'a=sendonly'],
  ...['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4 WSH=64', 'a=setup:actpass'],
  ...[`a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'm=video 0 RTP/AVP 31'],
];
const dialogInfo = [
  '<?xml version="1.0"?>',
  '<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="3" state="partial" entity="sip:1001@example.com">',
  '<dialog id="as7d900as8" call-id="a84b4c76e66710" local-tag="1928301774" direction="initiator"><state event="cancelled">terminated</state>',
  '<local><identity display="Ann">sip:ann@example.com</identity><target uri="sip:ann@192.0.2.1"/></local></dialog></dialog-info>',
];
const presence = [
  '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:ann@example.com">',
  '<tuple id="a"><status><basic>open</basic></status><contact priority="0.8">tel:+1</contact><note>away &amp; back</note></tuple></presence>',
];
const listed = [
  '--50UBfW7LSCVLtggUPe5z',
  'Content-ID: <nXYxAE@pres.example.com>',
  'Content-Type: application/rlmi+xml',
  '',
  '<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:l@example.com" version="1" fullState="true">',
  '<resource uri="sip:b@example.com"><instance id="j" state="active" cid="bUZBsM@pres.example.com"/></resource></list>',
  '--50UBfW7LSCVLtggUPe5z',
  'Content-ID: <bUZBsM@pres.example.com>',
  'Content-Type: application/pidf+xml',
  '',
  ...presence,
  '--50UBfW7LSCVLtggUPe5z--',
];
const related = 'multipart/related;type="application/rlmi+xml";start="<nXYxAE@pres.example.com>";boundary="50UBfW7LSCVLtggUPe5z"';
const replaces = 'a84b4c76e66710;to-tag=1928301774;from-tag=7bbc;early-only';
const uri = 'sip:1001@192.0.2.10:5060;transport=udp';
const digest =
  'Digest username="ann", realm="example.com", nonce="84f1", uri="sip:example.com", response="aa", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="x"';

/** One of each kind. */
export function wellFormed(): readonly Uint8Array[] {
  const notify = (event: string, type: string, body: readonly string[]): Uint8Array =>
    message(`NOTIFY ${uri} SIP/2.0`, '7 NOTIFY', [`Event: ${event};id=4`, 'Subscription-State: active;expires=59'], type, body);
  const inviting = [
    ...[
      'Record-Route: <sip:192.0.2.1;lr;ftag=9f>, <sips:p.example.com;lr>',
      'Supported: replaces, 100rel, timer',
      `Replaces: ${replaces}`,
    ],
    ...[
      'Session-Expires: 1800;refresher=uac',
      'Min-SE: 90',
      'P-Asserted-Identity: "Ann" <sip:+1555@example.com;verstat=TN-Validation-Passed>',
    ],
    ...[
      'Privacy: id;critical',
      'Alert-Info: <urn:alert:source:external>;info=alert-autoanswer',
      'Call-Info: <sip:a>;answer-after=0',
    ],
    ...[
      'History-Info: <sip:x@example.com?Reason=SIP%3Bcause%3D302>;index=1.1',
      'Diversion: <sip:y@example.com>;reason=no-answer',
    ],
  ];
  return [
    message(`INVITE ${uri} SIP/2.0`, '2 INVITE', inviting, 'application/sdp', sdp),
    message(
      'SIP/2.0 200 OK',
      '2 INVITE',
      ['Allow: INVITE, ACK', 'Require: timer', 'Session-Expires: 90;refresher=uas'],
      'application/sdp',
      sdp,
    ),
    message('SIP/2.0 183 Session Progress', '2 INVITE', ['Require: 100rel', 'RSeq: 988789'], 'application/sdp', sdp),
    message('SIP/2.0 401 Unauthorized', '2 REGISTER', [
      'WWW-Authenticate: Digest realm="a, b", qop="auth,auth-int", nonce="n", opaque=""',
    ]),
    message('SIP/2.0 200 OK', '2 REGISTER', [
      'Path: <sip:p;lr>',
      'Service-Route: <sip:s;lr>',
      'Date: Sat, 13 Nov 2010 23:29:00 GMT',
    ]),
    message('SIP/2.0 302 Moved', '2 INVITE', [
      'Contact: <sip:a@b>;q=0.5, "B" <tel:+1-2>;q=.7',
      'Reason: Q.850;cause=16;text="t"',
    ]),
    message('REGISTER sip:example.com SIP/2.0', '2 REGISTER', [`Authorization: ${digest}`, 'Supported: path, outbound, gruu']),
    message(`PRACK ${uri} SIP/2.0`, '3 PRACK', ['RAck: 988789 2 INVITE']),
    message(`UPDATE ${uri} SIP/2.0`, '4 UPDATE', ['Session-Expires: 90'], 'application/sdp', sdp),
    message(`REFER ${uri} SIP/2.0`, '5 REFER', [
      'Refer-To: <sip:c@example.com?Replaces=12%40h%3Bto-tag%3D1%3Bfrom-tag%3D2&Require=replaces>',
      'Referred-By: <sip:b@example.com>;cid="20398823.2UWQFN309shb3@b.example.com"',
    ]),
    message(`BYE ${uri} SIP/2.0`, '6 BYE', [
      'Also: <sip:c@example.com>',
      'Reason: SIP;cause=200;text="Call completed elsewhere"',
    ]),
    message(`INFO ${uri} SIP/2.0`, '6 INFO', [], 'application/dtmf-relay', ['Signal=5', 'Duration=160']),
    message(`SUBSCRIBE ${uri} SIP/2.0`, '6 SUBSCRIBE', [
      'Event: dialog;sla',
      'Expires: 3600',
      'Accept: application/dialog-info+xml',
    ]),
    message(
      `PUBLISH ${uri} SIP/2.0`,
      '6 PUBLISH',
      ['Event: presence', 'SIP-If-Match: dx200xyz'],
      'application/pidf+xml',
      presence,
    ),
    message(`MESSAGE ${uri} SIP/2.0`, '6 MESSAGE', [], 'text/plain;charset=utf-8', ['hello']),
    notify('dialog', 'application/dialog-info+xml', dialogInfo),
    notify('presence', 'application/pidf+xml', presence),
    notify('presence', related, listed),
    notify('refer', 'message/sipfrag;version=2.0', ['SIP/2.0 180 Ringing']),
    notify('message-summary', 'application/simple-message-summary', ['Messages-Waiting: yes', 'Voice-Message: 2/8 (0/2)']),
    notify('check-sync;reboot=true', 'text/plain', []),
  ];
}

export function corpus(): readonly Uint8Array[] {
  return [...files(), ...wellFormed()];
}
