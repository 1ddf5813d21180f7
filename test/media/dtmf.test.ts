// RFC 4733 digits, sent and received.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EVENT_PAYLOAD_TYPE, MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';

function eventBytes(event: number, end: boolean, duration: number): Uint8Array {
  return Uint8Array.of(event, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff);
}

describe('telephone events', { concurrency: true }, () => {
  test('a digit goes out as one event: marked start, growing duration, three ends, no audio in between', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(100);
    station.send({ type: 'startDtmf', session: 1, event: 11, levelDbm0: -8 });
    await pause(110);
    station.send({ type: 'stopDtmf', session: 1 });
    await pause(250);
    const { packets } = probe;
    const first = packets.findIndex((packet) => packet.payloadType === EVENT_PAYLOAD_TYPE);
    const events = packets.filter((packet) => packet.payloadType === EVENT_PAYLOAD_TYPE);
    assert.deepEqual(packets.slice(first, first + events.length), events);
    assert.deepEqual(
      events.map((packet) => packet.marker),
      events.map((_, index) => index === 0),
    );
    assert.equal(new Set(events.map((packet) => packet.timestamp)).size, 1);
    const ends = events.filter((packet) => ((packet.payload[1] ?? 0) & 0x80) !== 0);
    assert.equal(ends.length, 3);
    assert.deepEqual(ends, events.slice(-3));
    assert.equal(new Set(ends.map((packet) => packet.payload.readUInt16BE(2))).size, 1);
    events.slice(0, -2).forEach((packet, index) => {
      assert.equal(packet.payload.readUInt16BE(2), (index + 1) * 160);
    });
    assert.ok(events.every((packet) => packet.payload[0] === 11 && ((packet.payload[1] ?? 0) & 0x3f) === 8));
    const before = packets[first - 1];
    const after = packets[first + events.length];
    assert.equal((events[0]?.timestamp ?? 0) - (before?.timestamp ?? 0), 160);
    assert.equal((after?.timestamp ?? 0) - (events[0]?.timestamp ?? 0), events.length * 160);
  });

  test('the sixteen events arrive at another engine in order, each once', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort);
    bob.talkTo(alice.rtpPort);
    await bob.next('mediaStarted');
    for (let event = 0; event < 16; event++) {
      alice.send({ type: 'startDtmf', session: 1, event, levelDbm0: -10 });
      alice.send({ type: 'stopDtmf', session: 1 });
    }
    await bob.next('dtmfReceived', ({ event }) => event === 15);
    const digits = bob.events.filter((event) => event.type === 'dtmfReceived');
    assert.deepEqual(
      digits.map(({ event }) => event),
      Array.from({ length: 16 }, (_, event) => event),
    );
    assert.ok(digits.every(({ durationMs }) => durationMs >= 40 && durationMs <= 60));
    assert.equal(alice.count('dtmfReceived'), 0);
  });

  test('an event whose end is lost is told all the same', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(40);
    for (let index = 1; index <= 3; index++) {
      probe.speak(station.rtpPort, {
        payloadType: EVENT_PAYLOAD_TYPE,
        sequence: index,
        timestamp: 800,
        payload: eventBytes(7, false, index * 160),
      });
    }
    const { event, durationMs } = await station.next('dtmfReceived');
    assert.deepEqual({ event, durationMs }, { event: 7, durationMs: 60 });
  });

  test('a side that takes no events hears the digit as its two tones, and the microphone not', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort, { events: false });
    bob.talkTo(alice.rtpPort);
    alice.engine.simulatedSound.setMicrophone(sine(2000, -20, 16_000, 1000), true);
    await bob.next('mediaStarted');
    alice.send({ type: 'startDtmf', session: 1, event: 6, levelDbm0: -10 });
    await pause(200);
    const digit = await bob.listen('earpiece', 300);
    for (const hz of [770, 1477]) assert.ok(Math.abs(toneLevel(digit, 16_000, hz) + 16.15) < 1);
    assert.ok(toneLevel(digit, 16_000, 2000) < -60);
    alice.send({ type: 'stopDtmf', session: 1 });
    await pause(300);
    const speech = await bob.listen('earpiece', 200);
    assert.ok(toneLevel(speech, 16_000, 770) < -60);
    assert.ok(toneLevel(speech, 16_000, 2000) > -22);
    assert.equal(bob.count('dtmfReceived'), 0);
  });

  test('digits in the sound are told where neither side takes events', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort, { events: false });
    bob.talkTo(alice.rtpPort, { events: false });
    await bob.next('mediaStarted');
    for (const event of [1, 5, 11, 13]) {
      alice.send({ type: 'startDtmf', session: 1, event, levelDbm0: -10 });
      alice.send({ type: 'stopDtmf', session: 1 });
    }
    await bob.next('dtmfReceived', ({ event }) => event === 13);
    const digits = bob.events.filter((event) => event.type === 'dtmfReceived');
    assert.deepEqual(
      digits.map(({ event }) => event),
      [1, 5, 11, 13],
    );
    assert.ok(digits.every(({ durationMs }) => durationMs >= 60 && durationMs <= 110));
    assert.equal(alice.count('dtmfReceived'), 0);
  });
});
