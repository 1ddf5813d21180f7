// The RTP and RTCP of a capture: rhythm, numbers, reports and the sound itself.

import assert from 'node:assert/strict';
import { levelDbov, toneLevel } from '../../support/tone-meter.ts';
import type { Sound } from '../../support/wav-file.ts';
import type { Capture } from './capture.ts';
import { notQuoted, ofThePhone } from './wire-sip.ts';

export type From = 'phone' | 'peer';

export interface RtpPacket {
  readonly atMs: number;
  readonly ssrc: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payloadType: number;
  readonly port: number;
  readonly payload: Uint8Array;
}

export interface EventPacket {
  readonly atMs: number;
  readonly timestamp: string;
  readonly marker: boolean;
  readonly event: number;
  readonly end: boolean;
  readonly duration: number;
}

/** Of a clean stream; what `make interop` reports beside its verdict. */
export interface Rhythm {
  readonly packets: number;
  readonly perSecond: number;
  readonly meanSpacingMs: number;
  readonly p99OffGridMs: number;
  readonly worstOffGridMs: number;
}

const packetTimeMs = 20;
const samplesPerPacket = 160;
/** A simulated card that was stopped for longer skips what it missed (media/native/src/device/simulated_device.cc). */
const stoodStillMs = 480;

const source = (from: From): string => (from === 'phone' ? ofThePhone : `!${ofThePhone}`);

/** Audio only, in the order of the wire. */
export async function audioPackets(capture: Capture, from: From): Promise<readonly RtpPacket[]> {
  const fields = [
    'frame.time_epoch',
    'rtp.ssrc',
    'rtp.seq',
    'rtp.timestamp',
    'rtp.marker',
    'rtp.p_type',
    'udp.srcport',
    'rtp.payload',
  ] as const;
  const rows = await capture.rows(`rtp && !rtpevent && ${notQuoted} && rtp.payload && ${source(from)}`, fields);
  return rows.map((row) => ({
    atMs: Number(row['frame.time_epoch']) * 1000,
    ssrc: row['rtp.ssrc'],
    sequence: Number(row['rtp.seq']),
    timestamp: Number(row['rtp.timestamp']),
    marker: isSet(row['rtp.marker']),
    payloadType: Number(row['rtp.p_type']),
    port: Number(row['udp.srcport']),
    payload: Buffer.from(row['rtp.payload'].replaceAll(':', ''), 'hex'),
  }));
}

/** RFC 4733 events, in the order of the wire. */
export async function eventPackets(capture: Capture, from: From): Promise<readonly EventPacket[]> {
  const fields = [
    ...(['frame.time_epoch', 'rtp.timestamp', 'rtp.marker', 'rtpevent.event_id', 'rtpevent.end_of_event'] as const),
    'rtpevent.duration',
  ] as const;
  const rows = await capture.rows(`rtpevent && ${notQuoted} && ${source(from)}`, fields);
  return rows.map((row) => ({
    atMs: Number(row['frame.time_epoch']) * 1000,
    timestamp: row['rtp.timestamp'],
    marker: isSet(row['rtp.marker']),
    event: Number(row['rtpevent.event_id']),
    end: isSet(row['rtpevent.end_of_event']),
    duration: Number(row['rtpevent.duration']),
  }));
}

/** Releases of tshark say `1` or `True`. */
function isSet(cell: string): boolean {
  return cell === '1' || cell === 'True';
}

/** RFC 3550 §5.1 and RFC 3551 §4.1: one source, no gap, 160 samples a packet, 50 packets a second (but while the whole machine stands still, once), the marker at the start alone. */
export function assertCleanAudio(packets: readonly RtpPacket[], leastSeconds: number): Rhythm {
  const [first] = packets;
  const last = packets.at(-1);
  assert.ok(first !== undefined && last !== undefined, 'there is audio');
  const seconds = (last.atMs - first.atMs) / 1000;
  assert.ok(seconds >= leastSeconds, `${seconds} s of audio, wanted ${leastSeconds}`);
  assert.equal(new Set(packets.map(({ ssrc }) => ssrc)).size, 1, 'one SSRC');
  assert.equal(first.marker, true, 'marker on the first packet');
  const offGrid: number[] = [];
  packets.forEach((packet, index) => {
    assert.equal((packet.sequence - first.sequence) & 0xffff, index & 0xffff, `sequence number of packet ${index}`);
    assert.equal((packet.timestamp - first.timestamp) >>> 0, (index * samplesPerPacket) >>> 0, `timestamp of packet ${index}`);
    assert.equal(packet.payload.length, samplesPerPacket, `length of packet ${index}`);
    if (index > 0) assert.equal(packet.marker, false, `marker on packet ${index}`);
    offGrid.push(packet.atMs - first.atMs - index * packetTimeMs);
  });
  const spacings = packets.slice(1).map(({ atMs }, index) => atMs - (packets[index]?.atMs ?? 0));
  const kept = spacings.filter((ms) => ms < stoodStillMs);
  assert.ok(spacings.length - kept.length <= 1, `stood still: ${spacings.filter((ms) => !kept.includes(ms))} ms`);
  const meanSpacingMs = kept.reduce((sum, ms) => sum + ms, 0) / kept.length;
  assert.ok(Math.abs(meanSpacingMs - packetTimeMs) < 0.1, `mean spacing ${meanSpacingMs} ms`);
  const middle = median(offGrid);
  const off = offGrid.map((ms) => Math.abs(ms - middle)).sort((a, b) => a - b);
  return {
    packets: packets.length,
    perSecond: round((packets.length - 1) / seconds),
    meanSpacingMs: round(meanSpacingMs),
    p99OffGridMs: round(off[Math.floor(off.length * 0.99)] ?? 0),
    worstOffGridMs: round(off.at(-1) ?? 0),
  };
}

/** RFC 3550 §6: reports with a CNAME while the call lives, a goodbye at its end. */
export async function assertReports(capture: Capture): Promise<void> {
  const rows = await capture.rows(`rtcp && ${notQuoted} && ${source('phone')}`, [
    'rtcp.pt',
    'rtcp.sdes.type',
    'rtcp.ssrc.identifier',
  ]);
  const types = rows.map((row) => row['rtcp.pt'].split('|'));
  assert.ok(types.length > 1, 'a report while the call lives, and one at its end');
  for (const [index, compound] of types.entries()) {
    assert.match(compound[0] ?? '', /^20[01]$/, 'a compound packet begins with a report');
    assert.ok(compound.includes('202'), 'every compound packet has a source description');
    assert.ok(rows[index]?.['rtcp.sdes.type'].split('|').includes('1'), 'with a CNAME');
  }
  assert.ok(
    types.some((compound) => compound.includes('200')),
    'a sender report',
  );
  const reported = rows.some((row, index) => types[index]?.[0] === '200' && row['rtcp.ssrc.identifier'] !== '');
  assert.ok(reported, 'a report about what was received');
  assert.ok(types.at(-1)?.includes('203'), 'the last says goodbye');
}

/** Heard by who listens on the wire, there is noise and none of the tones. */
export async function assertUnreadable(capture: Capture, tones: readonly number[]): Promise<void> {
  for (const from of ['phone', 'peer'] as const) {
    const rows = await capture.rows(`rtp && ${notQuoted} && ${source(from)}`, ['udp.payload']);
    // Four tenths of a second are enough to tell a tone from noise; how long they talk is up to who listens.
    assert.ok(rows.length > 20, `${rows.length} packets of the ${from}`);
    const payloads = rows.map((row) =>
      Buffer.from(row['udp.payload'].replaceAll(':', ''), 'hex').subarray(12, 12 + samplesPerPacket),
    );
    const [samples, sampleRateHz] = [Int16Array.from(payloads.flatMap((payload) => Array.from(payload, fromMuLaw))), 8000];
    const level = levelDbov(samples);
    assert.ok(level > -20, `noise is loud: ${level} dBov`);
    for (const hz of tones) assert.ok(toneLevel(samples, sampleRateHz, hz) < level - 12, `${hz} Hz is not in it`);
  }
  // Of ours: baresip 1.0 says its goodbye in clear.
  const names = await capture.rows(`rtcp.sdes.text && ${notQuoted} && ${source('phone')}`, ['rtcp.sdes.text']);
  assert.deepEqual(names, [], 'no report can be read');
}

/** G.711 µ-law or A-law back to samples, for the tone meter. */
export function soundOf(packets: readonly RtpPacket[]): Sound {
  const samples = packets.flatMap(({ payload, payloadType }) => Array.from(payload, payloadType === 8 ? fromALaw : fromMuLaw));
  return { sampleRateHz: 8000, samples: Int16Array.from(samples) };
}

function fromMuLaw(code: number): number {
  const inverted = ~code & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
  return inverted & 0x80 ? -magnitude : magnitude;
}

function fromALaw(code: number): number {
  const toggled = code ^ 0x55;
  const segment = (toggled >> 4) & 7;
  const step = ((toggled & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment > 1 ? step << (segment - 1) : step;
  return toggled & 0x80 ? magnitude : -magnitude;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
