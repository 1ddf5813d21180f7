// Authorities that are believed, certificates that are taken, and when the next one is asked for.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { readCertificates } from '#firmware/certificates/certificate-facts';
import { believed } from '#firmware/certificates/enrolment/believed-authorities';
import { issuedIdentity } from '#firmware/certificates/enrolment/issued-identity';
import { nextAttemptMs } from '#firmware/certificates/enrolment/next-attempt';
import { CertificateAuthority, type Identity } from '../../../sip/transport/certificates.ts';

const [ca, stranger] = [new CertificateAuthority('Right'), new CertificateAuthority('Stranger')];
after(() => {
  ca[Symbol.dispose]();
  stranger[Symbol.dispose]();
});
const [root, strange] = [new X509Certificate(ca.certificate), new X509Certificate(stranger.certificate)];
const pin = root.fingerprint256.replaceAll(':', '').toLowerCase();
const nowMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

interface Signer {
  readonly file: string;
  readonly key: string;
}

const signerOf = ({ file, directory }: CertificateAuthority): Signer => ({ file, key: join(directory, 'ca.key') });

/** In the directory of the right authority: `<name>.pem` and `<name>.key`. */
function signed(name: string, by: Signer, extension: string): X509Certificate {
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: ca.directory, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', ...key, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
  writeFileSync(join(ca.directory, `${name}.ext`), `basicConstraints=critical,${extension}\n`);
  const signer = ['-CA', by.file, '-CAkey', by.key, '-CAcreateserial', '-extfile', `${name}.ext`, '-days', '10'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.pem`);
  return new X509Certificate(readFileSync(join(ca.directory, `${name}.pem`)));
}

function read({ certificate }: Identity): X509Certificate {
  return new X509Certificate(certificate);
}

test('what a proven server tells is believed; of a stranger’s words what the fingerprint leads to, and nothing beside it', () => {
  const certificates = [strange, root];
  assert.deepEqual(believed({ type: 'told', certificates, proven: true }, undefined, []), {
    ok: true,
    authorities: certificates,
  });
  const pinned = believed({ type: 'told', certificates, proven: false }, pin, []);
  assert.ok(pinned.ok);
  assert.equal(pinned.pinned, root);
  assert.deepEqual(pinned.authorities, [root]);
  const other = believed({ type: 'told', certificates: [strange], proven: false }, pin, []);
  assert.deepEqual(other, { ok: false, reason: 'otherFingerprint' });
});

test('what the pinned one signed is believed with it, whatever the order, and its forgery is not', () => {
  const forger = new CertificateAuthority('Right');
  const [real, forged] = [signed('Sub', signerOf(ca), 'CA:TRUE'), signed('Forged', signerOf(forger), 'CA:TRUE')];
  forger[Symbol.dispose]();
  const told = { type: 'told', certificates: [forged, real, strange, root], proven: false } as const;
  const pinned = believed(told, pin, []);
  assert.ok(pinned.ok);
  assert.deepEqual(new Set(pinned.authorities), new Set([root, real]));
});

test('without a fingerprint an authority of the phone has to vouch', () => {
  const told = { type: 'told', certificates: [strange, root], proven: false } as const;
  assert.deepEqual(believed(told, undefined, []), { ok: false, reason: 'unproven' });
  const vouched = believed(told, undefined, [ca.certificate]);
  assert.ok(vouched.ok && vouched.pinned === undefined);
  assert.deepEqual(vouched.authorities, [root]);
});

test('a certificate is taken when it is for our key, in date, and leads to the authority', () => {
  const good = ca.issue({ commonName: 'phone' });
  const taken = issuedIdentity([strange, read(good)], good.privateKey, [root], nowMs);
  assert.ok(taken.ok);
  assert.equal(taken.identity.certificate.match(/BEGIN/g)?.length, 1, 'the root is not shown');

  const cases: readonly (readonly [string, Identity, string])[] = [
    ['otherKey', good, ca.issue().privateKey],
    ...[
      ['ended', ca.issue({ to: '20251231000000Z' })] as const,
      ['notYet', ca.issue({ from: '20260101001000Z' })] as const,
      ['unchained', stranger.issue()] as const,
      ['unchained', ca.issue({ selfSigned: true })] as const,
    ].map(([reason, identity]) => [reason, identity, identity.privateKey] as const),
  ];
  for (const [reason, identity, key] of cases) {
    assert.deepEqual(issuedIdentity([read(identity)], key, [root], nowMs), { ok: false, reason });
  }
  const almost = ca.issue({ from: '20260101000400Z' });
  assert.ok(issuedIdentity([read(almost)], almost.privateKey, [root], nowMs).ok, 'clocks are some minutes apart');
  const early = ca.issue({ from: '20300101000000Z' });
  assert.ok(issuedIdentity([read(early)], early.privateKey, [root], undefined).ok, 'dates say nothing without the time');
});

test('the chain is shown in its order up to the root, from wherever its parts came', () => {
  const at = (name: string): string => join(ca.directory, name);
  const middle = signed('Middle', signerOf(ca), 'CA:TRUE');
  const lower = signed('Lower', { file: at('Middle.pem'), key: at('Middle.key') }, 'CA:TRUE');
  const leaf = signed('leaf', { file: at('Lower.pem'), key: at('Lower.key') }, 'CA:FALSE');
  const taken = issuedIdentity([lower, leaf], readFileSync(at('leaf.key'), 'latin1'), [root, middle], undefined);
  assert.ok(taken.ok);
  const shown = readCertificates(taken.identity.certificate)?.map(({ subject }) => subject);
  assert.deepEqual(shown, ['CN=leaf', 'CN=Lower', 'CN=Middle']);
});

test('a certificate is renewed so long before its end, or in the last third of a short life, and not by all at once', () => {
  const identity = { certificate: '', privateKey: '' };
  const days = fc.integer({ min: 1, max: 1000 });
  const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(days, days, chance, (life, before, each) => {
      const untilMs = nowMs + life * dayMs;
      const given = { identity, takenAtMs: nowMs, chance: each };
      const at = nextAttemptMs({ asked: '', failures: 0, given }, untilMs, before * dayMs, nowMs) ?? 0;
      const leftMs = Math.min(before, life / 3) * dayMs;
      assert.ok(at >= Math.round(untilMs - leftMs) && at <= untilMs - 0.9 * leftMs, `${at}`);
    }),
  );
  assert.equal(nextAttemptMs({ asked: '', failures: 0 }, undefined, dayMs, nowMs), undefined);
  const far = { asked: '', failures: 1, againAtMs: nowMs + 400 * dayMs };
  assert.equal(nextAttemptMs(far, undefined, dayMs, nowMs), nowMs, 'a calendar that jumped back');
});
