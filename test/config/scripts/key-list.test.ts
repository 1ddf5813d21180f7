// Lists of soft keys as SPA profiles have them; what cannot be read is told of, and the rest is not lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readKeyList } from '#config/scripts/key-list';

function told(text: string): string {
  const { entries, problems } = readKeyList(text);
  const list = entries.map(({ keyword, position }) => (position === undefined ? keyword : `${keyword}|${position}`)).join(' ');
  return [list, ...problems.map(({ at, expected }) => `${at}: ${expected}`)].join('; ');
}

describe('a list of soft keys', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', ''],
    ['redial|1;dir|2;cfwd|3;dnd|4;', 'redial|1 dir|2 cfwd|3 dnd|4'],
    ['hold|1;endcall|2;conf|3;xfer|4;crdstart;crdstop', 'hold|1 endcall|2 conf|3 xfer|4 crdstart crdstop'],
    [' redial | 1 ; dir ', 'redial|1 dir'],
    ['psk1|4;psk16', 'psk1|4 psk16'],
    ['answer|;ignore|2', 'answer ignore|2'],
    ['redial|1;dir|1;dnd', 'redial|1 dnd; 9: a place that is free'],
    ['redial;REDIAL|2;dnd', 'redial dnd; 7: each keyword once'],
    [
      'redial|x;dir|0;|3;dnd|17;ok',
      'ok; 0: a keyword, and behind | its place; 9: a place from 1 to 16; 15: a keyword, and behind | its place; 18: a place from 1 to 16',
    ],
  ];
  for (const [text, expected] of cases) it(`${text} is ${expected}`, () => assert.equal(told(text), expected));

  it('is bounded', () => {
    const { entries, problems } = readKeyList('a;'.repeat(400));
    assert.equal(entries.length, 1);
    assert.equal(problems.at(-1)?.expected, 'at most 512 characters');
  });
});
