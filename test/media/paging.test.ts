// Multicast groups: whoever speaks is heard at once and alone, their end is told, and what goes to a group is heard by all in it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CodecChoice } from '#media/messages';
import { MediaStation, PCMU, pause } from '../support/media-station.ts';
import { levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

const g722: CodecChoice = { name: 'G722', payloadType: 9, clockRateHz: 8000, packetTimeMs: 20 };
const nobody = { send: undefined, receive: undefined };

async function listen(station: MediaStation, group: string, port: number): Promise<void> {
  station.send({
    type: 'openSession',
    session: 2,
    address: '127.0.0.1',
    portRange: { first: 30_000, last: 39_999 },
    tos: 0,
    canonicalName: 'c0ffee',
    group: { address: group, port, overAfterMs: 300 },
  });
  await station.next('sessionOpened', ({ session }) => session === 2);
  station.send({
    type: 'configureSession',
    session: 2,
    remote: { address: '0.0.0.0', rtpPort: 0, rtcpPort: 0 },
    direction: 'recvonly',
    send: PCMU,
    receive: [g722, PCMU],
    telephoneEvent: nobody,
  });
  station.send({ type: 'connectSession', session: 2, heard: true });
}

function speak(station: MediaStation, group: string, port: number, codec: CodecChoice, hz: number): void {
  station.engine.simulatedSound.setMicrophone(sine(hz, -20, 16_000, 1000), true);
  station.send({
    type: 'configureSession',
    session: 1,
    remote: { address: group, rtpPort: port, rtcpPort: port + 1 },
    direction: 'sendonly',
    send: codec,
    receive: [codec],
    telephoneEvent: nobody,
  });
  station.send({ type: 'connectSession', session: 1, heard: true });
}

describe('a multicast group', { concurrency: true }, () => {
  for (const [index, codec] of [PCMU, g722].entries()) {
    test(`is heard in ${codec.name}, by several, from its beginning to its end, and again`, async () => {
      const group = `239.255.77.${1 + index}`;
      await using speaker = await MediaStation.open();
      await using near = await MediaStation.open();
      await using far = await MediaStation.open();
      await Promise.all([listen(near, group, 20_700), listen(far, group, 20_700)]);
      for (const hz of [700, 1100]) {
        speak(speaker, group, 20_700, codec, hz);
        await Promise.all([near.next('mediaStarted'), far.next('mediaStarted')]);
        await pause(200);
        for (const station of [near, far]) {
          assert.ok(Math.abs(toneLevel(await station.listen('earpiece', 200), 16_000, hz) + 20) < 1);
        }
        speaker.send({ type: 'closeSession', session: 1 });
        await near.next('mediaLost', ({ session, silentMs }) => session === 2 && silentMs >= 300 && silentMs < 1500);
        assert.ok(levelDbov(await near.listen('earpiece', 100)) < -60);
        await speaker.openSession(1);
      }
    });
  }

  test('has one speaker at a time, and other groups are not heard', async () => {
    await using first = await MediaStation.open();
    await using second = await MediaStation.open();
    await using listener = await MediaStation.open();
    await listen(listener, '239.255.77.5', 20_720);
    speak(second, '239.255.77.6', 20_720, PCMU, 1900);
    await pause(200);
    assert.equal(listener.count('mediaStarted'), 0);
    speak(first, '239.255.77.5', 20_720, PCMU, 700);
    await listener.next('mediaStarted');
    speak(second, '239.255.77.5', 20_720, PCMU, 1300);
    await pause(300);
    const heard = await listener.listen('earpiece', 300);
    assert.ok(Math.abs(toneLevel(heard, 16_000, 700) + 20) < 1);
    for (const hz of [1300, 1900]) assert.ok(toneLevel(heard, 16_000, hz) < -60);
  });

  test('that is no group, or of another family, cannot be opened', async () => {
    await using station = await MediaStation.open();
    for (const [session, address] of [
      [7, '192.0.2.1'],
      [8, 'ff02::5'],
      [9, 'nonsense'],
    ] as const) {
      station.send({
        type: 'openSession',
        session,
        address: '127.0.0.1',
        portRange: { first: 30_000, last: 39_999 },
        tos: 0,
        canonicalName: 'c0ffee',
        group: { address, port: 20_730, overAfterMs: 300 },
      });
      assert.notEqual((await station.next('sessionFailed', (event) => event.session === session)).reason, '');
    }
  });
});
