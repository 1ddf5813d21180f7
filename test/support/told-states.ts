// A server by hand (hand-server.ts) that tells whoever subscribed how others stand, as a test says, and lets itself be called: what lamps and
// labels of keys need.

import { HandCall } from './hand-call.ts';
import { type HandAnswer, type HandMessage, HandServer, headerOf, soundAt } from './hand-server.ts';

interface Watcher {
  readonly about: string;
  readonly request: HandMessage;
  sequence: number;
}

interface Told {
  readonly type: string;
  readonly body: string;
  /** Of Subscription-State: `active`, `terminated;reason=noresource`. */
  readonly state: string;
}

/** Nothing listens there. */
const soundPort = 9;

export class StateTeller implements AsyncDisposable {
  /** Status of the answer to a method about a user (`REGISTER 1003`) where it is not 200, or 486 for INVITE. 0: no answer. */
  readonly statuses: Map<string, number> = new Map();
  readonly hand: HandServer;
  /** REGISTERs, by user. */
  readonly #phones = new Map<string, HandMessage>();
  readonly #told = new Map<string, Told>();
  /** By Call-ID. */
  readonly #watchers = new Map<string, Watcher>();
  readonly #ringing = new Map<string, HandMessage>();

  private constructor(hand: HandServer) {
    this.hand = hand;
    for (const method of ['REGISTER', 'SUBSCRIBE', 'INVITE', 'CANCEL', 'PUBLISH', 'REFER']) {
      hand.answers.set(method, (request) => this.#answerTo(request));
    }
  }

  static async open(): Promise<StateTeller> {
    return new StateTeller(await HandServer.open());
  }

  get port(): number {
    return this.hand.port;
  }

  /** How often a user was asked for something. */
  count(method: string, user: string): number {
    return this.hand.waiting(method).filter((request) => userOf(request) === user).length;
  }

  /** From now on, to those who subscribed and those who will. `#` in the body becomes the number of the document. */
  tell(event: string, user: string, type: string, body: string, state = 'active'): void {
    const about = `${event} ${user}`;
    this.#told.set(about, { type, body, state });
    for (const watcher of this.#watchers.values()) if (watcher.about === about) this.#notify(watcher);
  }

  /** How the calls of somebody stand: application/dialog-info+xml (RFC 4235). */
  tellDialogs(user: string, dialogs: string): void {
    const head = `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="#" state="full"`;
    const body = `${head} entity="sip:${user}@${this.hand.address}">${dialogs}</dialog-info>`;
    this.tell('dialog', user, 'application/dialog-info+xml', body);
  }

  /** Calls a registered user; the result gives the call up again while it rings. */
  call(user: string): () => Promise<void> {
    const phone = this.#phones.get(user);
    if (phone === undefined) throw new Error(`${user} has not registered`);
    const call = new HandCall(this.hand, phone, { body: soundAt(soundPort) });
    return async () => {
      call.request('CANCEL');
      await this.hand.next('487 INVITE');
      call.request('ACK');
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.hand[Symbol.asyncDispose]();
  }

  #answerTo(request: HandMessage): HandAnswer | undefined {
    const { method } = request;
    const user = userOf(request);
    const status = this.statuses.get(`${method} ${user}`) ?? (method === 'INVITE' ? 486 : 200);
    if (status === 0) return undefined;
    const callId = headerOf(request, 'Call-ID');
    if (method === 'REGISTER' && status === 200) this.#phones.set(user, request);
    if (method === 'INVITE' && status < 200) this.#ringing.set(callId, request);
    const cancelled = method === 'CANCEL' ? this.#ringing.get(callId) : undefined;
    if (cancelled !== undefined) this.hand.answer(cancelled, { status: 487 });
    if (method === 'INVITE' && status === 200) return { status, body: sessionFor(request) };
    // The answer goes first.
    if (method === 'SUBSCRIBE' && status === 200) setImmediate(() => this.#subscribed(request, user));
    return { status };
  }

  #subscribed(request: HandMessage, user: string): void {
    const callId = headerOf(request, 'Call-ID');
    const about = `${headerOf(request, 'Event').split(';')[0]} ${user}`;
    const watcher = this.#watchers.get(callId) ?? { about, request, sequence: 0 };
    this.#watchers.set(callId, watcher);
    if (this.#told.has(about)) this.#notify(watcher);
  }

  #notify(watcher: Watcher): void {
    const { about, request } = watcher;
    const { type, body, state } = this.#told.get(about) as Told;
    const sequence = ++watcher.sequence;
    this.hand.notify(request, {
      headers: [`Content-Type: ${type}`],
      body: body.replace('#', String(sequence)),
      sequence,
      state,
    });
  }
}

/** RFC 3264 §6.1: who is held only hears. */
function sessionFor({ body }: HandMessage): string {
  return soundAt(soundPort, [/^a=sendonly/m.test(body) ? 'a=recvonly' : 'a=sendrecv']);
}

function userOf(request: HandMessage): string {
  return /sips?:([^@>;]+)@/.exec(headerOf(request, 'To'))?.[1] ?? '';
}
