// Certificates that end: told in time, taken back when there is a new one, and not by a phone that does not know the day.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { noEnrolment } from '#firmware/certificates/enrolment/no-enrolment';
import { ExpiryWatch } from '#firmware/certificates/expiry-watch';
import { Notices } from '#firmware/system/notices';
import { FakeClock } from '#test/support/fake-clock';
import type { CertificateFacts, OwnCertificate } from '#ui/administration/certificates';
import type { EnrolmentState } from '#ui/administration/enrolment';

const dayMs = 86_400_000;

function rig(
  leftDays: number,
  facts: Partial<CertificateFacts> = {},
  use: OwnCertificate['use'] = 'sip',
  enrolled: Partial<EnrolmentState> = {},
) {
  const clock = new FakeClock();
  const notices = new Notices(() => undefined);
  const certificate = {
    subject: 'CN=phone',
    issuer: 'CN=site',
    names: [],
    fromMs: 0,
    untilMs: clock.wall.ms + leftDays * dayMs,
    fingerprint256: '',
    selfSigned: false,
    ...facts,
  };
  const own: OwnCertificate[] = [{ use, certificate, hasKey: true, requested: false }];
  const watch = new ExpiryWatch({ clock, certificates: { own }, enrolment: { state: { ...noEnrolment, ...enrolled } }, notices });
  const told = () => notices.all.map(({ id, severity, text }) => `${id} ${severity} ${text}`);
  const pass = (days: number): void => {
    clock.wall = { ...clock.wall, ms: clock.wall.ms + days * dayMs };
    clock.advance(dayMs);
  };
  return { clock, watch, told, pass, own, certificate };
}

it('a certificate that ends in a month is told of, and again as an error when it has ended', () => {
  const { watch, told, pass } = rig(40);
  watch.start();
  assert.deepEqual(told(), []);
  pass(15);
  assert.match(told()[0] ?? '', /^certificate-sip warning The certificate for SIP is good until 2026-02-10\./);
  pass(40);
  assert.match(told()[0] ?? '', /^certificate-sip error .*was good until/);
});

it('is forgotten when there is a new one', () => {
  const { watch, told, own, certificate } = rig(5);
  watch.start();
  assert.equal(told().length, 1);
  own.splice(0, 1, {
    use: 'sip',
    certificate: { ...certificate, untilMs: certificate.untilMs + 400 * dayMs },
    hasKey: true,
    requested: false,
  });
  watch.certificatesChanged();
  assert.deepEqual(told(), []);
});

it('is not told of by a phone that does not know the day, nor when the phone renews it itself', () => {
  const dark = rig(-5);
  dark.clock.wall = { ...dark.clock.wall, trusted: false };
  dark.watch.start();
  assert.deepEqual(dark.told(), []);
  const own = rig(-5, { selfSigned: true }, 'web');
  own.watch.start();
  assert.deepEqual(own.told(), []);
});

it('of one that an authority renews is told late: it has not been renewed', () => {
  const fromMs = new FakeClock().wall.ms - 300 * dayMs;
  const { watch, told, pass } = rig(20, { fromMs }, 'sip', { uses: ['sip'], enrolledUntilMs: 1 });
  watch.start();
  assert.deepEqual(told(), []);
  pass(14);
  assert.match(told()[0] ?? '', /^certificate-sip warning/);
});
