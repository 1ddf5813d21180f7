// Scripts for lamps: the examples and factory settings of the vendors' manuals, and what is wrong with others.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseLedScript } from '#config/scripts/led-script';

function told(text: string): string {
  const parsed = parseLedScript(text);
  if (!parsed.ok) return `${parsed.problem.at}: ${parsed.problem.expected}`;
  const { color, pattern, stepsMs } = parsed.value;
  return `${color} ${pattern}${stepsMs === undefined ? '' : ` ${stepsMs.join('/')}`}`;
}

describe('a script for a lamp', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['c=g', 'green steady'],
    ['c=r;p=n', 'red steady'],
    ['c=r;p=nb', 'red steady'],
    ['c=r;p=sb', 'red slow'],
    ['c=r;p=s', 'red slow'],
    ['c=a;p=f', 'amber fast'],
    ['c=r;p=d;', 'red double'],
    ['p=db;c=g', 'green double'],
    ['c=o', 'off off'],
    ['c=o;p=f', 'off off'],
    ['c=a;p=ud;u=.1/.1/.1/.1/.1/.9', 'amber custom 100/100/100/100/100/900'],
    ['c=a;p=u;u=1/2', 'amber custom 1000/2000'],
    [' c = g ; p = s b ', 'green slow'],
    // Nobody writes a rhythm that is not to be played.
    ['c=a;u=.25/.75', 'amber custom 250/750'],
    // A rhythm beside another pattern says nothing.
    ['c=a;p=f;u=.25/.75', 'amber fast'],
    // The later phones' word for slow.
    ['c=g;p=b', 'green slow'],
    ['c=g;u=0/0.5/1/0', 'green custom 0/500/1000/0'],
  ];
  for (const [text, expected] of cases) it(`${text} is ${expected}`, () => assert.equal(told(text), expected));

  const wrong: readonly (readonly [string, string])[] = [
    ['', '0: c=, p= or u=, each once'],
    ['p=s', '3: c='],
    ['c=b', '2: one of o r g a'],
    ['c=r;p=x', '6: one of n s f d u b'],
    ['c=r;c=g', '4: c=, p= or u=, each once'],
    ['c=r;p=ud', '8: u='],
    ['c=r;u=1', '7: "/"'],
    ['c=r;u=0/0', '9: a time above 0'],
    ['c=r;u=*/1', '6: a time in seconds'],
    ['c=r;u=61/1', '8: at most 60 seconds'],
    ['c=r;u=1/1/1/1/1/1/1/1/1/1', '22: at most 4 pairs'],
    ['c=r;p=n x', '8: the end'],
    ['x'.repeat(128), '127: at most 127 characters'],
  ];
  for (const [text, expected] of wrong) {
    it(`${text.slice(0, 30)} is refused: ${expected}`, () => assert.equal(told(text), expected));
  }
});
