import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callProgressTones, toneNames } from '#config/call-progress-tones';
import { countryTones } from '#config/country-tones';
import { storeRig } from './store-rig.ts';

describe('call progress tones', () => {
  it("are the USA's from the factory", async (t) => {
    const { store } = await storeRig(t).open();
    const tones = callProgressTones(store);
    const [dial] = tones.dial.sections[0]?.segments ?? [];
    assert.deepEqual(
      dial?.parts.map(({ frequencyHz }) => frequencyHz),
      [350, 440],
    );
    assert.deepEqual(
      tones.ringBack.sections[0]?.segments.map(({ parts, durationMs }) => [parts.length, durationMs]),
      [
        [2, 2000],
        [0, 4000],
      ],
    );
  });

  for (const country of Object.keys(countryTones)) {
    it(`of ${country} are audible and within what the core plays`, async (t) => {
      const { store } = await storeRig(t).open();
      assert.deepEqual(store.override({ 'voip/regional_settings/selected_country': country }), []);
      const tones = callProgressTones(store);
      for (const name of toneNames) {
        const segments = tones[name].sections.flatMap((section) => section.segments);
        assert.ok(tones[name].sections.length <= 4 && segments.length <= 32, name);
        const parts = segments.flatMap((segment) => segment.parts);
        assert.ok(parts.length > 0, name);
        assert.ok(
          segments.every((segment) => segment.durationMs > 0 && segment.parts.length <= 4),
          name,
        );
        assert.ok(
          parts.every(({ frequencyHz, levelDbm0 }) => frequencyHz >= 300 && frequencyHz <= 3000 && levelDbm0 <= -10),
          name,
        );
      }
    });
  }

  it("are the administrator's own where one of that name is enabled, the country's otherwise", async (t) => {
    const { store } = await storeRig(t).open();
    const own = 'voip/regional_settings/call_progress_tones/8';
    const errors = store.override({
      'voip/regional_settings/selected_country': 'Germany',
      'voip/regional_settings/use_config_file_values': 1,
      ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((i) => [`voip/regional_settings/call_progress_tones/${i}/enabled`, 0])),
      [`${own}/enabled`]: 1,
      [`${own}/name`]: 'busy_tone',
      [`${own}/cadence`]: 1,
      [`${own}/frequency_a`]: 1000,
      [`${own}/frequency_a_level`]: 12,
      [`${own}/frequency_b`]: 2000,
      [`${own}/frequency_b_level`]: 63,
      [`${own}/tone_on_0`]: 25,
      [`${own}/tone_off_0`]: 75,
    });
    assert.deepEqual(errors, []);
    const tones = callProgressTones(store);
    const segments = [
      { parts: [{ frequencyHz: 1000, levelDbm0: -12 }], durationMs: 250 },
      { parts: [], durationMs: 750 },
    ];
    assert.deepEqual(tones.busy, { sections: [{ segments, durationMs: 0 }] });
    assert.equal(tones.dial.sections[0]?.segments[0]?.parts[0]?.frequencyHz, 425);
  });

  it('are what a script says, and a script that is wrong is told and passed over', async (t) => {
    const { store } = await storeRig(t).open();
    assert.deepEqual(
      store.override({
        'voip/regional_settings/tone_script/dial': '420@-16;10(*/0/1)',
        'voip/regional_settings/tone_script/busy': '420@-16;10(1/1/2)',
      }),
      [],
    );
    const told: string[] = [];
    const tones = callProgressTones(store, (path, { at }) => told.push(`${path} ${at}`));
    assert.deepEqual(tones.dial.sections[0]?.segments[0]?.parts, [{ frequencyHz: 420, levelDbm0: -16 }]);
    assert.equal(tones.busy.sections[0]?.segments[0]?.parts[0]?.frequencyHz, 480);
    assert.deepEqual(told, ['voip/regional_settings/tone_script/busy 15']);
  });

  it('warn of a handset that lies beside the phone: a rest, reorder tone, then the howler', async (t) => {
    const { store } = await storeRig(t).open();
    const { warning, congestion } = callProgressTones(store);
    assert.deepEqual(
      warning.sections.map(({ durationMs }) => durationMs),
      [10_000, 40_000, 60_000],
    );
    assert.deepEqual(warning.sections[1]?.segments, congestion.sections[0]?.segments);
    assert.equal(warning.sections[2]?.segments[0]?.parts[0]?.frequencyHz, 1400);
  });
});
