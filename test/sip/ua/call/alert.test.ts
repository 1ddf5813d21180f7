// How the other side wants to be announced: every form that is in the field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headers } from '#sip/message/headers';
import { alertOf, answerAfterFields } from '#sip/ua/call/alert';

function headersWith(...fields: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}

test('every form of auto-answer is understood', () => {
  const forms: readonly (readonly [string, string, number])[] = [
    ['Alert-Info', '<http://www.notused.com>;info=alert-autoanswer;delay=0', 0],
    ['Alert-Info', '<http://127.0.0.1>;info=alert-autoanswer;delay=5', 5],
    ['Alert-Info', 'info=alert-autoanswer', 0],
    ['Alert-Info', 'Auto Answer', 0],
    ['Alert-Info', 'Ring Answer', 0],
    ['Alert-Info', '<sip:10.0.0.1>;answer-after=3', 3],
    ['Call-Info', '<sip:10.0.0.1>;answer-after=0', 0],
    ['Call-Info', '<sip:10.0.0.1>;answer-after="7"', 7],
    ['Answer-Mode', 'Auto', 0],
    ['Priv-Answer-Mode', 'auto;require', 0],
    ['P-Auto-answer', 'normal', 0],
  ];
  for (const [name, value, delayS] of forms) {
    assert.equal(alertOf(headersWith([name, value]))?.answerAfterS, delayS, `${name}: ${value}`);
  }
});

test('what asks for no answer asks for none', () => {
  assert.equal(alertOf(headersWith()), undefined);
  assert.equal(alertOf(headersWith(['Call-Info', '<http://x/icon.png>;purpose=icon'])), undefined);
  assert.equal(alertOf(headersWith(['Answer-Mode', 'Manual;require']))?.answerAfterS, undefined);
  assert.deepEqual(alertOf(headersWith(['Answer-Mode', 'Manual;require'])), {
    info: [],
    ringClass: undefined,
    answerMode: 'manual',
    requireAnswer: true,
  });
  assert.equal(alertOf(headersWith(['P-Auto-answer', 'none'])), undefined);
});

test('a ring is named by a class, a Bellcore cadence or a URN, never by an address', () => {
  const names: readonly (readonly [string, string | undefined])[] = [
    ['<http://127.0.0.1/Bellcore-dr3>', 'Bellcore-dr3'],
    ['Bellcore-r2', 'Bellcore-r2'],
    ['<http://x>;info=alert-external;x-line-id=0', 'alert-external'],
    ['<http://x>;info="my ring"', 'my ring'],
    ['<urn:alert:source:external>', 'source:external'],
    ['<urn:alert:service:call-waiting>', 'service:call-waiting'],
    ['Sales', 'Sales'],
    ['<http://evil.example/ring.wav>', undefined],
    ['<file:///etc/passwd>', undefined],
    ['Auto Answer', undefined],
  ];
  for (const [value, name] of names) assert.equal(alertOf(headersWith(['Alert-Info', value]))?.ringClass, name, value);
});

test('a delay that nobody would wait for is cut, and so is a list', () => {
  assert.equal(alertOf(headersWith(['Call-Info', '<sip:x>;answer-after=9999']))?.answerAfterS, 60);
  const many = Array.from({ length: 500 }, () => ['Alert-Info', '<http://x/y>'] as const);
  assert.equal(alertOf(headersWith(...many))?.info.length, 8);
});

test('what we ask for is what we understand', () => {
  assert.equal(alertOf(headersWith(...answerAfterFields(0)))?.answerAfterS, 0);
  assert.equal(alertOf(headersWith(...answerAfterFields(4)))?.answerAfterS, 4);
});
