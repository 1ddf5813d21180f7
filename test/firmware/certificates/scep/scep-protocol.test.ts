// SCEP from the phone's side, against a server that says what a test wants it to say.

import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { octetString, printable } from '#firmware/certificates/der';
import type { EnrolmentRequest, EnrolmentServer } from '#firmware/certificates/enrolment/enrolment-protocol';
import { ScepProtocol } from '#firmware/certificates/scep/scep-protocol';
import { serversAmong } from '#firmware/certificates/scep/scep-servers';
import { signedData } from '#firmware/certificates/scep/signed-data';
import { RsaAuthority, registrarExtensions, requestOf, ScepDouble } from './scep-rig.ts';

const authority = new RsaAuthority();
const stranger = new RsaAuthority();
after(() => {
  authority[Symbol.dispose]();
  stranger[Symbol.dispose]();
});
const registrar = authority.certify('registrar', registrarExtensions);
const phone = authority.certify('phone', [...registrarExtensions, 'extendedKeyUsage=clientAuth']);
const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const key = own.export({ type: 'pkcs8', format: 'pem' }).toString();

function rig(signer = authority.own) {
  const double = new ScepDouble(authority, signer);
  const protocol = new ScepProtocol(double.server());
  const request: EnrolmentRequest = { csr: requestOf(key, 'open sesame'), key, authorities: [authority.own.certificate] };
  return { double, protocol, request };
}

describe('what the server tells of itself', () => {
  it('is one certificate, or several; over plain HTTP nobody proves it', async () => {
    const { double, protocol } = rig();
    const one = await protocol.authorities();
    assert.deepEqual(one.type === 'told' && [one.certificates.map(({ subject }) => subject), one.proven], [
      ['CN=Site CA'],
      false,
    ]);
    double.authorities = authority.bag('ca', 'registrar');
    const two = await protocol.authorities();
    assert.equal(two.type === 'told' && two.certificates.length, 2);
    double.authorities = Buffer.from('<html>');
    assert.deepEqual(await protocol.authorities(), {
      type: 'failed',
      reason: 'protocol',
      detail: 'no certificates of authorities',
    });
  });

  it('over TLS is proven when the phone knows the server, and else asked again for the fingerprint', async () => {
    const { double } = rig();
    const known = await new ScepProtocol(double.server('https://scep.test/scep')).authorities();
    assert.equal(known.type === 'told' && known.proven, true);
    const far = double.server('https://scep.test/scep');
    const exchange: EnrolmentServer['exchange'] = async (question) =>
      question.provenBy.type === 'nobody'
        ? await far.exchange(question)
        : { type: 'failed', failure: 'certificate', detail: 'unknown' };
    const unknown = await new ScepProtocol({ ...far, exchange }).authorities();
    assert.equal(unknown.type === 'told' && unknown.proven, false);
    const untold = await new ScepProtocol({ ...far, exchange, hasFingerprint: false }).authorities();
    assert.equal(untold.type === 'failed' && untold.reason, 'certificate');
  });
});

describe('a request', () => {
  it('goes sealed to the authority with the password in it, and comes back as a certificate', async () => {
    const { double, protocol, request } = rig();
    const enrolled = await protocol.enrol(request);
    assert.equal(enrolled.type === 'issued' && enrolled.certificates.some((each) => each.checkPrivateKey(own)), true);
    assert.equal(enrolled.type === 'issued' && enrolled.remark, undefined);
    const [heard] = double.heard;
    assert.deepEqual([heard?.method, heard?.messageType, heard?.cipher], ['POST', '19', 'aes-128-cbc']);
    assert.deepEqual(Buffer.from(heard?.content ?? []), request.csr);
    authority.write('heard.csr', heard?.content ?? new Uint8Array());
    const text = authority.openssl('req', '-inform', 'DER', '-in', 'heard.csr', '-noout', '-text', '-verify');
    assert.match(text, /challengePassword *:open sesame/);
    assert.match(text, /DNS:phone\.test/);
    authority.write('self.der', heard?.signer.raw ?? new Uint8Array());
    assert.match(
      authority.openssl('x509', '-inform', 'DER', '-in', 'self.der', '-noout', '-subject', '-issuer'),
      /CN ?= ?phone\nissuer=CN ?= ?phone/,
    );
  });

  it('goes to the registrar where there is one, and into the address where the server takes no other way', async () => {
    const { double, protocol, request } = rig(registrar);
    double.capabilities = '';
    const enrolled = await protocol.enrol({ ...request, authorities: [authority.own.certificate, registrar.certificate] });
    assert.equal(enrolled.type, 'issued');
    assert.equal(double.heard[0]?.method, 'GET');
  });

  it('is refused with the reason of the server', async () => {
    const { double, protocol, request } = rig();
    double.status = '2';
    assert.deepEqual(await protocol.enrol(request), {
      type: 'failed',
      reason: 'refused',
      detail: 'the server refuses: badRequest',
    });
    double.failInfo = '99';
    const unknown = await protocol.enrol(request);
    assert.equal(unknown.type === 'failed' && unknown.detail, 'the server refuses: unknown');
  });

  it('waits for somebody to agree, and is polled as the same transaction by the same signer', async () => {
    const { double, protocol, request } = rig();
    double.status = '3';
    const pending = await protocol.enrol(request);
    assert.ok(pending.type === 'pending' && pending.ticket !== undefined);
    const later = new ScepProtocol(double.server());
    assert.equal((await later.enrol({ ...request, ticket: pending.ticket })).type, 'pending');
    double.status = '0';
    const enrolled = await later.enrol({ ...request, ticket: pending.ticket });
    assert.equal(enrolled.type === 'issued' && enrolled.certificates.some((each) => each.checkPrivateKey(own)), true);
    assert.deepEqual(
      double.heard.map(({ messageType }) => messageType),
      ['19', '20', '20'],
    );
    const [first, ...others] = double.heard;
    assert.ok(others.every(({ transaction }) => transaction === first?.transaction));
    assert.ok(others.every(({ signer }) => signer.serialNumber === first?.signer.serialNumber));
    authority.write('poll', double.heard[1]?.content ?? new Uint8Array());
    assert.match(authority.openssl('asn1parse', '-inform', 'DER', '-in', 'poll'), /:Site CA[\s\S]*:phone/);
  });

  it('for the next certificate is signed with the present one, where the server can and the key is one of RSA', async () => {
    const { double, protocol, request } = rig();
    const current = { certificate: phone.certificate.toString(), privateKey: phone.keyPem };
    assert.equal((await protocol.enrol({ ...request, current })).type, 'issued');
    double.capabilities = 'POSTPKIOperation\nAES';
    assert.equal((await protocol.enrol({ ...request, current })).type, 'issued');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const elliptic = authority.certify('elliptic', [], curve);
    double.capabilities = 'scepstandard\nrenewal';
    const other = { certificate: elliptic.certificate.toString(), privateKey: elliptic.keyPem };
    assert.equal((await protocol.enrol({ ...request, current: other })).type, 'issued');
    const asked = double.heard.map(({ messageType, signer }) => `${messageType} ${signer.issuer}`);
    assert.deepEqual(asked, ['17 CN=Site CA', '19 CN=phone', '19 CN=phone']);
    const unusable = await protocol.enrol({ ...request, csr: requestOf(elliptic.keyPem), key: elliptic.keyPem });
    assert.equal(unusable.type === 'failed' && unusable.reason, 'unusable');
  });
});

describe('an answer', () => {
  const wrong: readonly (readonly [string, Partial<Pick<ScepDouble, 'spoiled' | 'spoil'>>, RegExp])[] = [
    ['to another question', { spoiled: { 6: octetString(Buffer.alloc(16)) } }, /another question/],
    ['to another transaction', { spoiled: { 7: printable('1') } }, /another transaction/],
    ['that is a question', { spoiled: { 2: printable('19') } }, /no answer/],
    ['of an unknown status', { spoiled: { 3: printable('7') } }, /no status/],
    ['of which half came', { spoil: (answer) => answer.subarray(0, answer.length / 2) }, /no signed message/],
    ['of nothing', { spoil: () => new Uint8Array() }, /no signed message/],
    ['of another kind', { spoil: () => Buffer.from('<html>Not found</html>') }, /no signed message/],
    ['of zeros', { spoil: () => Buffer.alloc(100_000) }, /no signed message/],
    ['that a stranger has signed', { spoil: () => signedData(Buffer.alloc(0), [], stranger.own) }, /none of the known/],
    ['with a spoilt signature', { spoil: (answer) => answer.fill(1, answer.length - 20) }, /none of the known/],
  ];
  for (const [kind, spoilt, detail] of wrong) {
    it(`${kind} is none`, async () => {
      const { double, protocol, request } = rig();
      Object.assign(double, spoilt);
      const enrolled = await protocol.enrol(request);
      assert.deepEqual([enrolled.type, enrolled.type === 'failed' && enrolled.reason], ['failed', 'protocol']);
      assert.match(enrolled.type === 'failed' ? enrolled.detail : '', detail);
    });
  }

  it('is believed of nobody but registrars of the authority: not of another phone’s certificate, nor of a stranger’s', () => {
    assert.equal(serversAmong([authority.own.certificate, phone.certificate])?.recipient, authority.own.certificate);
    const asked = authority.certify('asked-for-others', [...registrarExtensions, 'extendedKeyUsage=1.3.6.1.4.1.311.20.2.1']);
    assert.equal(serversAmong([authority.own.certificate, asked.certificate])?.recipient, asked.certificate);
    const foreign = stranger.certify('registrar', registrarExtensions);
    assert.deepEqual(serversAmong([authority.own.certificate, foreign.certificate])?.signers, [authority.own.certificate]);
    assert.equal(serversAmong([phone.certificate]), undefined);
    const twice = [authority.own.certificate, new X509Certificate(authority.own.certificate.raw)];
    assert.equal(serversAmong(twice)?.issuer, authority.own.certificate);
  });
});
