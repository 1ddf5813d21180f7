// Scripts for tones, cadences and rings: the examples of the vendors' manuals with their slips, and what is wrong with others.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCadenceScript } from '#config/scripts/cadence-script';
import { parseRingScript } from '#config/scripts/ring-script';
import type { Parsed } from '#config/scripts/script-reader';
import { parseToneScript } from '#config/scripts/tone-script';
import { longestMs, type Tone } from '#config/tone';

function value<T>(parsed: Parsed<T>): T {
  assert.ok(parsed.ok, parsed.ok ? '' : `${parsed.problem.expected} at ${parsed.problem.at}`);
  return parsed.value;
}

/** Frequencies and time of each segment, section by section. */
function told(tone: Tone): readonly unknown[] {
  return tone.sections.map(({ segments, durationMs }) => [
    durationMs,
    ...segments.map((segment) => [segment.parts.map(({ frequencyHz }) => frequencyHz).join('+'), segment.durationMs]),
  ]);
}

describe('a tone script', () => {
  const cases: readonly [string, readonly unknown[]][] = [
    ['350@-19,440@-19;10(*/0/1+2)', [[10_000, ['350+440', longestMs]]]],
    [
      '350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)',
      [
        [2000, ['350+440', 100], ['', 100]],
        [10_000, ['350+440', longestMs]],
      ],
    ],
    ['420@-16;10(*/0/1)', [[10_000, ['420', longestMs]]]],
    ['480@-19,620@-19;10(.25/.25/1+2)', [[10_000, ['480+620', 250], ['', 250]]]],
    ['440@-19,480@-19;*(2/4/1+2)', [[0, ['440+480', 2000], ['', 4000]]]],
    [
      '985@-16,1428@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)',
      [[20_000, ['985', 380], ['1428', 380], ['1777', 380], ['', 4000]]],
    ],
    ['397@-19,507@-19;15(0/2/0,.2/.1/1,.1/2.1/2)', [[15_000, ['', 2000], ['397', 200], ['', 100], ['507', 100], ['', 2100]]]],
    // The SPA9000's own holding tone lacks its semicolon, others have a space or miss a sign.
    ['600@-19*(.1/.1/1,.1/.1/1,.1/9.5/1)', [[0, ['600', 100], ['', 100], ['600', 100], ['', 100], ['600', 100], ['', 9500]]]],
    ['600@-16; 1(.25/.25/1)', [[1000, ['600', 250], ['', 250]]]],
    ['480@10,620@0;10(.125/.125/1+2);', [[10_000, ['480+620', 125], ['', 125]]]],
    ['1@-3.5,2@-3,3@-3,4@-3,5@-3,6@-3;1(1/0/1+2+3+4+5+6)', [[1000, ['1+2+3+4+5+6', 1000]]]],
  ];
  for (const [text, expected] of cases)
    it(`${text} is read`, () => assert.deepEqual(told(value(parseToneScript(text))), expected));

  it('has levels with their signs, and none louder than the coder', () => {
    const [segment] = value(parseToneScript('480@10,620@-19.5;*(1/1/1+2)')).sections[0]?.segments ?? [];
    assert.deepEqual(
      segment?.parts.map(({ levelDbm0 }) => levelDbm0),
      [3, -19.5],
    );
  });

  const wrong: readonly [string, number, RegExp][] = [
    ['', 0, /frequency/],
    ['350', 3, /"@"/],
    ['350@-19', 7, /";"/],
    ['350@-19;10', 10, /"\("/],
    ['350@-19;10(1/1/2)', 15, /place from 0 to 1/],
    ['350@-19;10(1/1)', 14, /"\/"/],
    ['350@-19;10(0/0/1)', 17, /length/],
    ['350@-19;10(1/1/1);1(1/1/1);1(1/1/1)', 27, /at most 2 sections/],
    ['350@-19;10(1/1/1)x', 17, /the end/],
    ['9000@-19;10(1/1/1)', 0, /frequency from 1 to 7999/],
    ['350@-19;9999(1/1/1)', 8, /3600/],
    [`350@-19;${' '.repeat(200)}`, 127, /127 characters/],
  ];
  for (const [text, at, expected] of wrong) {
    it(`${text.slice(0, 40) || 'nothing'} is refused where it is wrong`, () => {
      const parsed = parseToneScript(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.problem.at, at);
      assert.match(parsed.problem.expected, expected);
    });
  }
});

describe('a cadence script', () => {
  const lengths = (text: string): readonly unknown[] =>
    value(parseCadenceScript(text)).map(({ durationMs, segments }) => [
      durationMs,
      ...segments.map((segment) => (segment.sounding ? segment.durationMs : -segment.durationMs)),
    ]);

  it('is seconds of sound and of rest', () => {
    assert.deepEqual(lengths('60(2/4)'), [[60_000, 2000, -4000]]);
    assert.deepEqual(lengths('60(.2/.2,.2/.2,.2/.2,1/4)'), [[60_000, 200, -200, 200, -200, 200, -200, 1000, -4000]]);
    assert.deepEqual(lengths('30(.1/.1, .3/.1, .1/9.3)'), [[30_000, 100, -100, 300, -100, 100, -9300]]);
    assert.deepEqual(lengths('2.3(.3/2);*(1/0)'), [
      [2300, 300, -2000],
      [0, 1000],
    ]);
  });

  for (const text of ['', '60', '60(', '60(2)', '60(2/4', '60(2/4))', '60(0/0)', '60(1/1,1/1,1/1,1/1,1/1,1/1,1/1)', '-1(2/4)']) {
    it(`${text || 'nothing'} is refused`, () => assert.equal(parseCadenceScript(text).ok, false));
  }
});

describe('a ring script', () => {
  it('has a name, a waveform and a cadence', () => {
    const usual = { breakMs: 0, totalMs: 0 };
    assert.deepEqual(value(parseRingScript('n=Classic-1;w=3;c=1')), {
      name: 'Classic-1',
      waveform: { tune: 3 },
      cadence: 1,
      ...usual,
    });
    assert.deepEqual(value(parseRingScript('n=Off;w=;c=')), { name: 'Off', waveform: undefined, cadence: 0, ...usual });
    assert.deepEqual(value(parseRingScript('n=My ring;w=http://192.0.2.1:80/rings/chime.wav;c=0;b=2.5;t=30')), {
      name: 'My ring',
      waveform: { place: 'http://192.0.2.1:80/rings/chime.wav' },
      cadence: 0,
      breakMs: 2500,
      totalMs: 30_000,
    });
  });

  for (const text of ['', 'w=3', 'n=;w=3', 'n=a;n=b', 'n=a;w=9', 'n=a;c=10', 'n=a;x=1', 'n=a;c=1x']) {
    it(`${text || 'nothing'} is refused`, () => assert.equal(parseRingScript(text).ok, false));
  }
});
