// The lab's end of a call's sound: one RTP stream each way (RFC 3550), G.711 and telephone-event (RFC 4733).

import type { Clock, Random, Timer } from '#sip/ports';
import { sends } from '#sip/sdp/direction';
import type { NegotiatedMedia } from '#sip/ua/media-session';
import { companding } from './g711.ts';
import { openPortPair, type PortPair } from './port-pair.ts';

export const sampleRateHz = 8000;
const frameMs = 20;
const frameLength = (sampleRateHz * frameMs) / 1000;

/** The next `frameLength` samples; undefined ends the playing. */
export type FrameSource = (length: number) => Int16Array | undefined;

export interface VoicePacket {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

export interface RtpStreamListener {
  voice?(packet: VoicePacket): void;
  /** Once an event, 0 to 15. */
  digit?(event: number): void;
}

export class RtpStream {
  /** Who hears what comes in. */
  listener: RtpStreamListener = {};
  readonly #clock: Clock;
  readonly #ports: PortPair;
  readonly #ssrc: number;
  readonly #firstTimestamp: number;
  #sequence: number;
  #media: NegotiatedMedia | undefined;
  #timer: Timer | undefined;
  #lastEventTimestamp: number | undefined;

  private constructor(clock: Clock, random: Random, ports: PortPair) {
    const bytes = Buffer.from(random.bytes(10));
    this.#clock = clock;
    this.#ports = ports;
    this.#ssrc = bytes.readUInt32BE(0);
    this.#firstTimestamp = bytes.readUInt32BE(4);
    this.#sequence = bytes.readUInt16BE(8);
    ports.rtp.on('message', (bytes) => this.#received(bytes));
  }

  static async open(address: string, clock: Clock, random: Random): Promise<RtpStream> {
    return new RtpStream(clock, random, await openPortPair(address));
  }

  get port(): number {
    return this.#ports.port;
  }

  /** What offer and answer settled, again after each further one. */
  configure(media: NegotiatedMedia): void {
    this.#media = media;
  }

  /** In place of what was played before. */
  play(source: FrameSource): void {
    this.#timer?.cancel();
    const startMs = this.#clock.monotonicMs;
    const timestamp = this.#firstTimestamp + Math.round((startMs * sampleRateHz) / 1000);
    const tick = (frame: number): void => {
      const samples = source(frameLength);
      if (samples === undefined) return;
      const { encode } = companding(this.#media?.send.name ?? 'PCMU');
      this.send({
        payloadType: this.#media?.send.payloadType ?? 0,
        marker: frame === 0,
        timestamp: timestamp + frame * frameLength,
        payload: Uint8Array.from(samples, encode),
      });
      const dueMs = startMs + (frame + 1) * frameMs;
      this.#timer = this.#clock.setTimer(Math.max(0, dueMs - this.#clock.monotonicMs), () => tick(frame + 1));
    };
    tick(0);
  }

  /** Under our own source and sequence. Nothing goes out while the other side holds the call. */
  send(packet: Omit<VoicePacket, 'sequence'>): void {
    const media = this.#media;
    if (media === undefined || !sends(media.direction)) return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
    header.writeUInt16BE(this.#sequence, 2);
    header.writeUInt32BE(packet.timestamp >>> 0, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    this.sendRaw(Buffer.concat([header, packet.payload]));
  }

  /** Any bytes, from where the sound comes from. */
  sendRaw(bytes: Uint8Array): void {
    const media = this.#media;
    if (media !== undefined) this.#ports.rtp.send(bytes, media.remoteRtpPort, media.remoteAddress);
  }

  close(): void {
    this.#timer?.cancel();
    this.#ports.rtp.close();
    this.#ports.rtcp.close();
  }

  #received(bytes: Buffer): void {
    const payloadStart = 12 + 4 * ((bytes[0] ?? 0) & 0x0f);
    if (bytes.length < payloadStart || (bytes[0] ?? 0) >> 6 !== 2) return;
    const payloadType = (bytes[1] ?? 0) & 0x7f;
    const marker = ((bytes[1] ?? 0) & 0x80) !== 0;
    const timestamp = bytes.readUInt32BE(4);
    const payload = bytes.subarray(payloadStart);
    if (payloadType === this.#media?.telephoneEvent.receive) this.#eventReceived(timestamp, payload);
    else if (this.#media?.receive.some((codec) => codec.payloadType === payloadType) === true) {
      this.listener.voice?.({ payloadType, marker, sequence: bytes.readUInt16BE(2), timestamp, payload });
    }
  }

  /** RFC 4733 §2.5: one event is many packets of one timestamp; the first of them tells it. */
  #eventReceived(timestamp: number, payload: Buffer): void {
    const event = payload[0];
    if (payload.length < 4 || event === undefined || event > 15 || timestamp === this.#lastEventTimestamp) return;
    this.#lastEventTimestamp = timestamp;
    this.listener.digit?.(event);
  }
}
