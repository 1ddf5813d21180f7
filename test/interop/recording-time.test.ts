// How long a recording may be is counted in its own sound; sox tells how long the file is.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { soundAt } from '#test/support/hand-server';
import { pause } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice } from '#test/support/office-voice';
import { run } from './rig/run.ts';

const minuteMs = 60_000;

test('a recording ends after the longest time, and the call goes on', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'recording-'));
  try {
    await using voice = await OfficeVoice.open();
    const params = {
      'voip/services/recording/enabled': 1,
      'voip/services/recording/least_free': 1,
      'voip/services/recording/max_time': 1,
    };
    await using desk = await OfficePhone.start(params, { dataDirectory });
    await desk.talk(undefined, { body: soundAt(voice.port) });
    await desk.phone.findSoftKey('record');
    await desk.phone.softKey('record');
    await desk.says('Recording');
    await pause(minuteMs);
    await desk.says('The recording has ended');
    const folder = join(dataDirectory, 'recordings');
    const [name] = readdirSync(folder);
    assert.equal(Math.round(Number(await run('soxi', ['-D', join(folder, name ?? '')]))), minuteMs / 1000);
    assert.equal(desk.office.requests('BYE').length, 0);
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
