// What keys of places and of discreet calls do to the desk, and which page the function keys are.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeskDriver } from '#test/support/desk-driver';

const park = { type: 'park', line: 0, parkAt: '*68701', retrieveFrom: '*88701' } as const;

describe('the key of a place where calls wait', () => {
  it('sends the call there that is heard', () => {
    const desk = new DeskDriver().arrives('in-1').press('answer');
    desk.do(park);
    assert.deepEqual(
      desk.effects.filter(({ type }) => type === 'transferCall'),
      [{ type: 'transferCall', call: 'in-1', number: '*68701' }],
    );
  });

  it('calls for the one that waits there, beside a call too', () => {
    const desk = new DeskDriver().do(park);
    assert.equal(desk.state.calls[0]?.remote.number, '*88701');
    const busy = new DeskDriver()
      .arrives('in-1')
      .press('answer')
      .do({ ...park, parkAt: undefined });
    assert.deepEqual(
      busy.state.calls.map(({ state }) => state),
      ['held', 'outgoing'],
    );
  });
});

describe('a discreet call', () => {
  const called = (): DeskDriver => new DeskDriver().do({ type: 'callDiscreetly', line: 0, number: '4000' });

  it('is placed and shows nowhere; once it is answered the room is heard, and nothing is heard here', () => {
    const desk = called();
    const call = desk.state.discreet?.call ?? '';
    assert.deepEqual(
      desk.effects.map(({ type }) => type),
      ['placeCall'],
    );
    assert.deepEqual([desk.state.calls.length, desk.sound.path, desk.sound.tone], [0, 'none', undefined]);
    desk.answeredByRemote(call);
    assert.deepEqual([desk.sound.path, desk.sound.heard, desk.sound.kept], ['speaker', [call], [call]]);
    assert.deepEqual([desk.state.calls.length, desk.state.path], [0, 'none']);
  });

  it('is placed once, waits while the phone is used, and ends only over there', () => {
    const desk = called();
    const call = desk.state.discreet?.call ?? '';
    desk.answeredByRemote(call).do({ type: 'callDiscreetly', line: 0, number: '4000' });
    assert.deepEqual(desk.effects, []);
    desk.press('liftHandset');
    assert.deepEqual([desk.sound.path, desk.sound.heard], ['handset', []]);
    desk.press('replaceHandset');
    assert.deepEqual(desk.sound.heard, [call]);
    desk.press('end');
    assert.deepEqual(desk.sound.heard, [call]);
    desk.endedBy(call, { by: 'remote' } as Parameters<DeskDriver['endedBy']>[1]);
    assert.deepEqual([desk.state.discreet, desk.sound.path], [undefined, 'none']);
    assert.equal(
      desk.effects.some(({ type }) => type === 'logCall'),
      false,
    );
  });
});

it('function keys are turned page by page, around the ends', () => {
  const desk = new DeskDriver();
  const pages = [1, 1, 1, -1].map(
    (step) => desk.do({ type: 'turnFunctionKeys', step: step as 1 | -1, pages: 3 }).state.functionKeyPage,
  );
  assert.deepEqual(pages, [1, 2, 0, 2]);
});
