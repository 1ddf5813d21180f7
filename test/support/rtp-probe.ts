// A pair of UDP sockets that speaks RTP and RTCP by hand, so that the core is judged by something that shares no code with it.
import { createSocket, type Socket } from 'node:dgram';

export interface SeenPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
  /** All of it, as it came. */
  readonly bytes: Buffer;
  readonly atMs: number;
  /** Literal address of the sender. */
  readonly from: string;
}

export interface Spoken {
  readonly payloadType?: number;
  readonly marker?: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc?: number;
  readonly payload: Uint8Array;
}

export class RtpProbe implements AsyncDisposable {
  readonly packets: SeenPacket[] = [];
  readonly reports: Buffer[] = [];
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly port: number;

  private constructor(rtp: Socket, rtcp: Socket, port: number) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.port = port;
    rtp.on('message', (bytes, sender) => {
      this.packets.push(read(bytes, sender.address));
    });
    rtcp.on('message', (bytes) => {
      this.reports.push(bytes);
    });
  }

  /** `address` is another one of loopback for a stranger. */
  static async open(address = '127.0.0.1'): Promise<RtpProbe> {
    for (;;) {
      const rtp = await bind(address, 0);
      const { port } = rtp?.address() ?? { port: 0 };
      const rtcp = port % 2 === 0 && port < 65_535 ? await bind(address, port + 1) : undefined;
      if (rtp !== undefined && rtcp !== undefined) return new RtpProbe(rtp, rtcp, port);
      rtp?.close();
    }
  }

  speak(port: number, spoken: Spoken, address?: string): void {
    this.raw(port, rtpPacket(spoken), address);
  }

  raw(port: number, bytes: Uint8Array, address = '127.0.0.1'): void {
    this.#rtp.send(bytes, port, address);
  }

  report(port: number, bytes: Uint8Array): void {
    this.#rtcp.send(bytes, port, '127.0.0.1');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#rtp.close();
    this.#rtcp.close();
  }
}

export function rtpPacket(spoken: Spoken): Buffer {
  const { payloadType = 0, marker = false, ssrc = 0x1234_5678 } = spoken;
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = (marker ? 0x80 : 0) | payloadType;
  header.writeUInt16BE(spoken.sequence & 0xffff, 2);
  header.writeUInt32BE(spoken.timestamp >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, spoken.payload]);
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, address, () => {
      resolve(socket);
    });
  });
}

function read(bytes: Buffer, from: string): SeenPacket {
  return {
    marker: ((bytes[1] ?? 0) & 0x80) !== 0,
    payloadType: (bytes[1] ?? 0) & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(12),
    bytes,
    atMs: performance.now(),
    from,
  };
}
