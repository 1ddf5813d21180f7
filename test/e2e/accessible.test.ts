// For ears and eyes: a key that beeps, a screen that is spoken, a ring that is seen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { eventually } from '#test/support/eventually';
import { dial, lineAt, listen, putDown } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const noLine = { 'voip/line/0/enabled': 0 };

test('a key beeps where the phone rings', async () => {
  await using ann = await SimulatedPhone.start({ params: { ...noLine, 'personal_settings/key_beep/enabled': 1 } });
  await eventually(async () => {
    const heard = listen(ann, 'speaker', 1);
    for (let i = 0; i < 8; i++) await ann.press('menu');
    const { hz, dbov } = await heard;
    assert.ok(Math.abs(hz - 1000) < 60, `${hz} Hz`);
    assert.ok(dbov > -60, `${dbov} dBov`);
  });
});

test('the screen is spoken from where the phone rings, and is quiet unless that is wanted', async () => {
  await using ann = await SimulatedPhone.start({ params: { ...noLine, 'personal_settings/spoken_focus/enabled': 1 } });
  await ann.press('menu');
  await ann.waitFor('the voice', async () => {
    const heard = listen(ann, 'speaker', 1);
    await ann.press('down');
    return (await heard).dbov > -45 ? true : undefined;
  });
  await ann.waitFor('its end', async () => ((await listen(ann, 'speaker', 0.5)).dbov < -70 ? true : undefined));
  await using ben = await SimulatedPhone.start({ params: noLine });
  await ben.press('menu');
  assert.ok((await listen(ben, 'speaker', 1)).dbov < -70);
});

test('a call that rings is seen: the picture is turned over while nothing else changes', async () => {
  await using lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  const seen = { 'personal_settings/visual_ring/enabled': 1 };
  await using ann = await SimulatedPhone.start({ board: 'simulated/mono-256', params: { ...lineAt(lab.port, '1001'), ...seen } });
  await using ben = await SimulatedPhone.start({ board: 'simulated/mono-128', params: lineAt(lab.port, '1002') });
  await Promise.all([ann.waitForLine(), ben.waitForLine()]);
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  const pictures = new Set<string>();
  const words = JSON.stringify(await ann.screen());
  await ann.waitFor('both pictures', async () => {
    pictures.add(Buffer.from(await ann.png()).toString('base64'));
    return pictures.size >= 2 ? true : undefined;
  });
  assert.equal(JSON.stringify(await ann.screen()), words);
  await ann.softKey('silence');
  await putDown(ben);
});
