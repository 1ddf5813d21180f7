// Real sockets on loopback with what they heard, for the tests of the transport.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { SipMessage } from '#sip/message/message';
import { NodeTransport, type NodeTransportOptions } from '#sip/transport/node-transport';
import type { Protocol, SocketAddress, TransportEvent } from '#sip/transport/transport';
import { FakeClock } from '#test/support/fake-clock';
import { RecordingLog } from '../transaction/fixture.ts';

/** Waits for the kernel, which no clock of ours drives; fails after five seconds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A transport on loopback that keeps what it hears. Its limits run on a clock that stands still. */
export class Station implements AsyncDisposable {
  readonly clock: FakeClock = new FakeClock();
  readonly events: TransportEvent[] = [];
  readonly log: RecordingLog = new RecordingLog();
  readonly transport: NodeTransport;
  #ports: ReadonlyMap<string, SocketAddress> = new Map();

  private constructor(options: Partial<NodeTransportOptions>) {
    this.transport = new NodeTransport({
      clock: this.clock,
      log: this.log,
      listener: (event) => this.events.push(event),
      ...options,
    });
  }

  static async open(address = '127.0.0.1', options: Partial<NodeTransportOptions> = {}): Promise<Station> {
    const station = new Station(options);
    const any = [{ address, port: 0 }];
    const hasIdentity = options.tls?.identity !== undefined;
    const takesWebSockets = hasIdentity && options.webSockets !== undefined;
    const bound = await station.transport.listen({
      udp: any,
      tcp: any,
      ...(hasIdentity ? { tls: any } : {}),
      ...(takesWebSockets ? { ws: any, wss: any } : {}),
    });
    station.#ports = new Map(bound.map(({ protocol, local }) => [protocol, local]));
    return station;
  }

  address(protocol: Protocol): SocketAddress {
    const local = this.#ports.get(protocol);
    if (local === undefined) throw new Error(`no ${protocol}`);
    return local;
  }

  get messages(): readonly SipMessage[] {
    return this.events.flatMap((event) => (event.type === 'messageReceived' ? [event.message] : []));
  }

  of<T extends TransportEvent['type']>(type: T): readonly (TransportEvent & { type: T })[] {
    return this.events.filter((event): event is TransportEvent & { type: T } => event.type === type);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport[Symbol.asyncDispose]();
  }
}

/** A bare TCP client. */
export class RawStream implements Disposable {
  readonly socket: Socket;
  received = '';
  isClosed = false;
  /** Codes, such as ECONNRESET. */
  readonly errors: string[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.received += bytes.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.errors.push(error.code ?? error.message));
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  static async open(station: Station): Promise<RawStream> {
    const { address, port } = station.address('TCP');
    const raw = new RawStream(connect(port, address));
    await once(raw.socket, 'connect');
    return raw;
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

/** A bare UDP client. */
export class RawDatagrams implements Disposable {
  readonly socket: UdpSocket;
  readonly received: string[] = [];

  private constructor(socket: UdpSocket) {
    this.socket = socket;
    socket.on('message', (bytes) => this.received.push(bytes.toString('latin1')));
  }

  static async open(): Promise<RawDatagrams> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RawDatagrams(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(bytes: string | Uint8Array, to: SocketAddress): void {
    this.socket.send(bytes, to.port, to.address);
  }

  [Symbol.dispose](): void {
    this.socket.close();
  }
}

/** A request as text. */
export function text(
  method: string,
  via: string,
  options: { callId?: string; cseq?: string; body?: string; length?: number } = {},
): string {
  const { callId = 'raw', cseq = `1 ${method}`, body = '', length = body.length } = options;
  return [
    `${method} sip:bob@127.0.0.1 SIP/2.0`,
    `Via: ${via}`,
    'From: <sip:alice@example.org>;tag=1',
    'To: <sip:bob@example.org>',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');
}
