// A call to one of the lab's numbers, from the called side (RFC 3261 §13.3, §15.1.2). The number says what happens in it.

import { confirmed, type Dialog, dialogKey, dialogOfRequest, withRemoteSequence, withRemoteTarget } from '#sip/dialog/dialog';
import { requestWithin } from '#sip/dialog/dialog-request';
import { newTag } from '#sip/dialog/identifiers';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import type { Clock, Random } from '#sip/ports';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { SdpSession } from '#sip/sdp/sdp-session';
import { serializeSdp } from '#sip/sdp/serialize-sdp';
import type { SessionDescription } from '#sip/sdp/session-description';
import { defaultTimers } from '#sip/timers';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import { AcceptedResponse } from '#sip/ua/call/accepted-response';
import type { LocalMedia } from '#sip/ua/media-session';
import { RtpStream } from './rtp-stream.ts';

export interface LabCallOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly transactions: TransactionLayer;
  readonly transaction: ServerTransaction;
  /** Literal address that sound comes from. */
  readonly address: string;
  readonly contact: string;
  /** Each answer to the INVITE. */
  readonly answered: (status: number) => void;
  readonly ended: (call: LabCall) => void;
}

const audio = [
  { name: 'PCMA', clockRateHz: 8000, channels: 1, payloadType: 8, formatParameters: undefined },
  { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined },
];

export class LabCall {
  readonly #options: LabCallOptions;
  readonly #tag: string;
  readonly #sdp: SdpSession;
  #dialog: Dialog;
  #stream: RtpStream | undefined;
  #accepted: AcceptedResponse | undefined;
  #final = false;
  #over = false;

  constructor(options: LabCallOptions) {
    this.#options = options;
    this.#tag = newTag(options.random);
    this.#sdp = new SdpSession(String(Buffer.from(options.random.bytes(6)).readUIntBE(0, 6)));
    this.#dialog = dialogOfRequest(options.transaction.request, this.#tag, 'early');
  }

  get key(): string {
    return dialogKey(this.#dialog.callId, this.#tag, this.#dialog.remoteTag);
  }

  get over(): boolean {
    return this.#over;
  }

  ring(): void {
    this.#respond(180);
  }

  refuse(status: number): void {
    if (this.#final) return;
    this.#final = true;
    this.#respond(status);
    this.#end();
  }

  /** 183 with sound before the answer. Undefined when there is nothing that both could speak; the caller has been told. */
  async progress(): Promise<RtpStream | undefined> {
    return await this.#describe((body) => this.#respond(183, body));
  }

  /** 200; the stream of `progress` goes on. */
  async answer(): Promise<RtpStream | undefined> {
    return await this.#describe((body) => {
      this.#final = true;
      this.#dialog = confirmed(this.#dialog);
      this.#accept(this.#options.transaction, body);
      this.#options.answered(200);
    });
  }

  /** BYE after the answer. */
  hangUp(): void {
    if (this.#over || this.#dialog.state !== 'confirmed') return;
    const { transactions, transaction } = this.#options;
    const { request } = requestWithin(this.#dialog, 'BYE');
    transactions.sendRequest(request, transaction.source, () => undefined);
    this.#end();
  }

  /** The caller gave up while it rang. */
  cancelled(): void {
    this.refuse(487);
  }

  acknowledged(ack: SipRequest): void {
    this.#accepted?.stop();
    const answer = this.#sdp.isOffering ? parseSdp(ack.body) : undefined;
    if (answer?.ok !== true) return;
    const outcome = this.#sdp.receiveAnswer(answer.description);
    if (outcome.type === 'agreed') this.#stream?.configure(outcome.media);
  }

  /** A request within the call. */
  received(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { dialog, inOrder } = withRemoteSequence(this.#dialog, request);
    if (!inOrder) {
      transaction.respond(makeResponse(request, 500));
      return;
    }
    this.#dialog = withRemoteTarget(dialog, request.headers);
    if (request.method === 'INVITE') this.#modify(transaction);
    else transaction.respond(makeResponse(request, request.method === 'INFO' || request.method === 'REFER' ? 501 : 200));
    if (request.method === 'BYE') this.#end();
  }

  /** Without a word to the other side. */
  close(): void {
    this.#end();
  }

  async #describe(respond: (body: SessionDescription | undefined) => void): Promise<RtpStream | undefined> {
    const { clock, random, address, transaction } = this.#options;
    const known = this.#stream;
    this.#stream ??= await RtpStream.open(address, clock, random);
    if (this.#over || this.#final) {
      this.#stream.close();
      return undefined;
    }
    const description = known === undefined ? this.#answerTo(transaction.request) : this.#lastAnswer;
    if (description === undefined) {
      this.refuse(488);
      return undefined;
    }
    this.#lastAnswer = description;
    respond(description);
    return this.#stream;
  }

  #lastAnswer: SessionDescription | undefined;

  /** The offer of an INVITE without one is ours (§13.2.1). */
  #answerTo(request: SipRequest): SessionDescription | undefined {
    const media = this.#localMedia();
    if (request.body.length === 0) return this.#sdp.createOffer(media, 'sendrecv');
    const offer = parseSdp(request.body);
    const outcome = offer.ok ? this.#sdp.receiveOffer(offer.description, media, 'sendrecv') : undefined;
    if (outcome?.type !== 'answered') return undefined;
    this.#stream?.configure(outcome.media);
    return outcome.answer;
  }

  #localMedia(): LocalMedia {
    const { address } = this.#options;
    const rtpPort = this.#stream?.port ?? 0;
    const family = address.includes(':') ? 6 : 4;
    return { address, family, rtpPort, rtcpPort: rtpPort + 1, codecs: audio, packetTimeMs: 20, telephoneEvent: true };
  }

  #modify(transaction: ServerTransaction): void {
    const answer = this.#answerTo(transaction.request);
    if (answer === undefined) transaction.respond(makeResponse(transaction.request, 488));
    else this.#accept(transaction, answer);
  }

  #accept(transaction: ServerTransaction, body: SessionDescription | undefined): void {
    this.#accepted?.stop();
    this.#accepted = new AcceptedResponse({
      clock: this.#options.clock,
      timers: defaultTimers,
      transaction,
      response: this.#response(transaction.request, 200, body),
      unacknowledged: () => this.hangUp(),
    });
    this.#accepted.send();
  }

  #respond(status: number, body?: SessionDescription): void {
    const { transaction, answered } = this.#options;
    transaction.respond(this.#response(transaction.request, status, body));
    answered(status);
  }

  #response(request: SipRequest, status: number, body: SessionDescription | undefined): SipResponse {
    const response = makeResponse(request, status, undefined, this.#tag);
    if (status < 300) response.headers.push('Contact', this.#options.contact);
    if (body === undefined) return response;
    response.headers.push('Content-Type', 'application/sdp');
    return { ...response, body: serializeSdp(body) };
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#accepted?.stop();
    this.#stream?.close();
    this.#options.ended(this);
  }
}
