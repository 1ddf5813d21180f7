// Parameters of loudness: what is heard in each place, the own voice in the ear, digits in the sound, the microphone. One call, changed as it
// goes on.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { soundAt } from '#test/support/hand-server';
import { speak } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice, voiceRateHz } from '#test/support/office-voice';
import { levelDbov, sine, toneLevel } from '#test/support/tone-meter';

const officeHz = 600;
const ownHz = 1000;
let desk: OfficePhone;
let office: OfficeVoice;
before(async () => {
  office = await OfficeVoice.open();
  desk = await OfficePhone.start();
  await desk.phone.post('/api/headset', { plugged: true });
  await speak(desk.phone, ownHz);
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});
afterEach(() => {
  office.silence();
  return desk.rest();
});

/** Both talk, each with a tone. */
async function talk(): Promise<void> {
  const call = await desk.talk(undefined, { body: soundAt(office.port) });
  office.speak(call.port, sine(officeHz, -20, voiceRateHz, 1000));
}

async function until(what: string, level: () => Promise<number>, wanted: number): Promise<void> {
  await desk.phone.waitFor(`${what} at ${wanted} dBov`, async () =>
    Math.abs((await level()) - wanted) < 1.5 ? true : undefined,
  );
}

async function levelOf(hz: number, place: 'earpiece' | 'speaker'): Promise<number> {
  const { samples, sampleRateHz } = await desk.phone.hear(place, 0.2);
  return toneLevel(samples, sampleRateHz, hz);
}

/** Of a sound that has begun: as loud twice running, for one that was held up on its way measures less. */
async function steady(what: string, level: () => Promise<number>): Promise<number> {
  let before = await level();
  return desk.phone.waitFor(what, async () => {
    const [last, now] = [before, await level()];
    before = now;
    return now > -50 && Math.abs(now - last) < 0.3 ? now : undefined;
  });
}

test('each step of a volume is 3 dB where it belongs, and nowhere else', async () => {
  await talk();
  for (const { path, place, of } of [
    { path: 'voip/audio/volume/handset', place: 'earpiece', of: undefined },
    { path: 'voip/audio/volume/speaker', place: 'speaker', of: 'speaker' },
    { path: 'voip/audio/volume/headset', place: 'earpiece', of: 'headset' },
  ] as const) {
    if (of !== undefined) await desk.phone.press(of);
    await until(`${path} of before`, () => levelOf(officeHz, place), -20);
    await desk.change({ [path]: 5 });
    await until(path, () => levelOf(officeHz, place), -26);
  }
});

test('the volume of the ring is its own', async () => {
  const ring = async (): Promise<number> => {
    const { samples, sampleRateHz } = await desk.hearRing(0.5);
    return levelDbov(samples.subarray(0, sampleRateHz / 2));
  };
  // A machine that stands still for a moment tears a hole into a ring.
  await eventually(async () => {
    await desk.change({ 'voip/audio/volume/ringer': null });
    const usual = await ring();
    await desk.change({ 'voip/audio/volume/ringer': 3 });
    const lower = await ring();
    assert.ok(Math.abs(lower - (usual - 12)) < 1, `${lower} dBov, before ${usual}`);
  });
});

test('the own voice is heard in the ear as loud as is set, where it is to be heard', async () => {
  await talk();
  office.silence();
  assert.ok((await levelOf(ownHz, 'earpiece')) < -60);
  await desk.change({ 'voip/audio/side_tone/enabled': true });
  const level = (): Promise<number> => levelOf(ownHz, 'earpiece');
  const usual = await steady('the own voice', level);
  await desk.change({ 'voip/audio/side_tone/level': -30 });
  await until('the own voice', level, usual - 12);
  await desk.change({ 'voip/audio/side_tone/enabled': false });
});

test('digits in the sound are as loud as is set', async () => {
  await desk.change({ 'voip/media/dtmf_transport': 'INBAND', 'voip/audio/microphone/enable': false });
  const digit = async (): Promise<number> => {
    await talk();
    await desk.phone.post('/api/key', { key: '5', action: 'down' });
    // 5 is 770 and 1336 Hz (ITU-T Q.23).
    const level = await steady('the digit', async () => toneLevel(await office.hear(0.1), voiceRateHz, 770));
    await desk.phone.post('/api/key', { key: '5', action: 'up' });
    await desk.rest();
    return level;
  };
  const usual = await digit();
  await desk.change({ 'voip/audio/gain/dtmf_tone_signal_level': 26 });
  assert.ok(Math.abs((await digit()) - (usual - 10)) < 1.5);
  await desk.change({ 'voip/audio/dtmf/inband_boost': 6 });
  assert.ok(Math.abs((await digit()) - (usual - 4)) < 1.5);
  await desk.change({ 'voip/media/dtmf_transport': 'RFC2833', 'voip/audio/microphone/enable': true });
});

test('voip/audio/dtmf/inband: whether digits go in the sound to somebody who takes no events', async () => {
  await desk.change({ 'voip/audio/microphone/enable': false });
  await talk();
  const digit = async (): Promise<number> => toneLevel(await office.hear(0.1), voiceRateHz, 770);
  await desk.phone.post('/api/key', { key: '5', action: 'down' });
  await desk.phone.waitFor('the digit', async () => ((await digit()) > -50 ? true : undefined));
  await desk.phone.post('/api/key', { key: '5', action: 'up' });
  await desk.change({ 'voip/audio/dtmf/inband': false });
  await desk.phone.waitFor('the end of the digit', async () => ((await digit()) < -80 ? true : undefined));
  await desk.phone.post('/api/key', { key: '5', action: 'down' });
  assert.ok(toneLevel(await office.hear(0.4), voiceRateHz, 770) < -80);
  await desk.phone.post('/api/key', { key: '5', action: 'up' });
  await desk.change({ 'voip/audio/dtmf/inband': null, 'voip/audio/microphone/enable': true });
});

test('voip/line/0/dtmf/process_events and voip/audio/dtmf/playback_length: what is heard of a key pressed over there', async () => {
  const events = soundAt(office.port, ['a=rtpmap:101 telephone-event/8000'], '0 101');
  const call = await desk.talk(undefined, { body: events });
  const note = async (): Promise<number> => levelOf(1336, 'earpiece');
  let sequence = 500;
  /** Key 5 for 100 ms, in its first packet and those of its end (RFC 4733 §2.5.1.4). */
  const press = (port: number): void => {
    const timestamp = 100 * sequence;
    for (const end of [0, 0x80, 0x80, 0x80]) {
      const payload = Uint8Array.from([5, end | 10, 3, 32]);
      office.probe.speak(port, { payloadType: 101, marker: end === 0, sequence: ++sequence, timestamp, payload });
    }
  };
  await desk.change({ 'voip/audio/dtmf/playback_length': 10_000 });
  press(call.port);
  await desk.phone.waitFor('the key', async () => ((await note()) > -40 ? true : undefined));
  await desk.rest();

  const next = await desk.talk(undefined, { body: events });
  await desk.change({ 'voip/audio/dtmf/playback_length': 60 });
  const heard = desk.phone.hear('earpiece', 3);
  press(next.port);
  const { samples, sampleRateHz } = await heard;
  const block = sampleRateHz / 100;
  const loud = Array.from({ length: Math.floor(samples.length / block) }, (_, at) =>
    toneLevel(samples.subarray(at * block, (at + 1) * block), sampleRateHz, 1336),
  ).filter((level) => level > -40).length;
  assert.ok(loud >= 5 && loud <= 8, `${loud} times 10 ms`);

  await desk.change({ 'voip/line/0/dtmf/process_events': false });
  const silent = desk.phone.hear('earpiece', 1);
  press(next.port);
  const after = await silent;
  assert.ok(toneLevel(after.samples, after.sampleRateHz, 1336) < -60);
  await desk.change({ 'voip/line/0/dtmf/process_events': null, 'voip/audio/dtmf/playback_length': null });
});

test('a phone without a microphone is silent, and says so', async () => {
  await talk();
  const own = async (): Promise<number> => toneLevel(await office.hear(0.2), voiceRateHz, ownHz);
  await until('the voice', own, -10);
  await desk.rest();
  await desk.change({ 'voip/audio/microphone/enable': false });
  await talk();
  await until('silence', own, -127);
  await desk.change({ 'voip/audio/microphone/enable': true });
});
