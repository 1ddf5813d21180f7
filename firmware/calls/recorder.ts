// Keeps recordings: names their files, tells both sides by a beep, and says when one ended by itself. The core writes them.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaCommand, MediaEvent, RecordingLayout, Tone } from '#media/messages';
import type { Clock, Log } from '#sip/ports';
import type { Notice, Party } from '#ui/phone';
import type { DeskEffect, WorldInput } from './desk-messages.ts';

export interface RecorderSettings {
  readonly layout: RecordingLayout;
  readonly mostMs: number;
  readonly leastFreeBytes: number;
  readonly beep: boolean;
}

export interface RecorderOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Where recordings are kept; made when the first begins. */
  readonly directory: string;
  readonly settings: () => RecorderSettings;
  readonly send: (command: MediaCommand) => void;
  readonly report: (input: WorldInput) => void;
  readonly notify: (notice: Notice) => void;
  /** There is another recording. */
  readonly kept: () => void;
}

export type RecordingEffect = Extract<
  DeskEffect,
  { type: 'startRecording' | 'stopRecording' | 'startSoundTest' | 'stopSoundTest' | 'startPlaying' | 'stopPlaying' }
>;

type Ended = Extract<MediaEvent, { type: 'recordingEnded' }>;

/** Recordings of calls count from 1. */
const soundTest = 0;
const soundTestMs = 5000;

const beep: Tone = {
  sections: [
    {
      segments: [
        { parts: [{ frequencyHz: 1400, levelDbm0: -20 }], durationMs: 200 },
        { parts: [], durationMs: 14_800 },
      ],
      durationMs: 0,
    },
  ],
};
const nothing: Tone = { sections: [] };

export class Recorder {
  readonly #options: RecorderOptions;
  #testing = false;
  /** Of the recording that was listened to last; the sound test is 0. */
  #playback = 0;
  #beeping = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  carryOut(effect: RecordingEffect): void {
    const { send } = this.#options;
    switch (effect.type) {
      case 'startRecording':
        this.#start(effect.recording, effect.remote);
        break;
      case 'stopRecording':
        send({ type: 'stopRecording', recording: effect.recording });
        break;
      case 'startPlaying':
        send({ type: 'startPlayback', playback: ++this.#playback, file: join(this.#options.directory, effect.file) });
        break;
      case 'stopPlaying':
        send({ type: 'stopPlayback', playback: this.#playback });
        break;
      case 'startSoundTest':
        this.#startTest();
        break;
      case 'stopSoundTest':
        this.#testing = false;
        send({ type: 'stopRecording', recording: soundTest });
        send({ type: 'stopPlayback', playback: soundTest });
        break;
    }
  }

  onMediaEvent(event: MediaEvent): void {
    if (event.type === 'recordingEnded') {
      if (event.recording === soundTest) this.#testRecorded(event);
      else this.#recorded(event);
    } else if (event.type === 'playbackEnded') {
      if (event.playback === soundTest) this.#endTest();
      // The end of one that another has taken the place of says nothing.
      else if (event.playback === this.#playback) this.#options.report({ type: 'recordingPlayed' });
    }
  }

  #start(recording: number, remote: Party): void {
    const { clock, send, settings, log } = this.#options;
    const { layout, mostMs, leastFreeBytes, beep: audible } = settings();
    const at = new Date(clock.wall.ms)
      .toISOString()
      .replace(/[-:]|\..*/g, '')
      .replace('T', '-');
    const who = remote.number.replace(/[^0-9A-Za-z+]/g, '').slice(0, 32) || 'unknown';
    const file = this.#fileNamed(`${at}-${who}-${recording}.wav`);
    if (file === undefined) {
      this.#options.report({ type: 'recordingEnded', recording });
      return;
    }
    log.info('calls', 'a recording begins', { file });
    send({ type: 'startRecording', recording, file, layout, mostMs, leastFreeBytes });
    this.#beeping = audible;
    if (audible) send({ type: 'announce', tone: beep });
  }

  #recorded({ recording, reason, failure, durationMs, bytes }: Ended): void {
    const { log, send, notify, report, kept } = this.#options;
    log.info('calls', 'a recording ended', { reason, failure, durationMs, bytes });
    if (this.#beeping) send({ type: 'announce', tone: nothing });
    this.#beeping = false;
    report({ type: 'recordingEnded', recording });
    kept();
    const notice = notices[reason];
    if (notice !== undefined) notify({ id: 'recording', severity: 'warning', ...notice });
  }

  #startTest(): void {
    const file = this.#fileNamed('sound-test.wav');
    this.#testing = true;
    if (file === undefined) {
      this.#endTest();
      return;
    }
    rmSync(file, { force: true });
    this.#options.send({
      type: 'startRecording',
      recording: soundTest,
      file,
      layout: 'microphone',
      mostMs: soundTestMs,
      leastFreeBytes: 0,
    });
  }

  #testRecorded({ reason }: Ended): void {
    const file = this.#fileNamed('sound-test.wav');
    if (!this.#testing || file === undefined || reason !== 'limit') {
      this.#endTest();
      return;
    }
    this.#options.send({ type: 'startPlayback', playback: soundTest, file });
    this.#options.report({ type: 'soundTestMoved', stage: 'listening' });
  }

  #endTest(): void {
    const file = this.#fileNamed('sound-test.wav');
    if (file !== undefined) rmSync(file, { force: true });
    if (this.#testing) this.#options.report({ type: 'soundTestMoved', stage: 'over' });
    this.#testing = false;
  }

  /** Undefined: there is nowhere to write. */
  #fileNamed(name: string): string | undefined {
    const { directory, log } = this.#options;
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return join(directory, name);
    } catch (error) {
      log.error('calls', 'there is no place for recordings', { error });
      return undefined;
    }
  }
}

const notices: Readonly<Partial<Record<Ended['reason'], Pick<Notice, 'title' | 'text'>>>> = {
  limit: { title: 'The recording has ended', text: 'It has reached the longest time. The call goes on.' },
  diskFull: { title: 'The recording has ended', text: 'There is no more room for it on the phone. Copy or delete older ones.' },
  failed: { title: 'The recording has failed', text: 'It could not be written. Ask your administrator.' },
};
