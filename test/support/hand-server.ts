// A SIP server over UDP, written by hand: it keeps every message as text and answers as a test says. It shares no code with the phone's
// SIP, so that what it sees is what is on the wire.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

export interface HandMessage {
  /** All of it. */
  readonly text: string;
  readonly startLine: string;
  /** Of a request; of a response the CSeq's. */
  readonly method: string;
  /** Undefined for a request. */
  readonly status: number | undefined;
  readonly body: string;
  readonly from: RemoteInfo;
  /** Came before, with the same branch. */
  readonly isRepeat: boolean;
}

export interface HandAnswer {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly bodyType?: string;
}

/** Undefined: no answer at all. */
export type Answering = (request: HandMessage) => HandAnswer | undefined;

/** What a NOTIFY says. */
export interface HandNews {
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly sequence?: number;
  /** Of Subscription-State: `active`, `terminated;reason=noresource`. */
  readonly state?: string;
}

export interface HandRequest {
  readonly uri: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly callId?: string;
  readonly branch?: string;
  readonly sequence?: number;
  readonly from?: string;
  readonly to?: string;
}

const longestWaitMs = 40_000;
/** Ours, in every answer. */
const tag = 'hand';
let count = 0;

/** The first value of a header; empty where there is none. */
export function headerOf(message: HandMessage, name: string): string {
  return headersOf(message, name)[0] ?? '';
}

export function headersOf(message: HandMessage, name: string): readonly string[] {
  const prefix = `${name.toLowerCase()}:`;
  const head = message.text.split('\r\n\r\n')[0] ?? '';
  return head.split('\r\n').flatMap((line) => (line.toLowerCase().startsWith(prefix) ? [line.slice(prefix.length).trim()] : []));
}

/** Where who sent it is reached, as it says. */
export function contactOf(message: HandMessage): string {
  return /<([^>]+)>/.exec(headerOf(message, 'Contact'))?.[1] ?? '';
}

/** One stream to a port of loopback: of µ-law, or of these payload types. */
export function soundAt(port: number, more: readonly string[] = [], formats = '0'): string {
  const session = ['v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return [...session, `m=audio ${port} RTP/AVP ${formats}`, ...more, ''].join('\r\n');
}

export class HandServer implements AsyncDisposable {
  /** In the order of their coming; repeats too. */
  readonly messages: HandMessage[] = [];
  /** By method, for this test or the next call. What is not here gets 200. */
  readonly answers: Map<string, Answering> = new Map();
  readonly address: string;
  readonly port: number;
  readonly #socket: Socket;
  readonly #taken = new Set<HandMessage>();
  readonly #seen = new Set<string>();
  /** What requests were answered last, by transaction. */
  readonly #answered = new Map<string, string>();

  private constructor(socket: Socket) {
    const { address, port } = socket.address();
    this.address = address;
    this.port = port;
    this.#socket = socket;
    socket.on('message', (bytes, from) => this.#received(bytes.toString('utf8'), from));
    socket.on('error', () => undefined);
  }

  static open(address = '127.0.0.1', port = 0): Promise<HandServer> {
    const socket = createSocket('udp4');
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, () => resolve(new HandServer(socket)));
    });
  }

  /** The next message of this method (or status, as `200 INVITE`) that no test took before, repeats left out. */
  async next(what: string, wants: (message: HandMessage) => boolean = () => true): Promise<HandMessage> {
    const deadline = performance.now() + longestWaitMs;
    for (;;) {
      const found = this.messages.find((each) => !each.isRepeat && !this.#taken.has(each) && isOf(each, what) && wants(each));
      if (found !== undefined) {
        this.#taken.add(found);
        return found;
      }
      if (performance.now() > deadline) {
        throw new Error(`no ${what} came to port ${this.port}:\n${this.messages.map(({ startLine }) => startLine).join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** What came so far is nobody's any more. */
  forget(): void {
    for (const message of this.messages) this.#taken.add(message);
  }

  /** All requests of this method, repeats left out. */
  requests(method: string): readonly HandMessage[] {
    return this.messages.filter((each) => !each.isRepeat && isOf(each, method));
  }

  /** Of this method and not taken, repeats left out. */
  waiting(what: string): readonly HandMessage[] {
    return this.messages.filter((each) => !each.isRepeat && !this.#taken.has(each) && isOf(each, what));
  }

  answer(request: HandMessage, answer: HandAnswer): void {
    const { status, headers = [], body = '', bodyType = 'application/sdp' } = answer;
    const lines = [
      `SIP/2.0 ${status} As The Test Says`,
      ...headersOf(request, 'Via').map((via) => `Via: ${via.replace(/;rport(?==|;|$)/, `;rport=${request.from.port}`)}`),
      `From: ${headerOf(request, 'From')}`,
      `To: ${ours(request)}`,
      `Call-ID: ${headerOf(request, 'Call-ID')}`,
      `CSeq: ${headerOf(request, 'CSeq')}`,
      ...this.#usual(request, status).filter((line) => !headers.some((given) => nameOf(given) === nameOf(line))),
      ...headers,
      ...(body === '' ? [] : [`Content-Type: ${bodyType}`]),
    ];
    const text = message(lines, body);
    this.#answered.set(transactionOf(request), text);
    this.raw(text, request.from);
  }

  /** Sends a request and says what it was, so that answers can be told apart. */
  ask(method: string, to: { readonly port: number; readonly address: string }, request: HandRequest): Required<HandRequest> {
    count += 1;
    const whole = {
      headers: [],
      body: '',
      callId: `hand-${count}`,
      branch: `z9hG4bKhand${count}`,
      sequence: 1,
      from: `<sip:1009@${this.address}>;tag=hand${count}`,
      to: `<${request.uri}>`,
      ...request,
    };
    const lines = [
      `${method} ${whole.uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:${this.port};branch=${whole.branch};rport`,
      'Max-Forwards: 70',
      `From: ${whole.from}`,
      `To: ${whole.to}`,
      `Call-ID: ${whole.callId}`,
      `CSeq: ${whole.sequence} ${method}`,
      `Contact: <sip:1009@${this.address}:${this.port}>`,
      ...whole.headers,
      ...(whole.body === '' || whole.headers.some((line) => /^content-type:/i.test(line))
        ? []
        : ['Content-Type: application/sdp']),
    ];
    this.raw(message(lines, whole.body), to);
    return whole;
  }

  /** Tells who subscribed (RFC 6665 §4.2.2). */
  notify(subscribe: HandMessage, news: HandNews = {}): void {
    const { headers = [], body = '', sequence = 1, state = 'active' } = news;
    this.ask('NOTIFY', subscribe.from, {
      uri: contactOf(subscribe),
      callId: headerOf(subscribe, 'Call-ID'),
      from: ours(subscribe),
      to: headerOf(subscribe, 'From'),
      sequence,
      headers: [
        `Event: ${headerOf(subscribe, 'Event')}`,
        `Subscription-State: ${state}${state === 'active' ? ';expires=3600' : ''}`,
        ...headers,
      ],
      body,
    });
  }

  raw(text: string, { port, address }: { readonly port: number; readonly address: string }): void {
    this.#socket.send(text, port, address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }

  /** What stands in an answer where the test says nothing else. */
  #usual(request: HandMessage, status: number): readonly string[] {
    const expires = headerOf(request, 'Expires') || '3600';
    if (request.method !== 'REGISTER') {
      const contact = `Contact: <sip:${this.address}:${this.port}>`;
      return request.method === 'SUBSCRIBE' ? [contact, `Expires: ${expires}`] : [contact];
    }
    // A registrar tells what is registered now (RFC 3261 §10.3).
    const contact = headerOf(request, 'Contact');
    if (status !== 200 || contact === '' || contact === '*' || expires === '0') return [];
    return [`Contact: ${contact.replace(/;expires=\d+/, '')};expires=${expires}`];
  }

  #received(text: string, from: RemoteInfo): void {
    const startLine = text.split('\r\n')[0] ?? '';
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const status = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1];
    const method = /^CSeq:\s*\d+\s+(\S+)/im.exec(head)?.[1] ?? '';
    const key = `${startLine} ${/^Via:.*;branch=([^;\s]+)/im.exec(head)?.[1]} ${method} ${/^To:.*;tag=(\S+)/im.exec(head)?.[1]}`;
    const seen: HandMessage = {
      text,
      startLine,
      method,
      status: status === undefined ? undefined : Number(status),
      body: rest.join('\r\n\r\n'),
      from,
      isRepeat: this.#seen.has(key),
    };
    this.#seen.add(key);
    this.messages.push(seen);
    if (seen.status !== undefined || method === 'ACK' || method === '') return;
    // A phone that was kept from its socket for a moment asks again, though the answer is there (RFC 3261 §17.1.2).
    const before = seen.isRepeat ? this.#answered.get(transactionOf(seen)) : undefined;
    if (before !== undefined) {
      this.raw(before, from);
      return;
    }
    const answering = this.answers.get(method);
    const answer = answering === undefined ? { status: 200 } : answering(seen);
    if (answer !== undefined) this.answer(seen, answer);
  }
}

function isOf({ method, status }: HandMessage, what: string): boolean {
  return what === (status === undefined ? method : `${status} ${method}`);
}

/** RFC 3261 §17.2.3, as far as one phone needs it. */
function transactionOf(request: HandMessage): string {
  return `${request.method} ${/;branch=([^;\s]+)/.exec(headerOf(request, 'Via'))?.[1]}`;
}

/** Whom the request is for, as we name ourselves. */
function ours(request: HandMessage): string {
  const to = headerOf(request, 'To');
  return to.includes(';tag=') ? to : `${to};tag=${tag}`;
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase();
}

function message(lines: readonly string[], body: string): string {
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}
