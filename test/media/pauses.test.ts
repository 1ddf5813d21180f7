// Pauses in what is said: left out on the wire, described (RFC 3389, Opus), and filled at the other end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comfortNoise } from '#media/codecs';
import type { CodecChoice } from '#media/messages';
import { G722, MediaStation, PCMU, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { levelDbov, sine } from '../support/tone-meter.ts';

const RATE = 16_000;
const NOISE: CodecChoice = { ...comfortNoise, packetTimeMs: 10 };
const OPUS: CodecChoice = {
  name: 'opus',
  payloadType: 96,
  clockRateHz: 48_000,
  channels: 2,
  packetTimeMs: 20,
  discontinuous: true,
};

/** A second of sound, two of nearly nothing. */
function wordAndPause(): Int16Array {
  const samples = new Int16Array(3 * RATE);
  samples.set(sine(1000, -20, RATE, 1000));
  for (let index = RATE; index < samples.length; index++) samples[index] = ((index * 7919) % 21) - 10;
  return samples;
}

function configure(station: MediaStation, rtpPort: number, codec: CodecChoice, noise: boolean): void {
  station.send({
    type: 'configureSession',
    session: 1,
    remote: { address: '127.0.0.1', rtpPort, rtcpPort: rtpPort + 1 },
    direction: 'sendrecv',
    send: codec,
    receive: [codec, NOISE],
    telephoneEvent: { send: undefined, receive: undefined },
    ...(noise ? { comfortNoise: NOISE.payloadType } : {}),
  });
  station.send({ type: 'connectSession', session: 1, heard: true });
}

for (const [codec, noise] of [
  [PCMU, true],
  [G722, true],
  [OPUS, false],
] as const) {
  test(`${codec.name} leaves out pauses, and the talk that follows is marked`, async () => {
    await using station = await MediaStation.open();
    await using probe = await RtpProbe.open();
    configure(station, probe.port, codec, noise);
    station.engine.simulatedSound.setMicrophone(wordAndPause(), true);
    await pause(3500);
    const sent = probe.packets;
    assert.ok(sent.length > 60 && sent.length < 135, `${sent.length} packets of 175`);
    const descriptions = sent.filter(({ payloadType }) => payloadType === NOISE.payloadType);
    if (noise) assert.ok(descriptions.length > 0 && descriptions.every(({ payload }) => (payload[0] ?? 0) > 60));
    else assert.equal(descriptions.length, 0);
    assert.ok(sent.filter(({ marker }) => marker).length >= 2, 'the first of each talk');
    const steps = sent.slice(1).map(({ sequence }, index) => (sequence - (sent[index]?.sequence ?? 0)) & 0xffff);
    assert.ok(
      steps.every((step) => step === 1),
      'nothing looks lost',
    );
  });
}

test('what is described as noise is heard as noise of its level, and counts as no loss', async () => {
  await using station = await MediaStation.open();
  await using probe = await RtpProbe.open();
  configure(station, probe.port, PCMU, false);
  await pause(50);
  for (let index = 0; index < 10; index++) {
    probe.speak(station.rtpPort, {
      payloadType: 0,
      sequence: index,
      timestamp: 160 * index,
      payload: new Uint8Array(160).fill(0xff),
    });
    await pause(20);
  }
  probe.speak(station.rtpPort, { payloadType: 13, sequence: 10, timestamp: 1600, payload: Uint8Array.of(45) });
  await pause(400);
  const level = levelDbov(await station.listen('earpiece', 500));
  assert.ok(Math.abs(level + 45) < 3, `${level} dBov`);
  const statistics = await station.statistics();
  assert.equal(statistics.packetsLost, 0);
  assert.equal(statistics.packetsRefused, 0);
});
