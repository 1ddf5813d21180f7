// The measuring itself: what the interop tests call clean audio must not be said of audio that is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sine } from '../../support/tone-meter.ts';
import { assertTone } from './calls.ts';
import { toMuLaw } from './tone-pcap.ts';
import { assertCleanAudio, type RtpPacket, soundOf } from './wire-rtp.ts';

/** Five seconds of 1 kHz, as a faultless phone sends it; numbers pass their ends on the way. */
function faultless(): RtpPacket[] {
  const samples = sine(1000, -16, 8000, 5000);
  return Array.from({ length: 250 }, (_, index) => ({
    atMs: 1_000_000 + index * 20 + (index % 3) * 0.1,
    ssrc: '0x01020304',
    sequence: (65_500 + index) & 0xffff,
    timestamp: (2 ** 32 - 8000 + index * 160) >>> 0,
    marker: index === 0,
    payloadType: 0,
    port: 50_000,
    payload: Uint8Array.from(samples.subarray(index * 160, (index + 1) * 160), toMuLaw),
  }));
}

const changed = (at: number, change: (packet: RtpPacket) => Partial<RtpPacket>): RtpPacket[] =>
  faultless().map((packet, index) => (index >= at ? { ...packet, ...change(packet) } : packet));

test('a faultless stream is clean, and its sound is the tone that was put in', () => {
  const packets = faultless();
  const rhythm = assertCleanAudio(packets, 4);
  assert.equal(rhythm.packets, 250);
  assert.ok(Math.abs(rhythm.perSecond - 50) < 0.1, `${rhythm.perSecond}`);
  assert.ok(rhythm.worstOffGridMs <= 0.2, `${rhythm.worstOffGridMs}`);
  assertTone(soundOf(packets), 1000);
});

const faults: Readonly<Record<string, RtpPacket[]>> = {
  'a missing packet': faultless().filter((_, index) => index !== 100),
  'a repeated packet': faultless().flatMap((packet, index) => (index === 100 ? [packet, packet] : [packet])),
  'a jump of the timestamp': changed(100, ({ timestamp }) => ({ timestamp: (timestamp + 80) >>> 0 })),
  'a second marker': faultless().map((packet, index) => (index === 100 ? { ...packet, marker: true } : packet)),
  'no marker': faultless().map((packet) => ({ ...packet, marker: false })),
  'a second source': changed(100, () => ({ ssrc: '0x0a0a0a0a' })),
  'a slow clock': faultless().map((packet, index) => ({ ...packet, atMs: packet.atMs + index * 0.2 })),
  'a short packet': changed(249, ({ payload }) => ({ payload: payload.subarray(0, 80) })),
  'too little of it': faultless().slice(0, 150),
  nothing: [],
};
for (const [name, packets] of Object.entries(faults)) {
  test(`not clean: ${name}`, () => {
    assert.throws(() => assertCleanAudio(packets, 4), assert.AssertionError);
  });
}

test('A-law is decoded as ITU-T G.711 says', () => {
  const [packet] = faultless();
  assert.ok(packet);
  // Table 1a: the first and last steps of both signs.
  const { samples } = soundOf([{ ...packet, payloadType: 8, payload: Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a) }]);
  assert.deepEqual([...samples], [8, -8, 32_256, -32_256]);
});
