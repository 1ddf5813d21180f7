// An office's telephone system by hand, on a socket: registers phones, keeps every message as text, answers as a test says, calls. It
// shares no code with the phone.

import { createSocket, type Socket } from 'node:dgram';

export interface OfficeMessage {
  readonly startLine: string;
  /** Of a response, the one of its CSeq. */
  readonly method: string;
  /** Undefined for a request. */
  readonly status: number | undefined;
  readonly text: string;
  readonly body: string;
}

export interface OfficeAnswer {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly sdp?: string;
}

/** What a method is answered; undefined: nothing yet. */
export type OfficeRule = (request: OfficeMessage) => OfficeAnswer | undefined;

const host = '127.0.0.1';
const tag = 'office';

export class SipOffice implements AsyncDisposable {
  /** Requests and responses of the phone in their order; what a request is repeated by is answered again and not here. */
  readonly received: OfficeMessage[] = [];
  /** By method; others are answered 200. An INVITE without a rule rings. */
  readonly rules: Map<string, OfficeRule> = new Map();
  readonly port: number;
  readonly #socket: Socket;
  /** What each request was answered last; nothing yet when undefined. */
  readonly #answered = new Map<string, readonly string[] | undefined>();
  #phonePort = 0;
  /** Where the phone registered. */
  #contact = '';
  #count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (bytes, { port }) => this.#receive(bytes.toString('utf8'), port));
    socket.on('error', () => undefined);
  }

  static open(): Promise<SipOffice> {
    const socket = createSocket('udp4');
    return new Promise((resolve) => socket.bind(0, host, () => resolve(new SipOffice(socket))));
  }

  requests(method: string): readonly OfficeMessage[] {
    return this.received.filter((message) => message.status === undefined && message.method === method);
  }

  /** Answers a request now. */
  answer(request: OfficeMessage, { status, headers = [], sdp }: OfficeAnswer): void {
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].flatMap((name) => all(request, name).map((value) => `${name}: ${value}`));
    const to = header(request, 'To');
    const lines = [
      `SIP/2.0 ${status} Said`,
      ...copied,
      `To: ${/;tag=/.test(to) ? to : `${to};tag=${tag}`}`,
      ...(request.method === 'REGISTER' ? [] : [`Contact: <sip:office@${host}:${this.port}>`]),
      ...headers,
      ...bodyLines(sdp),
    ];
    this.#answered.set(transactionOf(request), lines);
    this.#send(lines);
  }

  /** A call to the phone; the test acknowledges and ends it. */
  call(options: { readonly from?: string; readonly headers?: readonly string[]; readonly sdp?: string } = {}): OfficeCall {
    const { from = '"Caller" <sip:2000@127.0.0.1>', headers = [], sdp = sdpOf(40_000) } = options;
    const call = new OfficeCall(this, `${from};tag=${tag}`, `office-${++this.#count}-${this.port}`);
    call.request('INVITE', headers, sdp);
    return call;
  }

  /** Sends a request outside of any call. */
  send(method: string, headers: readonly string[], body?: string): void {
    this.#count++;
    this.write(
      method,
      `office-${this.#count}-${this.port}`,
      1,
      `<sip:office@${host}>;tag=${tag}`,
      '<sip:phone@127.0.0.1>',
      headers,
      body,
    );
  }

  /** The first NOTIFY of a subscription that was granted. */
  notify(subscribe: OfficeMessage): void {
    const headers = [`Event: ${header(subscribe, 'Event')}`, 'Subscription-State: active;expires=600'];
    const from = `${header(subscribe, 'To')};tag=${tag}`;
    this.write('NOTIFY', header(subscribe, 'Call-ID'), 1, from, header(subscribe, 'From'), headers);
  }

  write(
    method: string,
    callId: string,
    sequence: number,
    from: string,
    to: string,
    headers: readonly string[],
    body?: string,
  ): void {
    // RFC 3261 §9.1: a CANCEL has the branch of what it cancels.
    const branch = `z9hG4bK-${method === 'CANCEL' ? 'INVITE' : method}-${sequence}-${callId}`;
    this.#send([
      `${method} ${this.#contact} SIP/2.0`,
      `Via: SIP/2.0/UDP ${host}:${this.port};branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:office@${host}:${this.port}>`,
      ...headers,
      ...bodyLines(body),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }

  #send(lines: readonly string[]): void {
    this.#socket.send(lines.join('\r\n'), this.#phonePort, host);
  }

  /** A phone that was kept from its socket for a moment asks again, though the answer is there (RFC 3261 §17.1.2). */
  #isRepeat(request: OfficeMessage): boolean {
    const transaction = transactionOf(request);
    if (!this.#answered.has(transaction)) {
      this.#answered.set(transaction, undefined);
      return false;
    }
    const answer = this.#answered.get(transaction);
    if (answer !== undefined) this.#send(answer);
    return true;
  }

  #receive(text: string, port: number): void {
    this.#phonePort = port;
    const [startLine = ''] = text.split('\r\n', 1);
    const status = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1];
    const method = status === undefined ? (startLine.split(' ')[0] ?? '') : (/^CSeq: *\d+ +(\w+)/im.exec(text)?.[1] ?? '');
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    const message = { startLine, method, status: status === undefined ? undefined : Number(status), text, body };
    if (status === undefined && this.#isRepeat(message)) return;
    this.received.push(message);
    if (method === 'REGISTER') this.#contact = /<([^>]+)>/.exec(header(message, 'Contact'))?.[1] ?? '';
    if (message.status !== undefined || method === 'ACK') return;
    const rule = this.rules.get(method) ?? usualRules[method] ?? (() => ({ status: 200 }));
    const answer = rule(message);
    if (answer !== undefined) this.answer(message, answer);
  }
}

/** RFC 3261 §17.2.3, as far as one phone needs it. */
function transactionOf(request: OfficeMessage): string {
  return `${request.method} ${/;branch=([^;\s]+)/.exec(header(request, 'Via'))?.[1]}`;
}

const usualRules: Readonly<Record<string, OfficeRule>> = {
  REGISTER: (request) => ({ status: 200, headers: [`Contact: ${header(request, 'Contact')};expires=600`] }),
  SUBSCRIBE: (request) => ({ status: 200, headers: [`Expires: ${header(request, 'Expires')}`] }),
  INVITE: () => ({ status: 180 }),
};

/** One that the office makes. */
export class OfficeCall {
  readonly id: string;
  readonly #office: SipOffice;
  readonly #from: string;
  #sequence = 0;

  constructor(office: SipOffice, from: string, id: string) {
    this.#office = office;
    this.#from = from;
    this.id = id;
  }

  /** What the phone answered to the INVITE, the last of it. */
  get answer(): OfficeMessage | undefined {
    return this.#said('INVITE').at(-1);
  }

  get statuses(): readonly (number | undefined)[] {
    return this.#said('INVITE').map(({ status }) => status);
  }

  /** What the phone sent in this call. */
  get messages(): readonly OfficeMessage[] {
    return this.#office.received.filter((message) => header(message, 'Call-ID') === this.id);
  }

  request(method: string, headers: readonly string[] = [], body?: string): void {
    const to = this.answer === undefined ? '<sip:phone@127.0.0.1>' : header(this.answer, 'To');
    const sequence = method === 'ACK' || method === 'CANCEL' ? this.#sequence : ++this.#sequence;
    this.#office.write(method, this.id, sequence, this.#from, to, headers, body);
  }

  /** Where the phone wants its sound. */
  get port(): number {
    return Number(/^m=audio (\d+)/m.exec(this.answer?.body ?? '')?.[1]);
  }

  #said(method: string): readonly OfficeMessage[] {
    return this.messages.filter((message) => message.status !== undefined && message.method === method);
  }
}

/** One stream of µ-law to `port`. */
export function sdpOf(port: number, formats = '0', more: readonly string[] = []): string {
  const lines = ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0', `m=audio ${port} RTP/AVP ${formats}`];
  return `${[...lines, ...more].join('\r\n')}\r\n`;
}

/** The first of that name, or nothing. */
export function header(message: OfficeMessage, name: string): string {
  return all(message, name)[0] ?? '';
}

function all({ text }: OfficeMessage, name: string): readonly string[] {
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  const prefix = `${name.toLowerCase()}:`;
  return head.split('\r\n').flatMap((line) => (line.toLowerCase().startsWith(prefix) ? [line.slice(prefix.length).trim()] : []));
}

function bodyLines(body: string | undefined): readonly string[] {
  if (body === undefined) return ['Content-Length: 0', '', ''];
  const type = body.startsWith('v=0') ? ['Content-Type: application/sdp'] : [];
  return [...type, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
}
