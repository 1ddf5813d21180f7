// What must hold for any text at all that stands in a parameter as a script. Throws when it does not.

import assert from 'node:assert/strict';
import { parseDaylightRule } from '#config/scripts/daylight-rule';
import { readKeyList } from '#config/scripts/key-list';
import { parseLedScript } from '#config/scripts/led-script';
import { patternSteps } from '#hal/leds/pattern';
import { localTime } from '#ui/text/local-time';

/** Reads never throw; a list is bounded, names each key once and each place once. */
export function checkKeyList(bytes: Uint8Array): 'accepted' | 'refused' {
  const text = Buffer.from(bytes).toString('latin1');
  const { entries, problems } = readKeyList(text);
  const keywords = entries.map(({ keyword }) => keyword.toLowerCase());
  const places = entries.flatMap(({ position }) => position ?? []);
  assert.equal(new Set(keywords).size, keywords.length);
  assert.equal(new Set(places).size, places.length);
  assert.ok(places.every((place) => place >= 1 && place <= 16));
  assert.ok(problems.every(({ at }) => at >= 0 && at <= text.length));
  return problems.length === 0 ? 'accepted' : 'refused';
}

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

/** Reads never throw, and any rule that is taken gives a time for any moment. */
export function checkDaylightRule(bytes: Uint8Array): 'accepted' | 'refused' {
  const text = Buffer.from(bytes).toString('latin1');
  const parsed = parseDaylightRule(text);
  if (!parsed.ok) {
    assert.ok(parsed.problem.at >= 0 && parsed.problem.at <= text.length, `${parsed.problem.at} of ${text.length}`);
    return 'refused';
  }
  const zone = { offsetSeconds: 3600, summer: { ...parsed.value, endsByItself: true } };
  const saved = parsed.value.savedSeconds;
  for (let ms = 0; ms < 4e12; ms += 123_456_789_012) {
    const { offsetSeconds, month, day } = localTime(ms, zone);
    assert.ok(offsetSeconds === 3600 || offsetSeconds === 3600 + saved);
    assert.ok(month >= 1 && month <= 12 && day >= 1 && day <= 31);
  }
  return 'accepted';
}
