// Language files: what of them the phone says, what not and why, and files that mean harm.

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { languageAddresses } from '#config/formats/spa/dictionary-script';
import { type LanguageRead, readLanguageFile } from '#firmware/languages/read-language-file';
import { englishWords, wordPlaces } from '#firmware/languages/word-places';
import { languageOf, traitsOf } from '#ui/text/languages';
import { counted, stringsOf, takeLanguages } from '#ui/text/strings';

const head = { '@tag': 'lt', '@name': 'Lithuanian', '@ownName': 'Lietuvių' };
const surroundings = {
  pageWords: new Set(['Rings', '{name} is there.']),
  undrawable: (text: string) => [...text].filter((character) => character === 'ⵣ'),
};

function readBytes(bytes: Uint8Array): LanguageRead {
  const reading = readLanguageFile(bytes, surroundings);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

function read(texts: Readonly<Record<string, unknown>>) {
  const result = readBytes(Buffer.from(JSON.stringify({ ...head, ...texts })));
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

after(() => takeLanguages([]));

describe('a language file', () => {
  it('says words, lists, plurals of its own kinds and shorter words; what it lacks is English', () => {
    const { language, taken, refused } = read({
      'softKeys.answer': 'Atsiliepti',
      'shortSoftKeys.answer': 'Ats.',
      'date.months.0': 'Sausis',
      'notices.lanLink.title': 'Nėra tinklo',
      'small.quality.title': 'Kokybė',
      ...Object.fromEntries(
        [...wordPlaces().keys()]
          .filter((place) => /^[a-z]+\.[a-z]+\.(one|few|other)$/i.test(place))
          .map((place) => [place, `{n} ${place.split('.').at(-1)}`]),
      ),
    });
    assert.deepEqual(refused, []);
    assert.ok(taken >= 8, `${taken}`);
    takeLanguages([language]);
    assert.equal(languageOf('lithuanian'), '+lt');
    assert.equal(traitsOf('+lt').ownName, 'Lietuvių');
    const text = stringsOf('+lt');
    assert.deepEqual([text.softKeys.answer, text.shortSoftKeys.answer, text.softKeys.reject], ['Atsiliepti', 'Ats.', 'Reject']);
    assert.deepEqual([text.date.months[0], text.date.months[11], text.date.months.length], ['Sausis', 'December', 12]);
    assert.deepEqual([text.notices.lanLink.title, stringsOf('+lt', true).quality.title], ['Nėra tinklo', 'Kokybė']);
    const plural = Object.values(text.calls).find((word) => typeof word === 'object' && 'rule' in word) ?? text.idle.missed;
    const forms = plural as Parameters<typeof counted>[0];
    assert.deepEqual(
      [1, 21, 3, 11].map((n) => counted(forms, n)),
      ['1 one', '21 one', '3 few', '11 other'],
    );
    takeLanguages([]);
    assert.equal(languageOf('Lithuanian'), 'en');
    assert.equal(stringsOf('+lt').softKeys.answer, 'Answer');
  });

  it('has each text looked at by itself, and the reason told', () => {
    const { taken, refused, pages } = read({
      'softKeys.answer': 'Atsiliepti',
      'softKeys.none': 'x',
      'softKeys.end': ' ',
      'softKeys.hold': 'x'.repeat(100),
      'softKeys.dial': 'a\u202eb',
      'softKeys.back': 'a\nb',
      'notices.duplicateAddress.text': 'Be tarpo',
      'notices.registration.title': '{line} {line} {reason}',
      'menu.sound': 'ⵣⵣ',
      'page:Rings': 'Skambučiai',
      'page:{name} is there.': 'Yra',
      'page:Elsewhere': 'Kitur',
    });
    assert.equal(taken, 2);
    assert.deepEqual(pages, { Rings: 'Skambučiai' });
    assert.deepEqual(
      refused.map(({ name, why }) => `${name}: ${why}`),
      [
        'softKeys.none: this phone does not say it',
        'softKeys.end: it says nothing',
        'softKeys.hold: it is longer than 24 characters',
        'softKeys.dial: it has characters that are no text',
        'softKeys.back: it has characters that are no text',
        'notices.duplicateAddress.text: its gaps are not {address}',
        'notices.registration.title: its gaps are not {line} {reason}',
        'menu.sound: the phone has no letter ⵣ ⵣ',
        'page:{name} is there.: its gaps are not {name}',
        'page:Elsewhere: this phone does not say it',
      ],
    );
  });

  it('is another language than those of the phone, and says which', () => {
    for (const [wrong, expected] of [
      [{ '@tag': 'de' }, /^@tag/],
      [{ '@tag': '../x' }, /^@tag/],
      [{ '@name': 'german' }, /^@name/],
      [{ '@name': '' }, /^@name/],
      [{ '@name': 'a"b' }, /^@name/],
      [{ '@ownName': 'x'.repeat(60) }, /^@ownName/],
      [{ '@direction': 'up' }, /^@direction/],
      [{ 'softKeys.answer': 5 }, /^a language file/],
      [{ 'softKeys.answer': '' }, /^texts that this phone says/],
    ] as const) {
      const result = readBytes(Buffer.from(JSON.stringify({ ...head, 'softKeys.answer': 'A', ...wrong })));
      assert.ok(!result.ok && expected.test(result.expected), JSON.stringify([wrong, result]));
    }
  });

  it('is what the template is when it is translated', () => {
    const words = englishWords();
    assert.ok(words.size > 600, `${words.size}`);
    const { taken, refused } = read(Object.fromEntries(words));
    assert.deepEqual([taken, refused], [words.size, []]);
  });

  it('is never the end of the phone, whatever the bytes are', () => {
    for (const bytes of ['', '[]', 'null', '{"a":{}}', '{', '{"__proto__":"x"}', `{"a":${'['.repeat(100_000)}`]) {
      assert.equal(readBytes(Buffer.from(bytes)).ok, false, bytes.slice(0, 20));
    }
    assert.equal(readBytes(Buffer.alloc(600_000, 0x20)).ok, false);
    const keys = fc.constantFrom(...wordPlaces().keys(), '@tag', '@direction', '__proto__', 'page:Rings');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.string({ unit: 'binary' })), (texts) => {
        const result = readBytes(Buffer.from(JSON.stringify({ ...head, ...texts })));
        if (!result.ok) return;
        takeLanguages([result.value.language]);
        assert.equal(typeof stringsOf(result.value.language.tag).softKeys.answer, 'string');
        assert.equal(({} as { polluted?: string }).polluted, undefined);
      }),
      { numRuns: 40 },
    );
  });
});

it('a script of an SPA phone names files; languages of the phone itself need none', () => {
  const known = ['English', 'French', 'German'];
  assert.deepEqual(
    languageAddresses('serv=http://10.0.0.1/i18n/;d0=English;x0=en.xml;d1=French;x1=fr.xml;d2=Welsh;x2=cy.json', known),
    ['http://10.0.0.1/i18n/cy.json'],
  );
  assert.deepEqual(languageAddresses('serv=tftp://a;d3=Welsh;x3=cy.json;d4=Basque;x4=http://b/eu.json;', known), [
    'tftp://a/cy.json',
    'http://b/eu.json',
  ]);
  assert.deepEqual(languageAddresses(' cy.json  https://b/eu.json ', known), ['cy.json', 'https://b/eu.json']);
  assert.deepEqual(languageAddresses('', known), []);
});

it('a language is also found by its tag, as other vendors name it', () => {
  assert.deepEqual(['fr', 'zh-TW', 'French', 'Klingon'].map(languageOf), ['fr', 'zh-TW', 'fr', 'en']);
});
