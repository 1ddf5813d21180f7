// Refer-To, Referred-By, Target-Dialog, Replaces and sipfrag: read and written, and what a hostile one may not do.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFragment, writeFragment } from '#sip/event-package/sipfrag';
import { Headers } from '#sip/message/headers';
import { parseReplaces, type ReplacesTarget, serializeReplaces } from '#sip/message/replaces';
import { isSipUri, parseUri, type SipUri } from '#sip/message/uri';
import { type ReferTarget, readReferTo, referrerOf, referTo } from '#sip/ua/transfer/refer-to';
import { targetDialogOf } from '#sip/ua/transfer/target-dialog';

function sipUri(text: string): SipUri {
  const uri = parseUri(text);
  assert.ok(isSipUri(uri));
  return uri;
}

function headers(name: string, value: string): Headers {
  return new Headers().set(name, value);
}

function target(value: string): ReferTarget {
  const read = readReferTo(value);
  assert.ok(!('status' in read), `refused: ${value}`);
  return read;
}

function refusal(value: string): number | undefined {
  const read = readReferTo(value);
  return 'status' in read ? read.status : undefined;
}

const replaces: ReplacesTarget = { callId: '12345@192.168.118.3', toTag: '314159', fromTag: '5FFE-3994', earlyOnly: false };

describe('Refer-To', () => {
  it('is written as RFC 5589 shows it', () => {
    assert.equal(
      referTo(sipUri('sip:carol@chicago.example.com;gr=723jd2d'), replaces),
      '<sip:carol@chicago.example.com;gr=723jd2d?Replaces=12345%40192.168.118.3%3Bto-tag%3D314159%3Bfrom-tag%3D5FFE-3994&Require=replaces>',
    );
    assert.equal(referTo(sipUri('sip:2002@10.0.0.9')), '<sip:2002@10.0.0.9>');
  });

  it('reads what it writes, whatever stands in Call-ID and tags', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,20}$/);
    const word = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~()<>:\\"/[\]?{}-]{1,20}$/);
    fc.assert(
      fc.property(fc.tuple(word, token, token, fc.boolean()), ([callId, toTag, fromTag, earlyOnly]) => {
        const asked = { callId, toTag, fromTag, earlyOnly };
        assert.deepEqual(target(referTo(sipUri('sip:c@x.example'), asked)).replaces, asked);
      }),
    );
  });

  it('keeps the address and its parameters, and nothing else that it asks for', () => {
    const {
      to,
      dialled,
      replaces: read,
    } = target('"Carol" <sip:carol@x.example;gr=1;method=INVITE?Subject=x&Route=%3Csip:evil%3E&Body=y>;early=1');
    assert.equal(dialled, 'sip:carol@x.example;gr=1');
    assert.equal(to.displayName, 'Carol');
    assert.equal(to.parameters.size, 0);
    assert.equal(read, undefined);
  });

  it('finds Replaces in whatever case and escape', () => {
    const { replaces: read } = target('<sip:c@x?rEpl%61ces=a%40b%3Bfrom-tag%3D1%3Bto-tag%3D2%3Bearly-only>');
    assert.deepEqual(read, { callId: 'a@b', toTag: '2', fromTag: '1', earlyOnly: true });
  });

  it('is read without its brackets, as older phones send it', () => {
    assert.equal(target('sip:c@x?Replaces=a%3Bfrom-tag%3D1%3Bto-tag%3D2').replaces?.callId, 'a');
    assert.equal(target('sip:c@x').dialled, 'sip:c@x');
  });

  it('takes numbers as tel URIs', () => {
    assert.equal(target('<tel:+1-201-555-0123;phone-context=x>').dialled, '+1-201-555-0123');
  });

  it('is refused for another method, another scheme, or when it can not be read', () => {
    assert.equal(refusal('<sip:c@x;method=BYE>'), 603);
    assert.equal(refusal('<sip:c@x;method=SUBSCRIBE>'), 603);
    assert.equal(refusal('<http://x/>'), 416);
    assert.equal(refusal('<mailto:c@x>'), 416);
    assert.equal(refusal(''), 400);
    assert.equal(refusal('<sip:c@x'), 400);
    assert.equal(refusal('<sip:c@x?Replaces=a%3Bto-tag%3D2>'), 400);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => void readReferTo(text)));
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readReferTo(`<sip:c@x?Replaces=${text}>`)));
  });
});

describe('Referred-By', () => {
  it('is passed on without what points at a body', () => {
    assert.equal(referrerOf(headers('Referred-By', '"B" <sip:b@x>;cid="2UWQFN@x"'))?.parameters.size, 0);
    assert.equal(referrerOf(headers('Referred-By', 'nonsense')), undefined);
    assert.equal(referrerOf(new Headers()), undefined);
  });
});

describe('Replaces', () => {
  it('is read as RFC 3891 §6.1 writes it, blanks and further parameters included', () => {
    const read = parseReplaces('98732@sip.example.com ;from-tag=r33th4x0r ;to-tag=ff87ff;early-only;x=y');
    assert.deepEqual(read, { callId: '98732@sip.example.com', fromTag: 'r33th4x0r', toTag: 'ff87ff', earlyOnly: true });
    assert.equal(serializeReplaces(read), '98732@sip.example.com;to-tag=ff87ff;from-tag=r33th4x0r;early-only');
  });

  it('is refused without a Call-ID or a tag', () => {
    for (const text of [
      '',
      ';to-tag=1;from-tag=2',
      'a;to-tag=1',
      'a;from-tag=1',
      'a b;to-tag=1;from-tag=2',
      'a;to-tag;from-tag=2',
    ])
      assert.throws(() => parseReplaces(text), { code: 'malformedHeader' }, text);
  });
});

describe('Target-Dialog', () => {
  it('names a dialog as its recipient sees it', () => {
    assert.deepEqual(targetDialogOf(headers('Target-Dialog', 'fa77as7dad8@x;local-tag=kkaz-;remote-tag=6544')), {
      callId: 'fa77as7dad8@x',
      localTag: 'kkaz-',
      remoteTag: '6544',
    });
    assert.equal(targetDialogOf(new Headers()), 'none');
    for (const text of ['', 'a', 'a;local-tag=1', 'a;local-tag=1;remote-tag', 'a;;'])
      assert.equal(targetDialogOf(headers('Target-Dialog', text)), 'malformed');
  });
});

describe('sipfrag', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('tells the status of its first line', () => {
    assert.deepEqual(readFragment(bytes('SIP/2.0 180 Ringing\r\nContact: <sip:x>\r\n')), { status: 180, reason: 'Ringing' });
    assert.deepEqual(readFragment(bytes('SIP/2.0 200')), { status: 200, reason: '' });
    assert.deepEqual(readFragment(writeFragment({ status: 603, reason: 'Decline' })), { status: 603, reason: 'Decline' });
  });

  it('tells nothing where there is no status line', () => {
    for (const text of ['', 'INVITE sip:a SIP/2.0', 'SIP/2.0 99 x', 'SIP/2.0 700 x', 'SIP/2.0 2000', 'Subject: SIP/2.0 200 OK'])
      assert.equal(readFragment(bytes(text)), undefined, text);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (body) => void readFragment(body)));
  });
});
