// Copies of a session's RTP to an administrator's machine.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SrtpKeys } from '#media/messages';
import { eventually } from '../support/eventually.ts';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';

const SILENCE = new Uint8Array(160).fill(0xff);

const keys = (fill: number): SrtpKeys => ({
  suite: 'AES_CM_128_HMAC_SHA1_80',
  master: new Uint8Array(30).fill(fill),
  encryptsRtcp: true,
});

/** So many packets at least. */
function spoken(probe: RtpProbe, count: number): Promise<void> {
  return eventually(async () => assert.ok(probe.packets.length >= count, `${probe.packets.length} packets`));
}

describe('a mirror of packets', { concurrency: true }, () => {
  test('gets what is sent and what came, byte by byte, and no RTCP', async () => {
    await using probe = await RtpProbe.open();
    await using mirror = await RtpProbe.open();
    await using station = await MediaStation.open();
    const { rtpPort, rtcpPort } = await station.openSession(2, '127.0.0.1', {
      mirror: { address: '127.0.0.1', port: mirror.port },
    });
    station.talkTo(probe.port, { session: 2 });
    await spoken(probe, 1);
    for (let sequence = 0; sequence < 5; sequence++) {
      probe.speak(rtpPort, { sequence, timestamp: sequence * 160, payload: SILENCE });
    }
    probe.report(rtcpPort, Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 1]));
    await spoken(probe, 6);
    await eventually(async () => assert.equal((await station.statistics(2)).packetsReceived, 5));
    station.send({ type: 'closeSession', session: 2 });
    await eventually(async () => assert.equal(mirror.packets.length, probe.packets.length + 5));
    await pause(100);
    const ours = probe.packets[0]?.ssrc;
    const sent = mirror.packets.filter(({ ssrc }) => ssrc === ours);
    assert.ok(sent.length > 5);
    assert.deepEqual(
      sent.map(({ bytes }) => bytes.toString('hex')),
      probe.packets.map(({ bytes }) => bytes.toString('hex')),
    );
    const came = mirror.packets.filter(({ ssrc }) => ssrc === 0x1234_5678);
    assert.deepEqual(
      came.map(({ sequence }) => sequence),
      [0, 1, 2, 3, 4],
    );
    assert.equal(sent.length + came.length, mirror.packets.length);
  });

  test('of an encrypted call sees it encrypted, both ways', async () => {
    await using probe = await RtpProbe.open();
    await using mirror = await RtpProbe.open();
    await using station = await MediaStation.open();
    const { rtpPort } = await station.openSession(2, '127.0.0.1', { mirror: { address: '127.0.0.1', port: mirror.port } });
    station.talkTo(probe.port, { session: 2, encryption: { send: keys(1), receive: keys(2) } });
    await spoken(probe, 1);
    probe.speak(rtpPort, { sequence: 7, timestamp: 160, payload: SILENCE });
    await spoken(probe, 6);
    await eventually(async () => assert.equal((await station.statistics(2)).packetsRefused, 1));
    station.send({ type: 'closeSession', session: 2 });
    await eventually(async () => assert.equal(mirror.packets.length, probe.packets.length + 1));
    const ours = mirror.packets.filter(({ ssrc }) => ssrc === probe.packets[0]?.ssrc);
    assert.ok(ours.length > 5);
    for (const { payload } of ours) assert.equal(payload.length, 170, 'with its tag of ten bytes');
    // What did not come by the keys is copied as it came.
    assert.equal(mirror.packets.filter(({ ssrc }) => ssrc === 0x1234_5678).length, 1);
  });

  test('that is not there costs the call nothing', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    const { rtpPort } = await station.openSession(2, '127.0.0.1', { mirror: { address: '127.0.0.1', port: 1 } });
    station.talkTo(probe.port, { session: 2 });
    await spoken(probe, 1);
    for (let sequence = 0; sequence < 10; sequence++) {
      probe.speak(rtpPort, { sequence, timestamp: sequence * 160, payload: SILENCE });
    }
    await spoken(probe, 11);
    await eventually(async () => assert.equal((await station.statistics(2)).packetsReceived, 10));
    const numbers = probe.packets.map(({ sequence }) => sequence);
    assert.ok(numbers.every((sequence, index) => sequence === (((numbers[0] ?? 0) + index) & 0xffff)));
  });

  test('is not there unless it is asked for', async () => {
    await using probe = await RtpProbe.open();
    await using mirror = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await spoken(probe, 4);
    assert.equal(mirror.packets.length, 0);
  });
});
