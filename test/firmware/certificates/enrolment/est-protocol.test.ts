// EST's questions and what is made of the answers, by a server that says what the test wants. Real ones are asked in test/interop.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { after, test } from 'node:test';
import type { EnrolmentQuestion } from '#firmware/certificates/enrolment/enrolment-protocol';
import { EstProtocol } from '#firmware/certificates/enrolment/est/est-protocol';
import type { FetchFailed } from '#firmware/provisioning/fetch/fetched';
import type { HttpAnswer } from '#firmware/provisioning/fetch/http-exchange';
import { FakeClock } from '#test/support/fake-clock';
import { CertificateAuthority } from '../../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const authority = new X509Certificate(ca.certificate);
const message = execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-outform', 'DER', '-certfile', ca.file]).toString('base64');
const request = { csr: Buffer.from('a request'), key: '', authorities: [authority] };

function says(status: number, text = '', headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { type: 'answered', status, headers, bytes: Buffer.from(text, 'latin1') };
}

function rig(
  answers: readonly (HttpAnswer | FetchFailed)[],
  options: { readonly label?: string; readonly hasFingerprint?: boolean } = {},
) {
  const asked: EnrolmentQuestion[] = [];
  const left = [...answers];
  const protocol = new EstProtocol({
    url: new URL('https://ca.test:8443/anything'),
    label: '',
    hasFingerprint: false,
    ...options,
    clock: new FakeClock(),
    random: { bytes: (count) => new Uint8Array(count) },
    exchange: async (question) => {
      asked.push(question);
      return left.shift() ?? says(500);
    },
  });
  return { protocol, asked };
}

test('authorities are asked at their place, and what a server says that the phone knows is proven', async () => {
  const { protocol, asked } = rig([says(200, `${message}\r\n`)], { label: 'phones & more' });
  const told = await protocol.authorities();
  assert.ok(told.type === 'told' && told.proven);
  assert.equal(told.certificates[0]?.fingerprint256, authority.fingerprint256);
  assert.equal(asked[0]?.url.href, 'https://ca.test:8443/.well-known/est/phones%20%26%20more/cacerts');
});

test('a stranger is asked only where a fingerprint tells who he is, and proves nothing himself', async () => {
  const stranger: FetchFailed = { type: 'failed', failure: 'certificate', detail: 'not trusted' };
  const without = rig([stranger, says(200, message)]);
  const refused = await without.protocol.authorities();
  assert.ok(refused.type === 'failed' && refused.reason === 'certificate');
  assert.equal(without.asked.length, 1);

  const pinned = rig([stranger, says(200, message)], { hasFingerprint: true });
  const told = await pinned.protocol.authorities();
  assert.ok(told.type === 'told' && !told.proven);
  assert.deepEqual(
    pinned.asked.map(({ provenBy }) => provenBy.type),
    ['phone', 'nobody'],
  );
});

test('a request goes to simpleenroll, and to simplereenroll with the certificate that it replaces', async () => {
  const { protocol, asked } = rig([says(200, message), says(200, message)]);
  assert.equal((await protocol.enrol(request)).type, 'issued');
  const current = { certificate: ca.certificate, privateKey: 'key' };
  assert.equal((await protocol.enrol({ ...request, current })).type, 'issued');
  assert.deepEqual(
    asked.map(({ url, identity }) => [url.pathname, identity]),
    [
      ['/.well-known/est/simpleenroll', undefined],
      ['/.well-known/est/simplereenroll', current],
    ],
  );
  assert.equal(Buffer.from(asked[0]?.body?.bytes ?? []).toString(), 'YSByZXF1ZXN0\n');
  assert.equal(asked[0]?.provenBy.type, 'told');
});

test('202 is waited for as long as the server says, in seconds or by a date, within reason', async () => {
  const at = new Date(new FakeClock().wall.ms + 90_000).toUTCString();
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['30', 30_000],
    ['0', 1000],
    [at, 90_000],
    ['999999999', 7 * 86_400_000],
    ['soon', undefined],
    [undefined, undefined],
  ];
  for (const [header, expected] of cases) {
    const { protocol } = rig([says(202, '', header === undefined ? {} : { 'retry-after': header })]);
    const enrolled = await protocol.enrol(request);
    assert.ok(enrolled.type === 'pending');
    assert.equal(enrolled.retryAfterMs, expected);
  }
});

test('each refusal has its reason, and the words of the server reach the log in one line', async () => {
  const reasons = new Map([
    [401, 'denied'],
    [403, 'denied'],
    [404, 'notFound'],
    [204, 'notFound'],
    [307, 'redirection'],
    [400, 'refused'],
    [503, 'refused'],
    [101, 'protocol'],
  ]);
  for (const [status, reason] of reasons) {
    const { protocol } = rig([says(status, 'no\r\nsuch\x00name', { 'content-type': 'text/plain', 'retry-after': '7' })]);
    const enrolled = await protocol.enrol(request);
    assert.ok(enrolled.type === 'failed');
    assert.deepEqual([enrolled.reason, enrolled.retryAfterMs], [reason, 7000]);
    assert.equal(enrolled.detail, `the server says ${status}: no such name`);
  }
});

test('what is not base64, or not PKCS #7, or holds nothing, is nonsense', async () => {
  // The last would hold a reader for minutes who goes back over the blanks for each of them.
  const blanks = `${' '.repeat(262_143)}!`;
  for (const text of ['', '<html>', Buffer.from('0').toString('base64'), message.slice(0, 100), `${message}!`, blanks]) {
    const { protocol } = rig([says(200, text), says(200, text)]);
    const [told, enrolled] = [await protocol.authorities(), await protocol.enrol(request)];
    assert.ok(told.type === 'failed' && told.reason === 'protocol', text);
    assert.ok(enrolled.type === 'failed' && enrolled.reason === 'protocol', text);
  }
});
