// What a server is shown, by who vouches for it: a login and a certificate for the right one, nothing for a stranger.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { EnrolmentQuestion, EnrolmentServer } from '#firmware/certificates/enrolment/enrolment-protocol';
import { enrolmentServer } from '#firmware/certificates/enrolment/enrolment-server';
import { defaultTlsSettings } from '#sip/transport/tls-settings';
import { FakeClock } from '#test/support/fake-clock';
import { CertificateAuthority } from '../../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const root = new X509Certificate(ca.certificate);
const [ours, server] = [ca.issue({ commonName: 'phone' }), ca.issue({ names: 'IP:127.0.0.1' })];
const other = ca.issue({ names: 'DNS:other.test' });

interface Seen {
  readonly authorization: string | undefined;
  readonly certificate: string | undefined;
}

interface Rig {
  readonly seen: Seen[];
  readonly ask: (
    provenBy: EnrolmentQuestion['provenBy'],
    more?: Partial<EnrolmentQuestion>,
  ) => ReturnType<EnrolmentServer['exchange']>;
}

async function rig(t: TestContext, kind: 'https' | 'http', identity = server): Promise<Rig> {
  const seen: Seen[] = [];
  const handle: RequestListener = ({ headers: { authorization }, socket }, response) => {
    const shown = kind === 'https' ? (socket as TLSSocket).getPeerX509Certificate()?.subject : undefined;
    seen.push({ authorization, certificate: shown });
    if (authorization === undefined) response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="est"' }).end();
    else response.end('welcome');
  };
  const tls = { cert: identity.certificate, key: identity.privateKey, requestCert: true, rejectUnauthorized: false };
  const listening = kind === 'https' ? createServer(tls, handle) : (createPlainServer(handle) as unknown as Server);
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.after(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const url = new URL(`${kind}://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  const made = enrolmentServer({
    settings: {
      protocol: 'EST',
      url,
      label: '',
      login: { user: 'phone', password: 'secret' },
      challenge: undefined,
      commonName: 'phone',
      keyType: 'EC_P256',
      uses: ['web'],
      renewBeforeMs: 0,
      fingerprint: undefined,
    },
    tls: () => ({
      ...defaultTlsSettings,
      trustsPublicAuthorities: false,
      // Whatever provisioning may do.
      verifiesServer: false,
      identity: { certificate: ours.certificate, privateKey: ours.privateKey },
    }),
    userAgent: 'test',
    clock: new FakeClock(),
    random: { bytes: (count) => new Uint8Array(count) },
    closed: new AbortController().signal,
  });
  return { seen, ask: (provenBy, more) => made.exchange({ url, provenBy, ...more }) };
}

test('a server that nobody vouches for is not spoken to, whatever the settings of provisioning are', async (t) => {
  const { seen, ask } = await rig(t, 'https');
  const answer = await ask({ type: 'phone' });
  assert.ok(answer.type === 'failed' && answer.failure === 'certificate');
  assert.deepEqual(seen, []);
});

test('a stranger is shown neither login nor certificate', async (t) => {
  const { seen, ask } = await rig(t, 'https');
  const answer = await ask({ type: 'nobody' });
  assert.ok(answer.type === 'answered' && answer.status === 401);
  assert.deepEqual(seen, [{ authorization: undefined, certificate: undefined }]);
});

test('one that a told authority vouches for is shown both, and the certificate that is to be replaced before any other', async (t) => {
  const { seen, ask } = await rig(t, 'https');
  const told = { type: 'told', authorities: [root] } as const;
  const answer = await ask(told);
  assert.ok(answer.type === 'answered' && answer.status === 200);
  assert.match(seen[1]?.authorization ?? '', /^Basic /);
  assert.equal(seen[1]?.certificate, 'CN=phone');
  await ask(told, { identity: { certificate: server.certificate, privateKey: server.privateKey } });
  assert.equal(seen.at(-1)?.certificate, 'CN=server');
});

test('a server of another name is refused though the authority is right', async (t) => {
  const { seen, ask } = await rig(t, 'https', other);
  const answer = await ask({ type: 'told', authorities: [root] });
  assert.ok(answer.type === 'failed' && answer.failure === 'certificate');
  assert.deepEqual(seen, []);
});

test('where anybody could read it no login is shown', async (t) => {
  const { seen, ask } = await rig(t, 'http');
  const answer = await ask({ type: 'phone' });
  assert.ok(answer.type === 'answered' && answer.status === 401);
  assert.equal(seen[0]?.authorization, undefined);
});
