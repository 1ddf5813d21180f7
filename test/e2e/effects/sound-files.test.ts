// Parameters of sound in files: music for who is on hold, and how a recording is laid out.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { soundAt } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice, voiceRateHz } from '#test/support/office-voice';
import { sine, toneLevel } from '#test/support/tone-meter';
import { writeWav } from '#test/support/wav-file';

/** Of a WAV file; a recording that was ended at once has no more. */
const headBytes = 44;
const musicHz = 700;
const music = writeWav({ sampleRateHz: voiceRateHz, samples: sine(musicHz, -20, voiceRateHz, 1000) });
let directory: string;
let voice: OfficeVoice;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sound-files-'));
  voice = await OfficeVoice.open();
});
after(async () => {
  await voice[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

/** The music's level at the caller, who was put on hold, is such. */
async function musicAtCaller(
  name: string,
  params: Readonly<Record<string, string | number>>,
  check: (dbov: number) => void,
): Promise<void> {
  const dataDirectory = join(directory, name);
  mkdirSync(dataDirectory);
  writeFileSync(join(dataDirectory, 'waltz.wav'), music);
  await using desk = await OfficePhone.start(params, { dataDirectory });
  const call = await desk.talk(undefined, { body: soundAt(voice.port) });
  const hold = await desk.next('INVITE', () => desk.phone.softKey('hold'));
  assert.match(hold.body, /a=sendonly/);
  desk.office.answer(hold, { status: 200, body: soundAt(voice.port, ['a=recvonly']) });
  await desk.phone.waitForScreen('held');
  await eventually(async () => check(toneLevel(await voice.hear(0.5), voiceRateHz, musicHz)));
  call.request('BYE');
}

test('who is on hold hears the file that is named, while there is to be music', async () => {
  const file = { 'voip/services/music_on_hold/file': 'waltz.wav' };
  await musicAtCaller('with', file, (dbov) => assert.ok(Math.abs(dbov + 20) < 2, `${dbov} dBov`));
  const without = { ...file, 'voip/services/music_on_hold/enabled': 0 };
  await musicAtCaller('without', without, (dbov) => assert.ok(dbov < -60, `${dbov} dBov`));
});

test('a recording has a channel for each side, or one for both', async () => {
  const dataDirectory = join(directory, 'recorder');
  const params = { 'voip/services/recording/enabled': 1, 'voip/services/recording/least_free': 1 };
  await using desk = await OfficePhone.start(params, { dataDirectory });
  const folder = join(dataDirectory, 'recordings');
  const files: string[] = [];
  for (const [layout, channels] of [
    ['STEREO', 2],
    ['MIXED', 1],
  ] as const) {
    await desk.change({ 'voip/services/recording/layout': layout });
    await desk.talk();
    await desk.phone.findSoftKey('record');
    await desk.phone.softKey('record');
    await desk.says('Recording');
    await desk.phone.hook(false);
    const file = await desk.until('the file', () => readdirSync(folder).find((name) => !files.includes(name)));
    files.push(file);
    const head = await desk.until('its head', () => {
      const bytes = readFileSync(join(folder, file));
      return bytes.length >= headBytes ? bytes : undefined;
    });
    assert.equal(head.readUInt16LE(22), channels);
    await desk.rest();
  }
});
