// The other side has our SSRC, by chance or because it sends back what we say (RFC 3550 §8.2).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { levelDbov } from '../support/tone-meter.ts';

const goodbye = 203;
/** A square wave of 1 kHz. */
const loud = Uint8Array.from({ length: 160 }, (_, index) => (index % 8 < 4 ? 0x90 : 0x10));

const sources = ({ packets }: RtpProbe): readonly number[] => [...new Set(packets.map(({ ssrc }) => ssrc))];

async function firstSource(probe: RtpProbe): Promise<number> {
  await eventually(async () => assert.ok(probe.packets.length > 0));
  return probe.packets[0]?.ssrc ?? 0;
}

/** Which sources said goodbye. */
function left({ reports }: RtpProbe): readonly number[] {
  return reports.flatMap((report) => {
    for (let at = 0; at + 8 <= report.length; at += (report.readUInt16BE(at + 2) + 1) * 4) {
      if (report[at + 1] === goodbye) return [report.readUInt32BE(at + 4)];
    }
    return [];
  });
}

describe('somebody else with our SSRC', { concurrency: true }, () => {
  test('we become another source, the former says goodbye, and both go on to be heard', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    const former = await firstSource(probe);
    const heard = station.listen('earpiece', 1000);
    for (let index = 0; index < 60; index++) {
      probe.speak(station.rtpPort, { sequence: index, timestamp: index * 160, ssrc: former, payload: loud });
      await pause(20);
    }
    await eventually(async () => assert.ok(probe.packets.at(-1)?.ssrc !== former));
    assert.ok(levelDbov((await heard).subarray(-3200)) > -30, 'the other side is heard');
    assert.deepEqual(left(probe), [former]);
    const [, ours = 0, ...more] = sources(probe);
    assert.deepEqual(more, [], 'one change is enough');
    const own = probe.packets.filter(({ ssrc }) => ssrc === ours);
    assert.ok(own[0]?.marker);
    assert.ok(own.every(({ sequence }, index) => index === 0 || sequence === (((own[index - 1]?.sequence ?? 0) + 1) & 0xffff)));
    const last = probe.packets.filter(({ ssrc }) => ssrc === former).at(-1);
    assert.ok(((own[0]?.timestamp ?? 0) - (last?.timestamp ?? 0)) >>> 0 <= 640, 'the clock goes on');
  });

  test('what is reflected makes us change once, and is heard', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    const former = await firstSource(probe);
    let reflected = 0;
    for (let index = 0; index < 60; index++) {
      for (const { bytes } of probe.packets.slice(reflected)) probe.raw(station.rtpPort, bytes);
      reflected = probe.packets.length;
      await pause(20);
    }
    assert.equal(sources(probe).length, 2);
    assert.deepEqual(left(probe), [former]);
  });

  test('our own reports that come back are nobody’s, and end nothing', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    const former = await firstSource(probe);
    const words = [0x81c9_0007, former, former, 0x8000_0001, 0, 0, 0, 0, 0x81cb_0001, former];
    const report = Buffer.concat(
      words.map((word) => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(word >>> 0);
        return bytes;
      }),
    );
    probe.report(station.rtcpPort, report);
    await eventually(async () => assert.equal(sources(probe).length, 2));
    probe.report(station.rtcpPort, report);
    await pause(60);
    const statistics = await station.statistics();
    assert.equal(statistics.remoteLossFraction, undefined);
    assert.ok(!station.events.some(({ type }) => type === 'remoteLeft'));
    assert.equal(statistics.localSsrc, sources(probe)[1]);
  });
});
