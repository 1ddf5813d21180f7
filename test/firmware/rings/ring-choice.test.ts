// Which ring a call has, and that the media core plays each.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter } from '#config/schema';
import { RingChoice } from '#firmware/rings/ring-choice';
import { builtInRings, scriptTunes } from '#firmware/rings/tunes';
import { checkCommand } from '#media/check-command';
import type { Recording, Ring } from '#media/messages';

const chime: Recording = { rateHz: 8000, pcm: new Int16Array(100) };

function rig(changes: Readonly<Record<string, string | number>> = {}): { readonly choice: RingChoice; readonly told: string[] } {
  const told: string[] = [];
  const choice = new RingChoice({
    parameters: { get: (path) => (changes[path] ?? findParameter(path)?.default) as never },
    recording: (name) => (name === 'chime' ? { recording: chime, cadence: 0 } : undefined),
    ofContact: ({ number }) => (number === '77' ? 'Ring05' : undefined),
    report: (path) => told.push(path),
  });
  return { choice, told };
}

function ringFor(
  ringClass: string | undefined,
  changes: Readonly<Record<string, string | number>> = {},
  number = '1',
): Ring | undefined {
  return rig(changes).choice.ringFor({ ringClass, line: 0, remote: { name: undefined, number } });
}

const onMs = (ring: Ring | undefined): readonly number[] =>
  ring?.cadence.flatMap(({ segments }) => segments.map(({ sounding, durationMs }) => (sounding ? durationMs : -durationMs))) ??
  [];

describe('the ring', () => {
  const usual = ringFor(undefined);

  it('is the first of the house, 2 s of every 6, and goes on', () => {
    assert.deepEqual(usual?.sound, builtInRings.get('Ring01')?.tune);
    assert.deepEqual(onMs(usual), [2000, -4000]);
    assert.equal(usual?.cadence.at(-1)?.durationMs, 0);
  });

  const cadences: readonly (readonly number[])[] = [
    [2000, -4000],
    [300, -200, 1000, -200, 300, -4000],
    [800, -400, 800, -4000],
    [400, -200, 300, -200, 800, -4000],
    [200, -200, 200, -200, 200, -200, 1000, -4000],
    [200, -400, 200, -400, 200, -4000],
    [400, -200, 400, -200, 400, -4000],
    [250, -9750],
  ];
  for (const [index, cadence] of cadences.entries()) {
    it(`Bellcore-dr${index + 1} is the line's tune in a cadence of its own`, () => {
      const ring = ringFor(`Bellcore-dr${index + 1}`);
      assert.deepEqual(onMs(ring), cadence);
      assert.deepEqual(ring?.sound, usual?.sound);
      assert.deepEqual(ringFor(`bellcore-R${index + 1}`), ring);
    });
  }

  it('is the usual one for whatever else a stranger writes', () => {
    for (const name of ['', 'Bellcore-dr10', 'Bellcore-dr0', 'constructor', '__proto__', 'x'.repeat(1000)]) {
      assert.deepEqual(ringFor(name), usual);
    }
  });

  it('tells calls from outside from those of the house', () => {
    assert.notDeepEqual(ringFor('source:external'), ringFor('source:internal'));
    assert.deepEqual(ringFor('alert-external'), ringFor('source:external'));
  });

  it("is the line's, a recording too; one that is gone is the usual one", () => {
    const line = 'personal_settings/lines/0/ring_tone';
    assert.deepEqual(ringFor(undefined, { [line]: 'Ring04' })?.sound, builtInRings.get('Ring04')?.tune);
    assert.deepEqual(ringFor(undefined, { [line]: 'chime' }), { sound: chime, cadence: [], riseMs: 0 });
    assert.deepEqual(onMs(ringFor('Bellcore-dr8', { [line]: 'chime' })), [250, -9750]);
    assert.deepEqual(ringFor(undefined, { [line]: 'gone' }), usual);
    assert.deepEqual(ringFor(undefined, { [line]: 'Simple-3' })?.sound, scriptTunes[1]);
  });

  it("is the caller's own before the line's, and what the network names before both", () => {
    assert.deepEqual(ringFor(undefined, {}, '77')?.sound, builtInRings.get('Ring05')?.tune);
    assert.deepEqual(ringFor('Office', {}, '77')?.sound, scriptTunes[3]);
    const distinctive = { 'voip/distinctive_ringing/2/type': 'Door', 'voip/distinctive_ringing/2/ringtone': 'Ring07' };
    assert.deepEqual(ringFor('door', distinctive, '77')?.sound, builtInRings.get('Ring07')?.tune);
  });

  it('may be silence, may rise, and a script that is wrong is told and passed over', () => {
    assert.equal(ringFor('Off', { 'voip/ring/tone/3/script': 'n=Off;w=;c=' }), undefined);
    assert.equal(ringFor(undefined, { 'voip/ring/rise_time': 10 })?.riseMs, 10_000);
    const { choice, told } = rig({ 'voip/ring/cadence/0/script': '60(2/4', 'voip/ring/tone/0/script': 'w=1' });
    assert.deepEqual(onMs(choice.ringNamed('Ring01')), [2000, -4000]);
    assert.deepEqual(told, ['voip/ring/cadence/0/script']);
    choice.ringNamed('Office');
    assert.ok(told.includes('voip/ring/tone/0/script'));
  });

  it('is one that the media core plays, each of them', () => {
    const { choice } = rig();
    assert.equal(choice.names.length, 21);
    for (const name of [...choice.names, 'chime']) {
      const ring = choice.ringNamed(name);
      assert.ok(ring !== undefined, name);
      checkCommand({ type: 'playRing', path: 'speaker', ring });
    }
    assert.equal(choice.ringNamed('nonsense'), undefined);
  });
});
