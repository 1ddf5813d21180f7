// Announcements at the desk: heard, offered, refused, spoken, and what they do to calls.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskInput } from '#firmware/calls/desk-messages';
import { DeskDriver } from '#test/support/desk-driver';

const started = (group = 1, priority = 5): DeskInput => ({ type: 'pageStarted', group, name: 'Hall', priority });
const ended = (group = 1): DeskInput => ({ type: 'pageEnded', group });
const key = (group = 1): DeskInput => ({ type: 'pageGroup', group, name: 'Hall' });
const talking = (): DeskDriver => new DeskDriver().arrives('in-1').press('liftHandset');

describe('an announcement', () => {
  it('is heard at once on a phone at rest, and leaves it as it was', () => {
    const desk = new DeskDriver().do(started());
    assert.deepEqual([desk.sound.path, desk.sound.page?.name, desk.sound.tone], ['speaker', 'Hall', 'page']);
    desk.do(ended(2));
    assert.equal(desk.sound.path, 'speaker');
    desk.do(ended());
    assert.deepEqual([desk.sound.path, desk.sound.page, desk.sound.tone], ['none', undefined, undefined]);
  });

  it('moves to the handset that is lifted, and ends with what is put down', () => {
    const desk = new DeskDriver().do(started()).press('liftHandset');
    assert.deepEqual([desk.sound.path, desk.state.dialing], ['handset', undefined]);
    desk.press('replaceHandset');
    assert.deepEqual([desk.sound.path, desk.state.page], ['none', undefined]);
    assert.equal(new DeskDriver().do(started()).press('pressSpeaker').state.page, undefined);
  });

  it('is offered to who talks; accepted it is heard and the call on hold', () => {
    const desk = talking().do(started());
    assert.deepEqual([desk.state.page?.heard, desk.sound.page, desk.sound.heard], [false, undefined, ['in-1']]);
    desk.press('acceptPage');
    assert.deepEqual(desk.asked, ['holdCall in-1']);
    assert.equal(desk.sound.page?.group, 1);
    assert.equal(desk.sound.path, 'handset');
    desk.do(ended()).press('resume');
    assert.deepEqual([desk.sound.path, desk.sound.heard], ['handset', ['in-1']]);
  });

  it('that is refused leaves the call alone', () => {
    const desk = talking().do(started()).press('stopPage');
    assert.deepEqual([desk.state.page, desk.sound.path, desk.sound.heard], [undefined, 'handset', ['in-1']]);
  });

  it('is heard within a call where it may barge in, or in an emergency', () => {
    for (const [bargesIn, priority] of [
      [true, 5],
      [false, 1],
    ] as const) {
      const desk = talking();
      desk.settings = { ...desk.settings, pagingBargesIn: bargesIn };
      desk.do(started(1, priority));
      assert.deepEqual([desk.sound.page?.heard, desk.sound.heard, desk.sound.path], [true, ['in-1'], 'handset']);
      assert.deepEqual([desk.do(ended()).sound.path, desk.sound.heard], ['handset', ['in-1']]);
    }
  });

  it('does not disturb who wants not to be disturbed, an emergency excepted', () => {
    const desk = new DeskDriver().press('toggleDoNotDisturb').do(started());
    assert.equal(desk.state.page, undefined);
    assert.equal(desk.do(started(1, 1)).sound.page?.group, 1);
  });

  it('takes the place of one that counts less, not of one that counts as much', () => {
    const desk = new DeskDriver().do(started(1, 5)).do(started(2, 5));
    assert.equal(desk.sound.page?.group, 1);
    assert.equal(desk.do(started(3, 2)).sound.page?.group, 3);
    assert.equal(desk.do(ended(1)).sound.page?.group, 3);
  });

  it('does not keep a call from ringing', () => {
    assert.equal(new DeskDriver().do(started()).arrives('in-1').sound.ringing, true);
  });
});

describe('an announcement of ours', () => {
  it('begins and ends by its key, and is not heard as another’s', () => {
    const desk = new DeskDriver().do(key());
    assert.deepEqual([desk.sound.page?.direction, desk.sound.path, desk.sound.muted], ['outgoing', 'speaker', false]);
    assert.equal(desk.do(started()).sound.page?.direction, 'outgoing');
    desk.do(key());
    assert.deepEqual([desk.sound.page, desk.sound.path], [undefined, 'none']);
  });

  it('goes over to another group by its key, and ends on-hook', () => {
    const desk = new DeskDriver().press('liftHandset').do(key(1)).do(key(2));
    assert.deepEqual([desk.sound.page?.group, desk.sound.path], [2, 'handset']);
    assert.equal(desk.press('replaceHandset').sound.page, undefined);
  });

  it('puts the active call on hold, and waits for one that is being placed', () => {
    assert.deepEqual(talking().do(key()).asked, ['holdCall in-1']);
    const placing = new DeskDriver().do({ type: 'dial', number: '2', line: 0 }).do(key());
    assert.equal(placing.state.page, undefined);
  });
});
