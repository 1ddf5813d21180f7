// The call progress tones of every country as the core plays them: frequencies, level and cadence of what is heard.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callProgressTones } from '#config/call-progress-tones';
import { type Country, countryTones } from '#config/country-tones';
import { findParameter } from '#config/schema';
import type { Tone } from '#media/messages';
import { MediaStation, pause } from '../support/media-station.ts';
import { levelDbov, toneLevel } from '../support/tone-meter.ts';

const rate = 16_000;
/** 0 dBm0 in dBov. */
const reference = -6.15;
const heardMs = 1300;

function tonesOf(country: Country): ReturnType<typeof callProgressTones> {
  const changes: Readonly<Record<string, string>> = { 'voip/regional_settings/selected_country': country };
  return callProgressTones({ get: (path) => (changes[path] ?? findParameter(path)?.default) as never });
}

/** Sound or silence every 10 ms. */
function envelope(pcm: Int16Array): readonly boolean[] {
  return Array.from({ length: Math.floor(pcm.length / 160) }, (_, at) => levelDbov(pcm.subarray(at * 160, at * 160 + 160)) > -40);
}

/** Lengths of what sounds and what rests, in ms, the first and the last of them unknown. */
function runs(sounds: readonly boolean[]): readonly { readonly on: boolean; readonly ms: number }[] {
  const lengths: { on: boolean; ms: number }[] = [];
  for (const on of sounds) {
    const last = lengths.at(-1);
    if (last?.on === on) last.ms += 10;
    else lengths.push({ on, ms: 10 });
  }
  return lengths.slice(1, -1);
}

function check(tone: Tone, pcm: Int16Array): void {
  const segments = tone.sections[0]?.segments ?? [];
  const times = segments.map(({ parts, durationMs }) => ({ on: parts.length > 0, ms: durationMs }));
  for (const { on, ms } of runs(envelope(pcm))) {
    assert.ok(
      times.some((time) => time.on === on && Math.abs(time.ms - ms) <= 20),
      `${on ? 'sound' : 'rest'} of ${ms} ms`,
    );
  }
  const parts = segments[0]?.parts ?? [];
  const sounds = envelope(pcm);
  const begin = sounds.findIndex((_, at) => sounds.slice(at, at + 12).every((on) => on) && at + 12 <= sounds.length);
  assert.ok(begin >= 0, 'nothing sounds for 120 ms');
  const end = sounds.indexOf(false, begin);
  const steady = pcm.subarray((begin + 1) * 160, (end < 0 ? sounds.length : end - 1) * 160);
  // Two frequencies that are near need a longer look.
  const distance = Math.abs((parts[1]?.frequencyHz ?? 1000) - (parts[0]?.frequencyHz ?? 0));
  if (steady.length < (rate * 4) / distance) return;
  for (const { frequencyHz, levelDbm0 } of parts) {
    assert.ok(Math.abs(toneLevel(steady, rate, frequencyHz) - (reference + levelDbm0)) < 0.6, `${frequencyHz} Hz`);
  }
}

describe('the tones that are heard', { concurrency: 14 }, () => {
  for (const country of Object.keys(countryTones) as Country[]) {
    it(`of ${country} have their frequencies, level and cadence`, async () => {
      await using station = await MediaStation.open();
      const tones = tonesOf(country);
      for (const name of ['dial', 'ringBack', 'busy', 'congestion'] as const) {
        station.send({ type: 'playTone', tone: tones[name] });
        await pause(30);
        check(tones[name], await station.listen('earpiece', heardMs));
        station.send({ type: 'stopTone' });
        await pause(40);
      }
    });
  }
});
