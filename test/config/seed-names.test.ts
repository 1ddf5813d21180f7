import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parameters } from '#config/schema';
import { audiocodesNames, audiocodesRefused } from './fixtures/audiocodes-names.ts';
import { ciscoConverted, ciscoNames } from './fixtures/cisco-names.ts';
import { spaConverted, spaNames, spaRefused } from './fixtures/spa-names.ts';

function namesOf(vendor: 'spa' | 'cisco' | 'audiocodes'): ReadonlySet<string> {
  return new Set(parameters().flatMap(({ declaration }) => declaration.aliases?.[vendor] ?? []));
}

describe('parameters named in the seeds', () => {
  it('of the AudioCodes manual are all ours, but for those that no phone of ours can honour', () => {
    const patterns = new Set(parameters().map(({ pattern }) => pattern));
    const aliases = namesOf('audiocodes');
    const missing = audiocodesNames.filter((name) => !patterns.has(name) && !aliases.has(name) && !(name in audiocodesRefused));
    assert.deepEqual(missing, []);
  });

  it('of the SPA9x2 are all ours, or are taken apart by the importer', () => {
    const aliases = namesOf('spa');
    const missing = spaNames.filter((name) => !aliases.has(name) && !(name in spaConverted) && !(name in spaRefused));
    assert.deepEqual(missing, []);
  });

  it('of the Cisco phones are all ours, or are taken apart by the importer', () => {
    const aliases = namesOf('cisco');
    assert.deepEqual(
      ciscoNames.filter((name) => !aliases.has(name) && !(name in ciscoConverted)),
      [],
    );
  });

  it('are refused or converted only where they are not taken as they are', () => {
    const aliases = new Set([...namesOf('spa'), ...namesOf('cisco'), ...namesOf('audiocodes')]);
    const twice = [audiocodesRefused, spaConverted, spaRefused, ciscoConverted]
      .flatMap((table) => Object.keys(table))
      .filter((name) => aliases.has(name));
    assert.deepEqual(twice, []);
  });
});
