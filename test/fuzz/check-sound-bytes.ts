// What must hold for any bytes at all that are taken for a script, a recording or a list of rings. Throws when it does not.

import assert from 'node:assert/strict';
import { parseCadenceScript } from '#config/scripts/cadence-script';
import { parseRingScript } from '#config/scripts/ring-script';
import { parseToneScript } from '#config/scripts/tone-script';
import type { Cadence } from '#config/tone';
import { isFileName, parseRingList, readRawRing } from '#firmware/rings/ring-list';
import { readWaveFile } from '#firmware/rings/wave-file';
import { checkCommand } from '#media/check-command';
import type { Ring } from '#media/messages';

const silence: Ring['sound'] = { sections: [] };

/** Whatever is accepted is something that the media core plays. */
export function checkSoundBytes(bytes: Uint8Array): 'accepted' | 'refused' {
  const text = Buffer.from(bytes).toString('latin1');
  const tone = parseToneScript(text);
  const cadence = parseCadenceScript(text);
  const ring = parseRingScript(text);
  for (const parsed of [tone, cadence, ring]) {
    if (!parsed.ok) assert.ok(parsed.problem.at >= 0 && parsed.problem.at <= text.length && parsed.problem.expected !== '');
  }
  if (tone.ok) checkCommand({ type: 'playTone', tone: tone.value });
  if (cadence.ok) play(silence, cadence.value);
  if (ring.ok) assert.ok(ring.value.name !== '' && ring.value.cadence <= 8);
  const rings = parseRingList(text);
  assert.ok(rings.length <= 64 && rings.every(({ file }) => isFileName(file) && !file.includes('/')));
  const recordings = [readWaveFile(bytes), readRawRing(bytes)];
  for (const read of recordings) {
    if (read.ok) play(read.value, []);
    else assert.notEqual(read.reason, '');
  }
  return [tone, cadence, ring, ...recordings].some(({ ok }) => ok) ? 'accepted' : 'refused';
}

function play(sound: Ring['sound'], cadence: Cadence): void {
  checkCommand({ type: 'playRing', path: 'speaker', ring: { sound, cadence, riseMs: 0 } });
}
