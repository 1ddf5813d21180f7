// The network goes away for two seconds and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { levelDbov } from '../support/tone-meter.ts';

/** 500 Hz in µ-law, loud. */
const LOUD = Uint8Array.from({ length: 160 }, (_, index) => (index % 16 < 8 ? 0x80 : 0x00));

test('a call survives an outage of two seconds, and the sound comes back', async () => {
  await using probe = await RtpProbe.open();
  await using station = await MediaStation.open();
  station.talkTo(probe.port);
  // From then on it listens.
  while (probe.packets.length === 0) await pause(10);
  let packet = 0;
  const talk = async (packets: number): Promise<void> => {
    for (const end = packet + packets; packet < end; packet++) {
      probe.speak(station.rtpPort, { sequence: packet, timestamp: packet * 160, payload: LOUD });
      await pause(18);
    }
  };
  await talk(30);
  // What is spoken meanwhile is lost.
  packet += 100;
  await pause(2000);
  const { concealedMs } = await station.statistics();
  assert.ok(concealedMs >= 100 && concealedMs < 500, `${concealedMs}`);
  const silence = await station.listen('earpiece', 100);
  assert.equal(levelDbov(silence), -127);
  const heard = station.listen('earpiece', 500);
  await talk(40);
  assert.ok(levelDbov(await heard) > -15);
  const { packetsLost, packetsReceived } = await station.statistics();
  assert.equal(packetsLost, 100);
  assert.equal(packetsReceived, 70);
  assert.deepEqual([station.count('mediaLost'), station.count('mediaStarted')], [0, 1]);
});
