// What must hold for any text at all that stands in a parameter as a script. Throws when it does not.

import assert from 'node:assert/strict';
import { parseLedScript } from '#config/scripts/led-script';
import { patternSteps } from '#hal/leds/pattern';

/** Reads never throw; a lamp gets at most four pairs of times that a driver can play. */
export function checkLedScript(bytes: Uint8Array): 'accepted' | 'refused' {
  const text = Buffer.from(bytes).toString('latin1');
  const parsed = parseLedScript(text);
  if (!parsed.ok) {
    assert.ok(parsed.problem.at >= 0 && parsed.problem.at <= text.length, `${parsed.problem.at} of ${text.length}`);
    return 'refused';
  }
  const { stepsMs = [] } = parsed.value;
  assert.ok(stepsMs.length <= 8 && stepsMs.length % 2 === 0);
  assert.ok(stepsMs.every((ms) => Number.isInteger(ms) && ms >= 0 && ms <= 60_000));
  assert.ok(patternSteps(parsed.value).every((ms) => ms >= 20));
  return 'accepted';
}
