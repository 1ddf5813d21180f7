// Enrolment over Secure Transport (RFC 7030 with RFC 8951): three questions by HTTPS, answered with certificates in PKCS #7 and base64.

import type { X509Certificate } from 'node:crypto';
import type { FetchFailed } from '../../../provisioning/fetch/fetched.ts';
import type { HttpAnswer } from '../../../provisioning/fetch/http-exchange.ts';
import { certificatesOfPkcs7 } from '../../pkcs7-certificates.ts';
import { failedBy, retryAfterMs } from '../answer-status.ts';
import type {
  Enrolled,
  EnrolmentFailed,
  EnrolmentProtocol,
  EnrolmentRequest,
  EnrolmentServer,
  ProvenBy,
  ToldAuthorities,
} from '../enrolment-protocol.ts';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** RFC 8951 §2: not needed; servers that are older want it. */
const requestHeaders = { 'content-type': 'application/pkcs10', 'content-transfer-encoding': 'base64' };
const nonsense: EnrolmentFailed = { type: 'failed', reason: 'protocol', detail: 'no certificates in PKCS #7 and base64' };

export class EstProtocol implements EnrolmentProtocol {
  readonly #server: EnrolmentServer;

  constructor(server: EnrolmentServer) {
    this.#server = server;
  }

  /** §4.1.1: a stranger is asked too where a fingerprint tells whether he speaks the truth. */
  async authorities(): Promise<ToldAuthorities> {
    const known = await this.#askAuthorities({ type: 'phone' });
    if (known.type === 'answered' || known.failure !== 'certificate' || !this.#server.hasFingerprint)
      return this.#told(known, true);
    return this.#told(await this.#askAuthorities({ type: 'nobody' }), false);
  }

  /** §4.2. */
  async enrol({ csr, authorities, current }: EnrolmentRequest): Promise<Enrolled> {
    const answer = await this.#server.exchange({
      url: this.#place(current === undefined ? 'simpleenroll' : 'simplereenroll'),
      body: { headers: requestHeaders, bytes: Buffer.from(lines(csr), 'latin1') },
      provenBy: { type: 'told', authorities },
      ...(current !== undefined && { identity: current }),
    });
    if (answer.type === 'answered' && answer.status === 202) {
      const waitMs = retryAfterMs(answer, this.#nowMs);
      return { type: 'pending', ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
    }
    if (answer.type === 'failed' || answer.status !== 200) return failedBy(answer, this.#nowMs);
    const certificates = certificatesIn(answer);
    return certificates === undefined ? nonsense : { type: 'issued', certificates };
  }

  get #nowMs(): number {
    return this.#server.clock.wall.ms;
  }

  #askAuthorities(provenBy: ProvenBy): Promise<HttpAnswer | FetchFailed> {
    return this.#server.exchange({ url: this.#place('cacerts'), provenBy });
  }

  #told(answer: HttpAnswer | FetchFailed, proven: boolean): ToldAuthorities {
    if (answer.type === 'failed' || answer.status !== 200) return failedBy(answer, this.#nowMs);
    const certificates = certificatesIn(answer);
    return certificates === undefined ? nonsense : { type: 'told', certificates, proven };
  }

  /** §3.2.2. */
  #place(operation: 'cacerts' | 'simpleenroll' | 'simplereenroll'): URL {
    const { url, label } = this.#server;
    const path = label === '' ? operation : `${encodeURIComponent(label)}/${operation}`;
    return new URL(`/.well-known/est/${path}`, url.origin);
  }
}

function certificatesIn({ bytes }: HttpAnswer): readonly X509Certificate[] | undefined {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(/\s/g, '');
  return base64.test(text) ? certificatesOfPkcs7(Buffer.from(text, 'base64')) : undefined;
}

function lines(der: Uint8Array): string {
  return `${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n`;
}
