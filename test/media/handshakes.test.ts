// STUN and DTLS on a media socket go up, answers go down, and neither disturbs the call (RFC 7983).
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';

const STUN = Uint8Array.of(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
const DTLS = Uint8Array.of(22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

describe('handshakes on the media sockets', { concurrency: true }, () => {
  test('come from whomever, before anything is configured, and are answered from the same port', async () => {
    await using station = await MediaStation.open();
    const opened = await station.openSession(2, '127.0.0.1', { handshakes: true });
    const stranger = createSocket('udp4').bind(0, '127.0.0.9');
    await once(stranger, 'listening');
    stranger.send(STUN, opened.rtpPort, '127.0.0.1');
    const first = await station.next('datagramReceived');
    assert.deepEqual(
      { ...first, bytes: [...first.bytes] },
      {
        type: 'datagramReceived',
        session: 2,
        component: 'rtp',
        bytes: [...STUN],
        from: { address: '127.0.0.9', port: stranger.address().port },
      },
    );
    stranger.send(DTLS, opened.rtcpPort, '127.0.0.1');
    const second = await station.next('datagramReceived');
    assert.deepEqual([second.component, [...second.bytes]], ['rtcp', [...DTLS]]);
    const answered = once(stranger, 'message');
    station.send({ type: 'sendDatagram', session: 2, component: 'rtcp', bytes: Uint8Array.of(1, 2, 3), to: second.from });
    const [bytes, from] = await answered;
    assert.deepEqual([[...bytes], from.port], [[1, 2, 3], opened.rtcpPort]);
    stranger.close();
  });

  test('are dropped where nobody wants them', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(30);
    probe.raw(station.rtpPort, STUN);
    probe.raw(station.rtpPort, DTLS);
    await pause(50);
    assert.equal(station.count('datagramReceived'), 0);
    assert.equal((await station.statistics()).packetsRefused, 2);
  });

  test('a flood of them is cut to what the main thread can bear', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    const { rtpPort } = await station.openSession(2, '127.0.0.1', { handshakes: true });
    for (let index = 0; index < 2000; index++) {
      probe.raw(rtpPort, STUN);
      if (index % 50 === 49) await pause(1);
    }
    await pause(100);
    const passed = station.count('datagramReceived');
    assert.ok(passed >= 20 && passed < 400, `${passed} of 2000`);
  });
});
