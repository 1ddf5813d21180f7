// Recording on the desk: what begins and ends it; and the sound test.

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { DeskDriver } from '../../support/desk-driver.ts';

describe('recording', () => {
  let desk: DeskDriver;
  beforeEach(() => {
    desk = new DeskDriver().arrives('in-1').press('answer').press('toggleRecording');
  });

  it('begins and ends with the key, under another number each time', () => {
    assert.deepEqual(desk.effects, [{ type: 'startRecording', recording: 1, remote: { name: undefined, number: '2002' } }]);
    desk.press('toggleRecording');
    assert.deepEqual(desk.effects, [{ type: 'stopRecording', recording: 1 }]);
    desk.press('toggleRecording');
    assert.deepEqual(desk.state.recording, { id: 2, call: 'in-1' });
  });

  it('ends with the call, and on hold, so that another call is never in it', () => {
    desk.do({ type: 'dial', number: '2003', line: undefined });
    assert.ok(desk.asked.includes('stopRecording'));
    desk.press('end').press('resume').press('toggleRecording').press('end');
    assert.ok(desk.asked.includes('stopRecording'));
    assert.equal(desk.state.recording, undefined);
  });

  it('goes on when the call becomes a conference', () => {
    desk.press('conference').type('2003').press('dialNumber').answeredByRemote('call-1').press('conference');
    desk.do({ type: 'focusCall', call: 'in-1' }).press('toggleRecording');
    desk.endedBy('call-1', { by: 'remote' });
    assert.equal(desk.state.recording?.call, 'in-1');
  });

  it('is over when the core says so, and an old one’s end is nobody’s', () => {
    desk.do({ type: 'recordingEnded', recording: 7 });
    assert.notEqual(desk.state.recording, undefined);
    desk.do({ type: 'recordingEnded', recording: 1 });
    assert.equal(desk.state.recording, undefined);
  });

  it('is not to be had without a call, or where the administrator does not want it', () => {
    desk = new DeskDriver().press('toggleRecording');
    assert.deepEqual(desk.asked, []);
    desk.settings = { ...desk.settings, recordsCalls: false };
    desk.arrives('in-1').press('answer').press('toggleRecording');
    assert.deepEqual(desk.asked, []);
  });
});

describe('how do I sound', () => {
  let desk: DeskDriver;
  beforeEach(() => {
    desk = new DeskDriver().press('testSound');
  });

  it('opens a path, records, plays, and closes it', () => {
    assert.deepEqual(desk.asked, ['startSoundTest']);
    assert.equal(desk.sound.path, 'speaker');
    desk.do({ type: 'soundTestMoved', stage: 'listening' });
    assert.equal(desk.state.soundTest?.stage, 'listening');
    desk.do({ type: 'soundTestMoved', stage: 'over' });
    assert.equal(desk.sound.path, 'none');
  });

  it('is given up for a call, for dialling, and by the key', () => {
    desk.arrives('in-1');
    assert.ok(desk.asked.includes('stopSoundTest'));
    assert.equal(desk.state.soundTest, undefined);
    desk.press('reject').press('testSound').type('1');
    assert.ok(desk.asked.includes('stopSoundTest'));
    desk = new DeskDriver().press('testSound').press('testSound');
    assert.deepEqual(desk.asked, ['stopSoundTest']);
    assert.equal(desk.sound.path, 'none');
    desk.press('testSound').press('pressSpeaker');
    assert.ok(desk.asked.includes('stopSoundTest'));
  });

  it('does not begin beside a call', () => {
    desk = new DeskDriver().arrives('in-1').press('testSound');
    assert.deepEqual(desk.asked, []);
  });
});

describe('a recording that is listened to', () => {
  const playing = (): DeskDriver => new DeskDriver().do({ type: 'playRecording', recording: 'a.wav' });

  it('opens a path until it is over, and gives way to another one', () => {
    const desk = playing();
    assert.deepEqual(desk.asked, ['startPlaying']);
    assert.equal(desk.state.playing, 'a.wav');
    assert.equal(desk.sound.path, 'speaker');
    assert.deepEqual(desk.do({ type: 'playRecording', recording: 'b.wav' }).asked, ['stopPlaying', 'startPlaying']);
    assert.equal(desk.do({ type: 'recordingPlayed' }).sound.path, 'none');
    assert.equal(desk.state.playing, undefined);
  });

  it('ends with a call, with the speaker key, and is not begun beside a call', () => {
    assert.ok(playing().arrives('in-1').asked.includes('stopPlaying'));
    assert.ok(playing().press('pressSpeaker').asked.includes('stopPlaying'));
    const talking = new DeskDriver().arrives('in-1').press('liftHandset').do({ type: 'playRecording', recording: 'a.wav' });
    assert.deepEqual(talking.asked, []);
  });
});
