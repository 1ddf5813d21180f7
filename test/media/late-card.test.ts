// A card that is not there at the start, comes, goes in a call and comes back, like one on USB, and then stands still for a while; it is the test
// card of the native tests (media/native/test/alsa-card), and the file `away` is its plug.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { MediaStation, pause } from '../support/media-station.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';

const plugin = new URL(`../../build/native/${process.arch}/libalsa_card.so`, import.meta.url).pathname;
const skip = existsSync(plugin) ? false : 'built without ALSA';
const RATE = 16_000;
/** The next attempt comes after two seconds. */
const COMES_BACK_MS = 5000;
/** A machine that is busy elsewhere tears holes. */
const WORKS_WITHIN_MS = 10_000;

test('a card that comes late serves its path, and one that goes or stands still in a call comes back into it', {
  skip,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hookswitch-late-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);
  const unplug = (): void => writeFileSync(file('away'), '');
  const plugIn = (): void => rmSync(file('away'));
  writeFileSync(file('mouth'), sine(1000, -20, RATE, 1000));
  const card = `capture_file "${file('mouth')}" playback_file "${file('ear')}" unplug_file "${file('away')}" stall_file "${file('still')}"`;
  writeFileSync(
    file('asound.conf'),
    `</usr/share/alsa/alsa.conf>
pcm_type.hookswitch_card { lib "${plugin}" }
pcm.late { type hookswitch_card ${card} epoch_ms ${process.hrtime.bigint() / 1_000_000n} rate ${RATE} channels 1 }
`,
  );
  // Read by ALSA when the first card of this process is opened.
  process.env['ALSA_CONFIG_PATH'] = file('asound.conf');

  unplug();
  await using alice = new MediaStation();
  await using bob = await MediaStation.open();
  alice.send({ type: 'openDevice', path: 'headset', device: { driver: 'alsa', playback: 'late', capture: 'late' } });
  alice.send({ type: 'selectPath', path: 'headset' });
  assert.equal((await alice.next('deviceFailed')).path, 'headset');
  const { rtpPort } = await alice.openSession(1);
  alice.talkTo(bob.rtpPort);
  bob.talkTo(rtpPort);
  bob.engine.simulatedSound.setMicrophone(sine(440, -30, RATE, 1000), true);
  const isHeard = async (): Promise<boolean> => Math.abs(toneLevel(await bob.listen('earpiece', 200), RATE, 1000) + 20) < 1;
  const plays = (): boolean => {
    const { buffer, byteOffset, length } = readFileSync(file('ear'));
    const played = new Int16Array(buffer, byteOffset, length >> 1).slice(-RATE / 5);
    return Math.abs(toneLevel(played, RATE, 440) + 30) < 1;
  };
  const works = async (): Promise<void> => {
    const endMs = performance.now() + WORKS_WITHIN_MS;
    while (!((await isHeard()) && plays())) assert.ok(performance.now() < endMs, 'its microphone is heard, and it plays');
  };

  plugIn();
  assert.equal((await alice.next('deviceRecovered', undefined, COMES_BACK_MS)).path, 'headset');
  await works();

  unplug();
  assert.match((await alice.next('deviceFailed')).reason, /No such device/);
  await pause(200);
  assert.ok(toneLevel(await bob.listen('earpiece', 200), RATE, 1000) < -60, 'nothing is heard of a card that is gone');
  const before = await alice.statistics();
  await pause(100);
  const after = await alice.statistics();
  assert.ok(after.packetsReceived > before.packetsReceived, 'the call lives on');

  plugIn();
  await alice.next('deviceRecovered', undefined, COMES_BACK_MS);
  await works();

  writeFileSync(file('still'), '');
  assert.match((await alice.next('deviceFailed')).reason, /stands still/);
  rmSync(file('still'));
  await alice.next('deviceRecovered', undefined, COMES_BACK_MS);
  await works();
  assert.equal(alice.count('deviceFailed'), 3, 'once for each time that it was away');
  assert.equal(alice.count('deviceRecovered'), 3);
});
