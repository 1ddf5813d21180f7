// Signed and sealed messages: openssl reads what we write, and we read what openssl writes.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { withDefiniteLengths } from '#firmware/certificates/definite-lengths';
import { octetString, printable, sequence, tagged } from '#firmware/certificates/der';
import { certificatesOfPkcs7 } from '#firmware/certificates/pkcs7-certificates';
import { envelopedData, openEnvelopedData } from '#firmware/certificates/scep/enveloped-data';
import { attribute, readSignedData, signedData } from '#firmware/certificates/scep/signed-data';
import { RsaAuthority, registrarExtensions, verisign } from './scep-rig.ts';

const authority = new RsaAuthority();
after(() => authority[Symbol.dispose]());
const phone = authority.certify('phone', registrarExtensions);
const other = authority.certify('other', registrarExtensions);
const content = randomBytes(3000);
authority.write('content', content);

const der = ['-binary', '-outform', 'DER'];

describe('a signed message', () => {
  it('is verified by openssl, and its attributes are there', () => {
    const attributes = [attribute(verisign(2), printable('19')), attribute(verisign(5), octetString(Buffer.alloc(16, 7)))];
    authority.write('signed', signedData(content, attributes, phone));
    authority.openssl(
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-in',
      'signed',
      '-CAfile',
      'ca.pem',
      '-purpose',
      'any',
      '-out',
      'read',
    );
    assert.deepEqual(authority.read('read'), content);
    const structure = authority.openssl('asn1parse', '-inform', 'DER', '-in', 'signed');
    assert.match(structure, /OBJECT +:2\.16\.840\.1\.113733\.1\.9\.2\n.*SET *\n.*PRINTABLESTRING +:19/);
    assert.match(structure, /\.9\.5\n.*SET *\n.*OCTET STRING +\[HEX DUMP\]:(?:07){16}\n/);
    assert.match(structure, /OBJECT +:sha256/);
  });

  for (const digest of ['sha1', 'sha256', 'sha384', 'sha512']) {
    for (const form of [[], ['-stream']]) {
      it(`of openssl, by ${digest} ${form.join('')}, is known to be the signer's`, () => {
        const signer = ['-signer', phone.file, '-inkey', phone.keyFile, '-md', digest];
        authority.openssl('cms', '-sign', '-nodetach', ...form, ...der, ...signer, '-in', 'content', '-out', 'signed');
        const signed = readSignedData(withDefiniteLengths(authority.read('signed')) ?? Buffer.alloc(0));
        assert.deepEqual(Buffer.from(signed?.content ?? []), content);
        assert.equal(signed?.isSignedBy(phone.certificate), true);
        assert.equal(signed?.isSignedBy(other.certificate), false);
      });
    }
  }

  it('is nobody’s when a bit of content, attributes or signature is another', () => {
    const right = signedData(content, [attribute(verisign(2), printable('19'))], phone);
    const places = [right.indexOf(content), right.indexOf(printable('19')) + 3, right.length - 5];
    for (const place of places) {
      const spoiled = Buffer.from(right);
      spoiled[place] = (spoiled[place] ?? 0) ^ 1;
      assert.equal(readSignedData(spoiled)?.isSignedBy(phone.certificate), false, `octet ${place}`);
    }
    assert.equal(readSignedData(right)?.isSignedBy(phone.certificate), true);
  });

  it('with an attribute twice does not have it', () => {
    const twice = [attribute(verisign(3), printable('2')), attribute(verisign(3), printable('0'))];
    assert.equal(readSignedData(signedData(content, twice, phone))?.attribute(verisign(3)), undefined);
  });
});

describe('a sealed message', () => {
  const recipient = ['-recip', phone.file, '-inkey', phone.keyFile];

  it('is opened by openssl, and sealed by AES', () => {
    authority.write('sealed', envelopedData(content, phone.certificate));
    authority.openssl('cms', '-decrypt', '-inform', 'DER', '-in', 'sealed', ...recipient, '-out', 'opened');
    assert.deepEqual(authority.read('opened'), content);
    assert.match(authority.openssl('asn1parse', '-inform', 'DER', '-in', 'sealed'), /OBJECT +:aes-128-cbc/);
  });

  for (const cipher of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc']) {
    for (const form of [[], ['-stream']]) {
      it(`of openssl, by ${cipher} ${form.join('')}, is opened by each of several`, () => {
        const people = ['-recip', other.file, '-recip', phone.file];
        authority.openssl('cms', '-encrypt', ...form, ...der, `-${cipher}`, '-in', 'content', '-out', 'sealed', ...people);
        const sealed = withDefiniteLengths(authority.read('sealed')) ?? Buffer.alloc(0);
        for (const person of [phone, other]) {
          const opened = openEnvelopedData(sealed, person);
          assert.deepEqual([opened && Buffer.from(opened.content), opened?.cipher], [content, cipher]);
        }
        const stranger = { certificate: authority.own.certificate, key: authority.own.key };
        assert.equal(openEnvelopedData(sealed, stranger), undefined);
        assert.equal(openEnvelopedData(sealed, { ...phone, key: other.key }), undefined);
      });
    }
  }

  it('by DES is read: servers send it', () => {
    const legacy = ['-provider', 'legacy', '-provider', 'default'];
    authority.openssl('cms', '-encrypt', ...legacy, ...der, '-des-cbc', '-in', 'content', '-out', 'sealed', phone.file);
    const opened = openEnvelopedData(authority.read('sealed'), phone);
    assert.deepEqual([opened && Buffer.from(opened.content), opened?.cipher], [content, 'des-cbc']);
  });
});

it('a bag of certificates of openssl has them in it, with whatever lengths', () => {
  const bag = authority.bag('phone', 'ca');
  const endless = Buffer.concat([Buffer.from([0x30, 0x80]), bag.subarray(4), Buffer.alloc(2)]);
  assert.equal(bag[1], 0x82);
  for (const form of [bag, endless]) {
    const found = certificatesOfPkcs7(form) ?? [];
    assert.deepEqual(
      found.map(({ subject }) => subject),
      ['CN=phone', 'CN=Site CA'],
    );
  }
});

describe('indefinite lengths', () => {
  const open = (tag: number, ...parts: readonly Uint8Array[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);

  it('become definite, in whatever they are', () => {
    const inner = printable('x');
    const expected = sequence(tagged(0xa0, sequence(inner), inner));
    assert.deepEqual(withDefiniteLengths(open(0x30, open(0xa0, open(0x30, inner), inner))), expected);
    assert.deepEqual(withDefiniteLengths(sequence(open(0xa0, sequence(inner), inner))), expected);
    assert.equal(withDefiniteLengths(expected)?.buffer, expected.buffer, 'what is definite is not copied');
  });

  it('that do not end, or are too deep or too many, are none', () => {
    const deep = (levels: number): Buffer => Buffer.concat([Buffer.alloc(levels * 2, '3080', 'hex'), Buffer.alloc(levels * 2)]);
    assert.deepEqual(withDefiniteLengths(deep(2)), sequence(sequence()));
    const many = sequence(Buffer.alloc(40_000, '0500', 'hex'));
    const cut = open(0x30, printable('x')).subarray(0, -1);
    const primitive = Buffer.from([0x04, 0x80, 0, 0]);
    const tail = Buffer.concat([sequence(), Buffer.from([0])]);
    for (const bytes of [deep(40), deep(30_000), many, cut, primitive, tail, Buffer.alloc(0), Buffer.from([0x30])]) {
      assert.equal(withDefiniteLengths(bytes), undefined, bytes.subarray(0, 8).toString('hex'));
    }
  });
});
