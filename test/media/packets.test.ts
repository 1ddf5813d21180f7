// What goes over the wire, seen by an independent receiver.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MediaStation, PCMU, pause } from '../support/media-station.ts';
import { RtpProbe, type SeenPacket } from '../support/rtp-probe.ts';

function steps(packets: readonly SeenPacket[], of: (packet: SeenPacket) => number, modulo: number): Set<number> {
  return new Set(packets.slice(1).map((packet, index) => (of(packet) - of(packets[index] as SeenPacket) + modulo) % modulo));
}

describe('packets on the wire', { concurrency: true }, () => {
  test('fifty a second, numbered and timed without a gap, the first one marked', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(1500);
    const seen = probe.packets.slice();
    const seconds = ((seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0)) / 1000;
    const rate = (seen.length - 1) / seconds;
    // The receiver here is a busy main thread; the spacing proper is the benchmark's matter.
    assert.ok(rate > 45 && rate < 55, `${rate} a second`);
    assert.deepEqual(
      steps(seen, (packet) => packet.sequence, 2 ** 16),
      new Set([1]),
    );
    assert.deepEqual(
      steps(seen, (packet) => packet.timestamp, 2 ** 32),
      new Set([160]),
    );
    assert.equal(new Set(seen.map((packet) => packet.ssrc)).size, 1);
    assert.ok(seen.every((packet) => packet.payload.length === 160 && packet.payloadType === 0));
    assert.deepEqual(
      seen.map((packet) => packet.marker),
      seen.map((_, index) => index === 0),
    );
  });

  test('nothing is sent while the direction forbids it; time goes on and the first packet after is marked', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    for (const direction of ['inactive', 'recvonly'] as const) {
      station.talkTo(probe.port);
      await pause(120);
      station.talkTo(probe.port, { direction });
      await pause(60);
      const before = probe.packets.length;
      await pause(300);
      assert.equal(probe.packets.length, before, direction);
      const lastHeard = probe.packets[before - 1] as SeenPacket;
      station.talkTo(probe.port, { direction: 'sendonly' });
      await pause(120);
      const first = probe.packets[before] as SeenPacket;
      assert.ok(first.marker);
      assert.equal((first.sequence - lastHeard.sequence + 65_536) % 65_536, 1);
      const passed = (first.timestamp - lastHeard.timestamp + 2 ** 32) % 2 ** 32;
      assert.equal(passed % 160, 0);
      assert.ok(passed >= 300 * 8, `${passed}`);
    }
  });

  test('a configuration that changes nothing leaves the stream undisturbed', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    for (let again = 0; again < 10; again++) {
      station.talkTo(probe.port);
      await pause(40);
    }
    assert.deepEqual(
      steps(probe.packets, (packet) => packet.timestamp, 2 ** 32),
      new Set([160]),
    );
    assert.equal(probe.packets.filter((packet) => packet.marker).length, 1);
  });

  test('another packet time and codec go on in the same stream', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(200);
    station.talkTo(probe.port, { codec: { ...PCMU, name: 'PCMA', payloadType: 8, packetTimeMs: 40 } });
    await pause(300);
    const later = probe.packets.filter((packet) => packet.payloadType === 8);
    assert.ok(later.length >= 4);
    assert.ok(later.every((packet) => packet.payload.length === 320));
    assert.deepEqual(
      steps(later, (packet) => packet.timestamp, 2 ** 32),
      new Set([320]),
    );
    assert.equal(new Set(probe.packets.map((packet) => packet.ssrc)).size, 1);
  });

  test('on another address the stream goes on: same source, no gap in its numbers, and heard there', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(200);
    station.send({ type: 'rebindSession', session: 1, address: '127.0.0.2' });
    const { rtpPort, rtcpPort } = await station.next('sessionRebound');
    assert.deepEqual([rtpPort, rtcpPort], [station.rtpPort, station.rtcpPort], 'the port is free there');
    await pause(300);
    const seen = probe.packets.slice();
    assert.deepEqual(
      steps(seen, (packet) => packet.sequence, 2 ** 16),
      new Set([1]),
    );
    assert.deepEqual(
      steps(seen, (packet) => packet.timestamp, 2 ** 32),
      new Set([160]),
    );
    assert.equal(new Set(seen.map(({ ssrc }) => ssrc)).size, 1);
    assert.deepEqual(new Set(seen.map(({ from }) => from)), new Set(['127.0.0.1', '127.0.0.2']));
    probe.speak(rtpPort, { sequence: 1, timestamp: 160, payload: new Uint8Array(160).fill(0xff) }, '127.0.0.2');
    await station.next('mediaStarted');
    station.send({ type: 'rebindSession', session: 1, address: '192.0.2.1' });
    assert.match((await station.next('rebindFailed')).reason, /assign/);
    station.send({ type: 'rebindSession', session: 9, address: '127.0.0.2' });
    assert.match((await station.next('rebindFailed')).reason, /no such session/);
    assert.throws(() => station.send({ type: 'rebindSession', session: 1, address: 'fe80::1', interface: 'a b' }), /interface/);
  });

  test('what cannot be configured is refused, and the stream stays', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    const remote = { address: 'media.example.org', rtpPort: 4000, rtcpPort: 4001 };
    const telephoneEvent = { send: undefined, receive: undefined };
    station.send({
      type: 'configureSession',
      session: 1,
      remote,
      direction: 'sendrecv',
      send: PCMU,
      receive: [PCMU],
      telephoneEvent,
    });
    assert.match((await station.next('sessionRefused')).reason, /literal/);
    await pause(150);
    assert.ok(probe.packets.length > 2);
  });

  test('an odd range gives an even port, and a range without one fails', async () => {
    await using station = await MediaStation.open();
    const open = { type: 'openSession', address: '127.0.0.1', tos: 0, canonicalName: 'x' } as const;
    station.send({ ...open, session: 2, portRange: { first: 31_001, last: 31_999 } });
    const { rtpPort, rtcpPort } = await station.next('sessionOpened', (event) => event.session === 2);
    assert.equal(rtpPort % 2, 0);
    assert.equal(rtcpPort, rtpPort + 1);
    station.send({ ...open, session: 3, portRange: { first: rtpPort, last: rtpPort + 1 } });
    assert.match((await station.next('sessionFailed')).reason, /in use/);
    station.send({ ...open, session: 4, portRange: { first: 31_001, last: 31_002 } });
    assert.match((await station.next('sessionFailed')).reason, /no even port/);
    station.send({ ...open, session: 5, address: 'localhost', portRange: { first: 31_000, last: 31_999 } });
    assert.match((await station.next('sessionFailed')).reason, /literal/);
  });

  test('IPv6 carries a call too', async () => {
    await using station = new MediaStation();
    station.send({ type: 'openDevice', path: 'handset', device: { driver: 'simulated' } });
    const ports = [await station.openSession(1, '::1'), await station.openSession(2, '::1')] as const;
    for (const [session, { rtpPort, rtcpPort }] of [
      [1, ports[1]],
      [2, ports[0]],
    ] as const) {
      station.send({
        type: 'configureSession',
        session,
        remote: { address: '::1', rtpPort, rtcpPort },
        direction: 'sendrecv',
        send: PCMU,
        receive: [PCMU],
        telephoneEvent: { send: undefined, receive: undefined },
      });
    }
    const { from } = await station.next('mediaStarted', ({ session }) => session === 1);
    assert.equal(from, `[::1]:${ports[1].rtpPort}`);
    await pause(200);
    const { packetsReceived, packetsLost } = await station.statistics();
    assert.ok(packetsReceived >= 8);
    assert.equal(packetsLost, 0);
  });
});
