// What the keys tell beyond commands: a stuck one until it is free, the reset only at the start, the beep only where nothing rings.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KeyBeep } from '#firmware/key-beep';
import { keyNews } from '#firmware/key-news';
import { Notices } from '#firmware/system/notices';
import type { Tone } from '#media/messages';
import { FakeClock } from '#test/support/fake-clock';

it('a key that is stuck is a notice until it comes up', () => {
  const notices = new Notices(() => {});
  const { stuck } = keyNews({ notices, startedAtMs: 0, askForReset: () => {} });
  stuck('5', true);
  assert.deepEqual(
    notices.all.map(({ id, severity }) => `${id} ${severity}`),
    ['key-stuck/5 warning'],
  );
  stuck('5', false);
  assert.equal(notices.all.length, 0);
});

it('the reset is asked about when its keys were held while the phone started', () => {
  let asked = 0;
  const { factoryReset } = keyNews({ notices: new Notices(() => {}), startedAtMs: 1000, askForReset: () => asked++ });
  factoryReset(16_001);
  assert.equal(asked, 0);
  factoryReset(16_000);
  assert.equal(asked, 1);
});

const alert: Tone = {
  sections: [{ segments: [{ parts: [{ frequencyHz: 600, levelDbm0: -19 }], durationMs: 50 }], durationMs: 200 }],
};

it('a key beeps where the person wants it and nothing rings, and is quiet again', () => {
  const clock = new FakeClock();
  const told: string[] = [];
  const state = { enabled: false, rings: false };
  const beep = new KeyBeep({
    clock,
    enabled: () => state.enabled,
    alertTone: () => (state.enabled ? alert : undefined),
    play: () => {
      if (!state.rings) told.push('play');
      return !state.rings;
    },
    stop: () => told.push('stop'),
  });
  beep.press();
  state.enabled = true;
  state.rings = true;
  beep.press();
  assert.deepEqual(told, []);
  state.rings = false;
  beep.press();
  clock.advance(20);
  beep.press();
  clock.advance(1000);
  assert.deepEqual(told, ['play', 'play', 'stop']);
  told.length = 0;
  beep.alert();
  clock.advance(190);
  assert.deepEqual(told, ['play']);
  clock.advance(100);
  assert.deepEqual(told, ['play', 'stop']);
  state.enabled = false;
  beep.alert();
  assert.deepEqual(told, ['play', 'stop']);
  assert.equal(clock.pendingTimers, 0);
});
