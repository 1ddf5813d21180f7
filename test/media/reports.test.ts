// RTCP (RFC 3550) and what is told about a session.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';

const SILENCE = new Uint8Array(160).fill(0xff);

/** Payload types of a compound's packets. */
function types(compound: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= compound.length; at += (compound.readUInt16BE(at + 2) + 1) * 4) found.push(compound[at + 1] ?? 0);
  return found;
}

/** One at least. */
async function reported({ reports }: RtpProbe): Promise<readonly [Buffer]> {
  await eventually(async () => assert.ok(reports.length > 0));
  return reports as readonly Buffer[] as readonly [Buffer];
}

describe('reports', { concurrency: true }, () => {
  test('the first one comes within three seconds: SR with a block and the CNAME; closing says goodbye', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    for (let index = 0; index < 10; index++) {
      if (index !== 4) probe.speak(station.rtpPort, { sequence: index, timestamp: index * 160, payload: SILENCE });
    }
    await station.next('qualityReported', ({ final }) => !final);
    const [report] = await reported(probe);
    assert.deepEqual(types(report), [200, 202]);
    assert.equal((report[0] ?? 0) & 0x1f, 1);
    assert.equal(report.readUInt32BE(4), probe.packets[0]?.ssrc);
    assert.equal(report.readUInt32BE(28), 0x1234_5678);
    assert.equal(report[32], Math.floor(256 / 10), 'fraction lost');
    assert.equal(report.readUIntBE(33, 3), 1, 'cumulative lost');
    assert.ok(report.includes('c0ffee'));
    station.send({ type: 'closeSession', session: 1 });
    const { statistics } = await station.next('qualityReported', ({ final }) => final);
    assert.equal(statistics.packetsReceived, 9);
    assert.equal(statistics.packetsLost, 1);
    await eventually(async () => assert.deepEqual(types(probe.reports.at(-1) as Buffer), [200, 202, 203]));
    const sent = probe.packets.length;
    await pause(60);
    assert.equal(probe.packets.length, sent);
  });

  test('the other side is told how well it is heard, and we hear what it says of us', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    const jitterBuffer = { minimumMs: 0, maximumMs: 120, startMs: 20, halfLifePackets: 350, mayGrow: true, mayShrink: true };
    const { rtpPort, rtcpPort } = await station.openSession(2, '127.0.0.1', { jitterBuffer });
    station.talkTo(probe.port, { session: 2, extendedReports: true });
    await pause(30);
    for (let index = 0; index < 300; index++) {
      if (index % 10 !== 4) probe.speak(rtpPort, { sequence: index, timestamp: index * 160, payload: SILENCE });
      if (index % 20 === 19) await pause(20);
    }
    const ours = probe.packets[0]?.ssrc ?? 0;
    // RFC 3611 §4.7: loss rate a quarter, round trip 77 ms, R 60, MOS-LQ 3.4, MOS-CQ unknown.
    const about = (ssrc: number, lossRate: number): Buffer => {
      const report = Buffer.alloc(8 + 44);
      report.set([0x80, 201, 0, 1, 0, 0, 0, 9, 0x80, 207, 0, 10, 0, 0, 0, 9, 7, 0, 0, 8]);
      report.writeUInt32BE(ssrc, 20);
      report[24] = lossRate;
      report.writeUInt16BE(77, 32);
      report.set([0xee, 0xce, 127, 16, 60, 127, 34, 127], 36);
      return report;
    };
    probe.report(rtcpPort, about(ours + 1, 255));
    probe.report(rtcpPort, about(ours, 64));
    const { statistics } = await station.next('qualityReported', ({ final }) => !final);
    const [report] = await reported(probe);
    assert.deepEqual(types(report), [200, 202, 207]);
    const block = report.subarray(report.length - 36);
    assert.deepEqual([...block.subarray(0, 4)], [7, 0, 0, 8], 'block type 7, length 8');
    assert.equal(block.readUInt32BE(4), 0x1234_5678, 'about the source that we hear');
    assert.ok(Math.abs((block[8] ?? 0) / 256 - 0.1) < 0.02, 'loss rate');
    assert.equal(block[23], 16, 'Gmin');
    assert.equal(block.readUInt16BE(34), 120, 'the most that the buffer may wait');
    assert.equal(statistics.bufferLimitMs, 120);
    assert.ok((block[24] ?? 0) > 40 && (block[24] ?? 0) < 90, 'R');
    assert.equal(statistics.remoteHeard?.lossRate, 0.25);
    assert.equal(statistics.remoteHeard.rating, 60);
    assert.equal(statistics.remoteHeard.listeningScore, 3.4);
    assert.equal(statistics.remoteHeard.conversationalScore, undefined);
    assert.equal(statistics.roundTripMs, 77, 'as the other side measured it, while we could not');
    assert.equal(statistics.localSsrc, ours);
    assert.equal(statistics.remoteSsrc, 0x1234_5678);
    assert.equal(statistics.lossFraction, Math.floor(0.1 * 256) / 256);
  });

  test('who does not want to tell sends no extended report', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    probe.speak(station.rtpPort, { sequence: 1, timestamp: 160, payload: SILENCE });
    const { statistics } = await station.next('qualityReported', ({ final }) => !final);
    assert.deepEqual(types((await reported(probe))[0]), [200, 202]);
    assert.equal(statistics.remoteHeard, undefined);
    assert.equal(statistics.roundTripMs, undefined);
  });

  test('the other side leaving is told once, with its reason', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    const goodbye = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 203, 0, 3, 0, 0, 0, 1, 4, 0x64, 0x6f, 0x6e, 0x65, 0, 0, 0]);
    probe.report(station.rtcpPort, goodbye);
    probe.report(station.rtcpPort, goodbye);
    assert.equal((await station.next('remoteLeft')).reason, 'done');
    await pause(50);
    assert.equal(station.count('remoteLeft'), 1);
  });

  test('the goodbye of a source that is not heard does not end the call', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    probe.speak(station.rtpPort, { sequence: 1, timestamp: 160, ssrc: 7, payload: SILENCE });
    await station.next('mediaStarted');
    const goodbye = (ssrc: number): Buffer => Buffer.from([0x80, 201, 0, 1, 0, 0, 0, ssrc, 0x81, 203, 0, 1, 0, 0, 0, ssrc]);
    probe.report(station.rtcpPort, goodbye(8));
    await pause(60);
    assert.equal(station.count('remoteLeft'), 0);
    probe.report(station.rtcpPort, goodbye(7));
    await station.next('remoteLeft');
  });

  test('silence of five seconds is told once, and the return of sound is told', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    await station.openSession(2);
    station.talkTo(probe.port);
    station.talkTo(probe.port, { session: 2, direction: 'sendonly' });
    await pause(30);
    probe.speak(station.rtpPort, { sequence: 1, timestamp: 160, payload: SILENCE });
    await station.next('mediaStarted');
    const { silentMs, session } = await station.next('mediaLost', () => true, 30_000);
    assert.equal(session, 1, 'a session that must not hear misses nothing');
    assert.ok(silentMs >= 5000 && silentMs < 8000);
    await pause(300);
    assert.equal(station.count('mediaLost'), 1);
    probe.speak(station.rtpPort, { sequence: 2, timestamp: 50_000, payload: SILENCE });
    assert.equal((await station.next('mediaStarted')).from, `127.0.0.1:${probe.port}`);
  });

  test('a change of source is told', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    probe.speak(station.rtpPort, { sequence: 1, timestamp: 160, ssrc: 1, payload: SILENCE });
    for (const sequence of [70, 71, 72]) {
      probe.speak(station.rtpPort, { sequence, timestamp: 160 * sequence, ssrc: 2, payload: SILENCE });
    }
    await eventually(async () => assert.equal(station.count('mediaStarted'), 2));
  });
});
