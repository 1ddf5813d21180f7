// The Simple Certificate Enrolment Protocol (RFC 8894): what EST has TLS for, its messages bring along, so that plain HTTP will do.

import { createHash, createPrivateKey, type X509Certificate } from 'node:crypto';
import type { FetchFailed } from '../../provisioning/fetch/fetched.ts';
import type { HttpAnswer } from '../../provisioning/fetch/http-exchange.ts';
import { selfSignedCertificate } from '../certificate.ts';
import { readCertificates } from '../certificate-facts.ts';
import { partsOf } from '../certificate-parts.ts';
import { withDefiniteLengths } from '../definite-lengths.ts';
import { sequence } from '../der.ts';
import { elementAt } from '../der-reader.ts';
import type { Identity } from '../device-identity.ts';
import { failedBy, retryAfterMs } from '../enrolment/answer-status.ts';
import type {
  Enrolled,
  EnrolmentFailed,
  EnrolmentProtocol,
  EnrolmentRequest,
  EnrolmentServer,
  ProvenBy,
  ToldAuthorities,
} from '../enrolment/enrolment-protocol.ts';
import { certificatesOfPkcs7 } from '../pkcs7-certificates.ts';
import { type Capabilities, readCapabilities } from './capabilities.ts';
import { envelopedData, openEnvelopedData } from './enveloped-data.ts';
import { type Asked, pkiMessage, type Question, type Reply, readReply } from './pki-message.ts';
import { readAuthorities, type ScepServers, serversAmong } from './scep-servers.ts';
import type { KeyHolder } from './signed-data.ts';

type Operation = 'GetCACaps' | 'GetCACert' | 'PKIOperation';
type Answer = HttpAnswer | FetchFailed;

/** Who signs, and what he asks first. */
interface Sender {
  readonly holder: KeyHolder;
  readonly first: Question;
}

/** Taken, and told: what they guard is judged by more. */
const outdated: ReadonlySet<string> = new Set(['des-cbc', 'des-ede3-cbc', 'sha1']);
const nonceBytes = 16;
const dayMs = 86_400_000;
/** Of the certificate that a phone signs with before it has one: longer than anybody takes to agree. */
const ownCertificateMs = 366 * dayMs;
/** No phone of this program is older, whatever its clock says. */
const earliestMs = Date.UTC(2026, 0, 1);

export class ScepProtocol implements EnrolmentProtocol {
  readonly #server: EnrolmentServer;

  constructor(server: EnrolmentServer) {
    this.#server = server;
  }

  async authorities(): Promise<ToldAuthorities> {
    const { url, hasFingerprint } = this.#server;
    const known = await this.#get('GetCACert', { type: 'phone' });
    const isStranger = known.type === 'failed' && known.failure === 'certificate' && hasFingerprint;
    const answer = isStranger ? await this.#get('GetCACert', { type: 'nobody' }) : known;
    if (answer.type === 'failed' || answer.status !== 200) return failedBy(answer, this.#nowMs);
    const certificates = readAuthorities(answer.bytes);
    if (certificates === undefined) return failed('protocol', 'no certificates of authorities');
    return { type: 'told', certificates, proven: url.protocol === 'https:' && !isStranger };
  }

  async enrol(request: EnrolmentRequest): Promise<Enrolled> {
    const servers = serversAmong(request.authorities);
    if (servers === undefined) return failed('unproven', 'no authority with a key of RSA is believed');
    const provenBy: ProvenBy = { type: 'told', authorities: request.authorities };
    const capabilities = await this.#capabilities(provenBy);
    const asked = { transaction: transactionOf(request), nonce: this.#server.random.bytes(nonceBytes) };
    const sender = senderOf(request, capabilities, this.#nowMs);
    const message = sender && messageOf(request, servers, sender, asked);
    if (sender === undefined || message === undefined) return failed('unusable', 'SCEP needs keys of RSA');
    const answer = await this.#send(message, capabilities, provenBy);
    if (answer.type === 'failed' || answer.status !== 200) return failedBy(answer, this.#nowMs);
    const reply = readReply(answer.bytes, asked, servers.signers);
    if (reply.type !== 'pending') return enrolledBy(reply, sender.holder);
    const waitMs = retryAfterMs(answer, this.#nowMs);
    return { type: 'pending', ticket: asked.transaction, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
  }

  get #nowMs(): number {
    return this.#server.clock.wall.ms;
  }

  /** §3.5.1: a server that does not know the question can do nothing special. */
  async #capabilities(provenBy: ProvenBy): Promise<Capabilities> {
    const answer = await this.#get('GetCACaps', provenBy);
    return readCapabilities(answer.type === 'answered' && answer.status === 200 ? answer.bytes : new Uint8Array());
  }

  #get(operation: Operation, provenBy: ProvenBy): Promise<Answer> {
    const { exchange, label } = this.#server;
    return exchange({ url: this.#place(operation, label), provenBy });
  }

  /** §4.1: by GET only to those who know no other way. */
  #send(message: Buffer, { post }: Capabilities, provenBy: ProvenBy): Promise<Answer> {
    const { exchange } = this.#server;
    if (!post) return exchange({ url: this.#place('PKIOperation', message.toString('base64')), provenBy });
    const headers = { 'content-type': 'application/x-pki-message' };
    return exchange({ url: this.#place('PKIOperation', ''), body: { headers, bytes: message }, provenBy });
  }

  #place(operation: Operation, message: string): URL {
    const url = new URL(this.#server.url);
    url.searchParams.set('operation', operation);
    if (message !== '') url.searchParams.set('message', message);
    return url;
  }
}

/** Undefined: with no key of RSA, with which alone one is answered. */
function senderOf(request: EnrolmentRequest, { renewal }: Capabilities, nowMs: number): Sender | undefined {
  try {
    const current = renewal && request.current !== undefined ? holderOf(request.current) : undefined;
    if (current !== undefined) return { holder: current, first: 'renewal' };
    const holder = holderOf(newcomer(request, nowMs));
    return holder && { holder, first: 'request' };
  } catch {
    return undefined;
  }
}

function holderOf(identity: Identity): KeyHolder | undefined {
  const [certificate] = readCertificates(identity.certificate) ?? [];
  const key = createPrivateKey(identity.privateKey);
  return certificate !== undefined && key.asymmetricKeyType === 'rsa' ? { certificate, key } : undefined;
}

/** §2.3: who has no certificate yet signs as himself. By the same name and number after a restart: what is answered is sealed for those. */
function newcomer({ csr, key }: EnrolmentRequest, nowMs: number): Identity {
  const subject = { name: subjectOf(csr), alternativeNames: undefined };
  const serialNumber = Buffer.from([1, ...createHash('sha256').update(csr).digest().subarray(0, 15)]);
  const fromMs = Math.max(nowMs, earliestMs) - dayMs;
  const validity = { fromMs, untilMs: fromMs + ownCertificateMs, serialNumber };
  return { certificate: selfSignedCertificate(key, subject, validity), privateKey: key };
}

/** The same for the same request, whenever it is sent (§3.2.1.1): what was granted and did not arrive is granted again. */
function transactionOf({ csr }: EnrolmentRequest): string {
  return createHash('sha256').update(csr).digest('hex');
}

/** Undefined: an authority has a key that cannot be used. */
function messageOf({ csr, ticket }: EnrolmentRequest, servers: ScepServers, sender: Sender, asked: Asked): Buffer | undefined {
  const { recipient, issuer } = servers;
  const { holder, first } = sender;
  try {
    if (ticket === undefined) return pkiMessage(first, envelopedData(csr, recipient), asked, holder);
    return pkiMessage('poll', envelopedData(issuerAndSubject(csr, issuer), recipient), asked, holder);
  } catch {
    return undefined;
  }
}

/** §3.3.3: what is waited for. */
function issuerAndSubject(csr: Uint8Array, issuer: X509Certificate): Buffer {
  return sequence(partsOf(issuer)?.subject ?? sequence(), subjectOf(csr));
}

function subjectOf(csr: Uint8Array): Uint8Array {
  return elementAt(csr, 0, 1)?.whole ?? sequence();
}

function enrolledBy(reply: Exclude<Reply, { type: 'pending' }>, holder: KeyHolder): Enrolled {
  if (reply.type === 'wrong') return failed('protocol', reply.detail);
  if (reply.type === 'refused')
    return failed('refused', `the server refuses: ${reply.reason}${reply.words && `, ${reply.words}`}`);
  const sealed = withDefiniteLengths(reply.sealed);
  const opened = sealed && openEnvelopedData(sealed, holder);
  const certificates = opened && certificatesOfPkcs7(opened.content);
  if (certificates === undefined) return failed('protocol', 'no certificates where the server grants one');
  const weak = [opened?.cipher, reply.digest].filter((name) => name !== undefined && outdated.has(name));
  return { type: 'issued', certificates, ...(weak.length > 0 && { remark: `the server uses ${weak.join(' and ')}` }) };
}

function failed(reason: EnrolmentFailed['reason'], detail: string): EnrolmentFailed {
  return { type: 'failed', reason, detail };
}
