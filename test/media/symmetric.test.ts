// Where our packets go when the other side's come from another port than it told: back there, where the session is symmetric.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { MediaStation, PCMU, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';

const loud = Uint8Array.from({ length: 160 }, (_, index) => (index % 8 < 4 ? 0x80 : 0x00));
/** An empty receiver report. */
const report = Uint8Array.of(0x80, 201, 0, 1, 0x12, 0x34, 0x56, 0x78);

function configure(station: MediaStation, told: RtpProbe, symmetric: boolean): void {
  station.send({
    type: 'configureSession',
    session: 1,
    remote: { address: '127.0.0.1', rtpPort: told.port, rtcpPort: told.port + 1 },
    direction: 'sendrecv',
    send: PCMU,
    receive: [PCMU],
    telephoneEvent: { send: undefined, receive: undefined },
    symmetric,
  });
}

/** So many packets of one stream. */
async function speak(from: RtpProbe, port: number, first: number, count = 10): Promise<void> {
  for (let index = first; index < first + count; index++) {
    from.speak(port, { sequence: index, timestamp: index * 160, payload: loud });
    await pause(20);
  }
}

/** One of them gets our packets, and the other none. */
async function reach(probe: RtpProbe, other: RtpProbe): Promise<void> {
  // What was on its way.
  await pause(40);
  probe.packets.length = 0;
  other.packets.length = 0;
  await eventually(async () => assert.ok(probe.packets.length >= 10, `${probe.packets.length} packets`));
  assert.equal(other.packets.length, 0);
}

describe('our packets', { concurrency: true }, () => {
  test('go to the port that the other side speaks from, reports too, also when the same is agreed on again', async () => {
    await using told = await RtpProbe.open();
    await using true_ = await RtpProbe.open();
    await using station = await MediaStation.open();
    configure(station, told, true);
    await reach(told, true_);
    true_.report(station.rtcpPort, report);
    await speak(true_, station.rtpPort, 1);
    await reach(true_, told);
    configure(station, told, true);
    await reach(true_, told);
    const reported = true_.reports.length;
    station.send({ type: 'closeSession', session: 1 });
    await eventually(async () => assert.ok(true_.reports.length > reported));
    assert.equal(told.reports.length, 0);
  });

  test('go to the port that was told as soon as somebody speaks from there', async () => {
    await using told = await RtpProbe.open();
    await using other = await RtpProbe.open();
    await using station = await MediaStation.open();
    configure(station, told, true);
    await speak(other, station.rtpPort, 1);
    await reach(other, told);
    await speak(told, station.rtpPort, 11);
    await reach(told, other);
    // Who speaks goes on being the one.
    const [speaking] = [speak(told, station.rtpPort, 40, 30), speak(other, station.rtpPort, 40, 10)];
    await reach(told, other);
    await speaking;
  });

  test('go to the port that was told in any case where the session is not symmetric, and to no other address', async () => {
    await using told = await RtpProbe.open();
    await using other = await RtpProbe.open();
    await using stranger = await RtpProbe.open('127.0.0.2');
    await using station = await MediaStation.open();
    configure(station, told, true);
    await speak(stranger, station.rtpPort, 1);
    await reach(told, stranger);
    configure(station, told, false);
    await speak(other, station.rtpPort, 100);
    await reach(told, other);
  });
});
