import assert from 'node:assert/strict';
import { it } from 'node:test';
import { likenessOf, likenessRateHz, spokenWithSweep } from './voice-likeness.ts';

/** Loudness and pitch that change as those of words do. */
const speech = Int16Array.from({ length: 3 * likenessRateHz }, (_, i) => {
  const loud = 0.6 + 0.4 * Math.sin(i / 350) * Math.sin(i / 1100);
  return 9000 * loud * (Math.sin(i / (5 + Math.sin(i / 4000))) + Math.sin(i / 2.3));
});
const said = spokenWithSweep(speech, -16, likenessRateHz);
/** From the middle of one round to the middle of the next but one. */
const again = Int16Array.from([...said.subarray(9000), ...said, ...said.subarray(0, 9000)]);

it('what came through whole is like what was said', () => {
  const { sweepDb, speechDb, stoi, purestDb } = likenessOf(said, again);
  for (const db of [...sweepDb, speechDb]) assert.ok(Math.abs(db) < 0.01, `${db} dB`);
  assert.ok(stoi > 0.999);
  assert.ok(purestDb > 25, `${purestDb} dB`);
});

it('a click in the sweep is told', () => {
  const clicked = Int16Array.from(again);
  const sweepAt = said.length - 9000;
  for (let i = 0; i < 3; i++) clicked[sweepAt + 2000 + i] = 20_000;
  assert.ok(likenessOf(said, clicked).purestDb < 15);
});

it('half the level, and half the words, are told', () => {
  assert.ok(
    Math.abs(
      likenessOf(
        said,
        again.map((sample) => sample / 2),
      ).speechDb + 6.02,
    ) < 0.1,
  );
  const holes = again.map((sample, i) => (i % 1600 < 800 && (i < said.length - 9000 || i > said.length - 4900) ? 0 : sample));
  assert.ok(likenessOf(said, holes).stoi < 0.8);
});
