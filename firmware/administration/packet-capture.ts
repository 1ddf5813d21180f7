// Records the phone's own SIP and, when wanted, copies of its RTP in memory, until it is fetched as a file.

import { createSocket, type Socket } from 'node:dgram';
import type { PacketMirror } from '#media/messages';
import type { CaptureState } from '#ui/administration/diagnostics';
import type { Clock } from '#ui/ports';
import type { MediaFlow } from '../calls/media-flow.ts';
import type { SignalledMessage, SignallingTrace } from '../system/signalling-trace.ts';
import { CapturedMedia, type MediaCopy } from './captured-media.ts';
import { type CapturedPacket, pcapFile } from './pcap.ts';

export interface PacketCaptureOptions {
  readonly clock: Clock;
  readonly trace: SignallingTrace;
  readonly localAddress: () => string;
  /** RTP of calls that begin from now on is copied there, or no longer. */
  readonly mirrorMedia: (to: PacketMirror | undefined, flowing?: (flow: MediaFlow) => void) => void;
}

const mostBytes = 4_194_304;
const sipPort = 5060;

/** A copy of RTP finds its ways when the file is made, if not before. */
type Kept = CapturedPacket | (Omit<CapturedPacket, 'from' | 'to'> & { readonly copy: MediaCopy });

export class PacketCapture {
  readonly #options: PacketCaptureOptions;
  readonly #media = new CapturedMedia();
  #packets: Kept[] = [];
  #bytes = 0;
  #overflowed = false;
  #socket: Socket | undefined;
  #stopListening: (() => void) | undefined;

  constructor(options: PacketCaptureOptions) {
    this.#options = options;
  }

  get state(): CaptureState {
    return {
      running: this.#stopListening !== undefined,
      packets: this.#packets.length,
      bytes: this.#bytes,
      overflowed: this.#overflowed,
      withMedia: this.#socket !== undefined,
    };
  }

  /** Begins anew; what was recorded before is gone. */
  async start(withMedia: boolean): Promise<void> {
    this.stop();
    this.#packets = [];
    this.#bytes = 0;
    this.#overflowed = false;
    this.#media.clear();
    this.#stopListening = this.#options.trace.listenFromNow((message) => this.#said(message));
    if (withMedia) await this.#listenToMedia();
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    if (this.#socket === undefined) return;
    this.#options.mirrorMedia(undefined);
    this.#socket.close();
    this.#socket = undefined;
  }

  file(): Uint8Array {
    return pcapFile(
      this.#packets.map((packet) => ('copy' in packet ? { ...packet, ...this.#media.wayAtLast(packet.copy) } : packet)),
    );
  }

  async #listenToMedia(): Promise<void> {
    const socket = createSocket('udp4');
    this.#socket = socket;
    socket.on('error', () => this.stop());
    socket.on('message', (bytes, { port }) => this.#copied(bytes, port));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    if (this.#socket === socket) {
      this.#options.mirrorMedia({ address: '127.0.0.1', port: socket.address().port }, (flow) => this.#media.told(flow));
    }
  }

  #said({ direction, remote, text }: SignalledMessage): void {
    const us = { address: this.#options.localAddress(), port: sipPort };
    const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(remote) ?? [];
    const them = { address: host, port: Number(port) || sipPort };
    const [from, to] = direction === 'sent' ? [us, them] : [them, us];
    this.#keep({ atMs: this.#options.clock.wall.ms, from, to, payload: Buffer.from(text, 'utf8') });
  }

  #copied(bytes: Uint8Array, mirror: number): void {
    if (bytes.length < 12) return;
    // RFC 3550 §5.1: who speaks stands in octets 8 to 11.
    const copy = { source: new DataView(bytes.buffer, bytes.byteOffset).getUint32(8), mirror };
    const packet = { atMs: this.#options.clock.wall.ms, payload: Uint8Array.from(bytes) };
    const way = this.#media.way(copy);
    this.#keep(way === undefined ? { ...packet, copy } : { ...packet, ...way });
  }

  #keep(packet: Kept): void {
    this.#packets.push(packet);
    this.#bytes += packet.payload.length;
    let gone = 0;
    while (this.#bytes > mostBytes) this.#bytes -= this.#packets[gone++]?.payload.length ?? this.#bytes;
    if (gone === 0) return;
    this.#overflowed = true;
    this.#packets.splice(0, gone);
  }
}
