// Certificates: whom the phone believes, and who it is. Keys come in and never go out.

import type { CertificateStored, CertificateUse } from '../../../administration/certificates.ts';
import { Reply, type Route, refusal, route } from '../route.ts';

const uses: readonly CertificateUse[] = ['web', 'sip', 'ieee8021x', 'provisioning'];
const mostPemBytes = 262_144;
const pem = { type: 'string', maxLength: 65_536 } as const;
const facts = { type: 'object', properties: {}, description: 'CertificateFacts' } as const;

function useOf(params: Readonly<Record<string, string>>): CertificateUse | undefined {
  return uses.find((use) => use === params['use']);
}

function told(stored: CertificateStored): unknown {
  return stored.ok
    ? { needsRestart: stored.needsRestart }
    : refusal(400, 'invalid', { field: 'certificate', expected: stored.expected });
}

const answer = { type: 'object', properties: { needsRestart: { type: 'boolean' } }, required: ['needsRestart'] } as const;

export const certificateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/certificates',
    access: 'admin',
    scope: 'administration',
    summary: 'Certificates of authorities and of the phone; no keys',
    answer: {
      type: 'object',
      properties: { authorities: { type: 'array', items: facts }, own: { type: 'array', items: facts } },
      required: ['authorities', 'own'],
    },
    handle: ({ administration: { certificates } }) => ({ authorities: certificates.authorities, own: certificates.own }),
  }),
  route({
    method: 'PUT',
    path: '/api/certificates/authorities/:slot',
    access: 'admin',
    scope: 'administration',
    summary: 'Whom to believe: PEM, several are one bundle; empty: nobody',
    body: { type: 'object', properties: { certificate: pem }, required: ['certificate'] },
    bodyBytes: mostPemBytes,
    answer,
    async handle({ administration }, { params, body }) {
      const slot = params['slot'] ?? '';
      if (!/^[0-4]$/.test(slot)) return refusal(404, 'notFound');
      return told(await administration.certificates.setAuthority(Number(slot), body.certificate));
    },
  }),
  route({
    method: 'PUT',
    path: '/api/certificates/own/:use',
    access: 'admin',
    scope: 'administration',
    summary: 'A certificate with its chain; with its key, or for the request that was made here',
    body: { type: 'object', properties: { certificate: pem, key: pem }, required: ['certificate'] },
    bodyBytes: mostPemBytes,
    answer,
    async handle({ administration }, { params, body }) {
      const use = useOf(params);
      if (use === undefined) return refusal(404, 'notFound');
      return told(await administration.certificates.setOwn(use, body.certificate, body.key));
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/certificates/own/:use',
    access: 'admin',
    scope: 'administration',
    summary: 'Takes certificate and key away',
    answer,
    async handle({ administration }, { params }) {
      const use = useOf(params);
      return use === undefined ? refusal(404, 'notFound') : told(await administration.certificates.clearOwn(use));
    },
  }),
  route({
    method: 'POST',
    path: '/api/certificates/own/:use/request',
    access: 'admin',
    scope: 'administration',
    summary: 'Makes a new key and answers with the request for its certificate (PKCS #10)',
    body: {
      type: 'object',
      properties: {
        commonName: { type: 'string', minLength: 1, maxLength: 64 },
        organization: { type: 'string', maxLength: 64 },
      },
      required: ['commonName'],
    },
    answerType: 'application/pkcs10',
    async handle({ administration }, { params, body }) {
      const use = useOf(params);
      if (use === undefined) return refusal(404, 'notFound');
      const request = await administration.certificates.request(use, body.commonName, body.organization ?? '');
      return new Reply(200, Buffer.from(request, 'latin1'), {
        'Content-Type': 'application/pkcs10',
        'Content-Disposition': `attachment; filename="${use}.csr"`,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/certificates/enrolment',
    access: 'admin',
    scope: 'administration',
    summary: 'How the phone stands with the authority that gives it its certificates',
    answer: { type: 'object', properties: {}, description: 'EnrolmentState' },
    handle: ({ administration }) => administration.enrolment.state,
  }),
  route({
    method: 'POST',
    path: '/api/certificates/enrolment',
    access: 'admin',
    scope: 'administration',
    summary: 'Asks the authority for a certificate now',
    handle: ({ administration }) => (administration.enrolment.enrolNow() ? undefined : refusal(409, 'switchedOff')),
  }),
];
