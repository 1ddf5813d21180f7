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
let count = 0;

/** The first value of a header; undefined when there is none. */
export function headerOf(message: HandMessage, name: string): string | undefined {
  return headersOf(message, name)[0];
}

export function headersOf(message: HandMessage, name: string): readonly string[] {
  const prefix = `${name.toLowerCase()}:`;
  const head = message.text.split('\r\n\r\n')[0] ?? '';
  return head.split('\r\n').flatMap((line) => (line.toLowerCase().startsWith(prefix) ? [line.slice(prefix.length).trim()] : []));
}

/** One stream of G.711 to a port of loopback. */
export function soundAt(port: number, more: readonly string[] = []): string {
  const media = [`m=audio ${port} RTP/AVP 0 101`, 'a=rtpmap:101 telephone-event/8000', ...more];
  return [...['v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'], ...media, ''].join('\r\n');
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

  /** Of this method and not taken, repeats left out. */
  waiting(what: string): readonly HandMessage[] {
    return this.messages.filter((each) => !each.isRepeat && !this.#taken.has(each) && isOf(each, what));
  }

  answer(request: HandMessage, answer: HandAnswer): void {
    const { status, headers = [], body = '', bodyType = 'application/sdp' } = answer;
    const to = headerOf(request, 'To') ?? '';
    const lines = [
      `SIP/2.0 ${status} As The Test Says`,
      ...headersOf(request, 'Via').map((via) => `Via: ${via.replace(/;rport(?==|;|$)/, `;rport=${request.from.port}`)}`),
      `From: ${headerOf(request, 'From')}`,
      `To: ${to.includes(';tag=') ? to : `${to};tag=hand`}`,
      `Call-ID: ${headerOf(request, 'Call-ID')}`,
      `CSeq: ${headerOf(request, 'CSeq')}`,
      ...(headers.some((line) => line.startsWith('Contact:')) ? [] : this.#contacts(request, status)),
      ...headers,
      ...(body === '' ? [] : [`Content-Type: ${bodyType}`]),
    ];
    this.raw(message(lines, body), request.from);
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

  raw(text: string, { port, address }: { readonly port: number; readonly address: string }): void {
    this.#socket.send(text, port, address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }

  /** A registrar tells what is registered now (RFC 3261 §10.3). */
  #contacts(request: HandMessage, status: number): readonly string[] {
    if (request.method !== 'REGISTER') return [`Contact: <sip:${this.address}:${this.port}>`];
    const contact = headerOf(request, 'Contact');
    const expires = headerOf(request, 'Expires') ?? '3600';
    if (status !== 200 || contact === undefined || contact === '*' || expires === '0') return [];
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
    const answering = this.answers.get(method);
    const answer = answering === undefined ? { status: 200 } : answering(seen);
    if (answer !== undefined) this.answer(seen, answer);
  }
}

function isOf({ method, status }: HandMessage, what: string): boolean {
  return what === (status === undefined ? method : `${status} ${method}`);
}

function message(lines: readonly string[], body: string): string {
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}
