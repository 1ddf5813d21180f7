// A call that a server by hand makes to a phone: it keeps count of the requests, and knows what was answered.

import { contactOf, type HandMessage, type HandRequest, type HandServer, headerOf, soundAt } from './hand-server.ts';

/** Nothing listens there. */
const soundPort = 40_000;

export class HandCall {
  readonly callId: string;
  readonly #server: HandServer;
  readonly #phone: HandMessage;
  readonly #invite: Required<HandRequest>;
  #sequence = 1;

  /** To whom registered by that request. The INVITE is sent at once. */
  constructor(server: HandServer, phone: HandMessage, options: Pick<HandRequest, 'from' | 'headers' | 'body'> = {}) {
    this.#server = server;
    this.#phone = phone;
    this.#invite = server.ask('INVITE', phone.from, { body: soundAt(soundPort), ...options, uri: contactOf(phone) });
    this.callId = this.#invite.callId;
  }

  /** All that the phone sent in this call, repeats left out. */
  get messages(): readonly HandMessage[] {
    return this.#server.messages.filter((message) => !message.isRepeat && headerOf(message, 'Call-ID') === this.callId);
  }

  /** To the INVITE. */
  get statuses(): readonly number[] {
    return this.#answers.map(({ status }) => status as number);
  }

  /** To the INVITE, the last of it. */
  get answer(): HandMessage | undefined {
    return this.#answers.at(-1);
  }

  /** Where the phone wants its sound. */
  get port(): number {
    return Number(/^m=audio (\d+)/m.exec(this.answer?.body ?? '')?.[1]);
  }

  request(method: string, headers: readonly string[] = [], body = ''): void {
    const { uri, callId, from, branch, to } = this.#invite;
    const { answer } = this;
    if (method !== 'ACK' && method !== 'CANCEL') this.#sequence += 1;
    this.#server.ask(method, this.#phone.from, {
      ...{ uri, callId, from, headers, body },
      sequence: this.#sequence,
      // RFC 3261 §9.1, §17.1.1.3: a CANCEL, and the ACK of a refusal, belong to the INVITE's transaction.
      ...(method === 'CANCEL' || (method === 'ACK' && (answer?.status ?? 0) >= 300) ? { branch } : {}),
      to: method === 'CANCEL' || answer === undefined ? to : headerOf(answer, 'To'),
    });
  }

  get #answers(): readonly HandMessage[] {
    return this.messages.filter(({ method, status }) => method === 'INVITE' && status !== undefined);
  }
}
