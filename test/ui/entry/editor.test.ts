// Writing with twelve keys.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changesInMs, type Editor, type EditorInput, edited, isPending, multiTapMs, newEditor } from '#ui/entry/editor';
import { type Field, modesOf, problemOf } from '#ui/entry/field';
import { modeLabel } from '#ui/entry/mode-label';

const text: Field = { kind: 'text', maxLength: 40, required: true };
const dial: Field = { kind: 'dial', maxLength: 64, required: true };

/** Types with a pen of its own: keys follow each other at once, `_` lets the letter settle. */
class Writer {
  editor: Editor;
  nowMs = 0;
  readonly field: Field;
  readonly language: string;

  constructor(field: Field, language = 'en', first = '') {
    this.field = field;
    this.language = language;
    this.editor = newEditor(field, first, language);
  }

  do(input: EditorInput): this {
    this.nowMs += 10;
    this.editor = edited(this.editor, input, { field: this.field, language: this.language, nowMs: this.nowMs });
    return this;
  }

  keys(keys: string): this {
    for (const key of keys) {
      if (key === '_') this.nowMs += multiTapMs;
      else this.do({ type: 'key', key });
    }
    return this;
  }
}

describe('multi-tap', () => {
  it('goes through the letters of a key and begins a new one after a while, or with another key', () => {
    assert.equal(new Writer(text).keys('4777222_2233').editor.text, 'Grcbe');
    assert.equal(new Writer(text).keys('2').editor.text, 'A');
    assert.equal(new Writer(text).keys('22').editor.text, 'B');
    assert.equal(new Writer(text).keys('2_2').editor.text, 'Aa');
  });

  it('writes Ada Lovelace', () => {
    assert.equal(new Writer(text).keys('2_3_2_0_555_666_888_33_555_2_222_33').editor.text, 'Ada Lovelace');
  });

  it('shows that a letter may still change, until it may not', () => {
    const { editor, nowMs } = new Writer(text).keys('22');
    assert.equal(isPending(editor, nowMs), true);
    assert.equal(changesInMs(editor, text, nowMs), multiTapMs);
    assert.equal(isPending(editor, nowMs + multiTapMs), false);
    assert.equal(changesInMs(editor, text, nowMs + multiTapMs), undefined);
  });

  it('comes to the digit and to accents of other languages, and around', () => {
    assert.equal(new Writer(text).keys('2222').editor.text, '2');
    assert.equal(new Writer(text).keys('22222').editor.text, 'À');
    assert.equal(new Writer(text).keys('00').editor.text, '0');
    assert.equal(new Writer(text).keys('111_1').editor.text, '-.');
  });

  it('has the accents of the language before the digit', () => {
    assert.equal(new Writer(text, 'de').keys('#2222').editor.text, 'ä');
    assert.equal(new Writer(text, 'cs').keys('#7777_77777').editor.text, 'sř');
  });

  it('a held key is its digit, in place of the letter', () => {
    assert.equal(new Writer(text).keys('2').do({ type: 'longKey', key: '2' }).keys('3').editor.text, '2d');
  });

  it('writes within a text, and moves and deletes by whole characters', () => {
    const writer = new Writer(text, 'en', 'Ax😀z');
    writer.do({ type: 'move', by: -1 }).do({ type: 'move', by: -1 });
    assert.equal(writer.editor.cursor, 2);
    assert.equal(writer.keys('5').editor.text, 'Axj😀z');
    writer.do({ type: 'move', by: 1 }).do({ type: 'delete' });
    assert.equal(writer.editor.text, 'Axjz');
    assert.equal(writer.do({ type: 'clear' }).editor.text, '');
  });

  it('takes no more than there is room for, and still changes the last letter', () => {
    const writer = new Writer({ ...text, maxLength: 2 }).keys('2_2_2_2');
    assert.equal(writer.editor.text, 'Aa');
    assert.equal(new Writer({ ...text, maxLength: 2 }).keys('2_222').editor.text, 'Ac');
  });
});

describe('modes', () => {
  const written = (keys: string, language = 'en'): string => new Writer(text, language).keys(keys).editor.text;

  it('change with #: Abc, abc, ABC, 123', () => {
    assert.equal(written('2_2'), 'Aa');
    assert.equal(written('#2_2'), 'aa');
    assert.equal(written('##2_2'), 'AA');
    assert.equal(written('###22'), '22');
    assert.equal(written('####2'), 'A');
  });

  const names = (language: string, field = text): string =>
    modesOf(field, language)
      .map((mode) => modeLabel(mode, language))
      .join(' ');

  it('are named by their letters', () => {
    assert.equal(names('en'), 'Abc abc ABC 123');
    assert.equal(names('ru'), 'Абв абв АБВ Abc abc ABC 123');
    assert.equal(names('he'), 'אבג Abc abc ABC 123');
    assert.equal(names('el'), 'Αβγ αβγ ΑΒΓ Abc abc ABC 123');
    assert.equal(names('en', { ...text, kind: 'search' }), 'T9 abc 123');
  });

  it('write Russian, Ukrainian, Greek and Hebrew', () => {
    assert.equal(written('44_2_5_2', 'ru'), 'Йама');
    assert.equal(written('44_444', 'uk'), 'Ії');
    assert.equal(written('2_55_33_999', 'el'), 'Αλεω');
    assert.equal(written('77_5555_2222', 'he').slice(0, 2), 'של');
  });

  it('* opens the symbols, from which one is picked', () => {
    const writer = new Writer(text).keys('*');
    assert.equal(writer.editor.picker, 0);
    assert.equal(writer.do({ type: 'movePicker', by: 4 }).do({ type: 'pick' }).editor.text, '@');
    assert.equal(writer.editor.picker, undefined);
    assert.equal(writer.do({ type: 'togglePicker' }).do({ type: 'movePicker', by: -1 }).do({ type: 'pick' }).editor.text, '@¡');
  });
});

describe('numbers', () => {
  it('take * and # as they are, and + and a pause from held keys', () => {
    const writer = new Writer(dial).keys('0').do({ type: 'longKey', key: '0' });
    assert.equal(writer.keys('49*').do({ type: 'longKey', key: '*' }).keys('#').editor.text, '+49,#');
  });

  it('may be addresses: the mode changes to letters', () => {
    assert.equal(new Writer(dial).keys('7#').do({ type: 'longKey', key: '#' }).keys('2').editor.text, '7a');
    const writer = new Writer(dial).do({ type: 'nextMode' }).keys('2_3_2').do({ type: 'insert', text: '@' });
    assert.equal(writer.editor.text, 'ada@');
    assert.equal(problemOf(dial, '+,')?.expected, 'number');
    assert.equal(problemOf(dial, '')?.expected, 'required');
  });
});

describe('an address', () => {
  const address: Field = { kind: 'address', maxLength: 15, required: true };
  const typed = (keys: string): string => new Writer(address).keys(keys).editor.text;

  it('has * as its dot, and brings it by itself behind three digits', () => {
    assert.equal(typed('10*0*0*1'), '10.0.0.1');
    assert.equal(typed('1921681*20'), '192.168.1.20');
    assert.equal(typed('**10**1'), '10.1');
    assert.equal(typed('19216810112399'), '192.168.101.123');
    assert.equal(typed('10#1'), '101');
  });

  it('says what is expected when it is not right', () => {
    assert.equal(problemOf(address, '192.168.1.20'), undefined);
    for (const wrong of ['192.168.1', '192.168.1.256', '1.2.3.4.5', '1..2.3']) {
      assert.equal(problemOf(address, wrong)?.expected, 'address', wrong);
    }
  });

  it('as a mask is ones before zeros', () => {
    const mask: Field = { kind: 'mask', maxLength: 15, required: true };
    for (const right of ['255.255.255.0', '255.255.240.0', '0.0.0.0', '255.255.255.255'])
      assert.equal(problemOf(mask, right), undefined);
    for (const wrong of ['255.0.255.0', '255.255.255.1', '0.255.0.0']) assert.equal(problemOf(mask, wrong)?.expected, 'mask');
  });
});

describe('other fields', () => {
  it('a time and a date bring their signs', () => {
    assert.equal(new Writer({ kind: 'time', maxLength: 5, required: true }).keys('1405').editor.text, '14:05');
    assert.equal(new Writer({ kind: 'date', maxLength: 10, required: true }).keys('20261121').editor.text, '2026-11-21');
    const time: Field = { kind: 'time', maxLength: 5, required: true };
    assert.equal(problemOf(time, '23:59'), undefined);
    assert.equal(problemOf(time, '24:00')?.expected, 'time');
    const date: Field = { kind: 'date', maxLength: 10, required: true };
    assert.equal(problemOf(date, '2028-02-29'), undefined);
    assert.equal(problemOf(date, '2026-02-29')?.expected, 'date');
  });

  it('a whole number has its range', () => {
    const port: Field = { kind: 'integer', maxLength: 5, required: true, minimum: 1, maximum: 65535 };
    assert.equal(new Writer(port).keys('50*6#0').editor.text, '5060');
    assert.deepEqual(problemOf(port, '70000'), { expected: 'integer', limits: { minimum: 1, maximum: 65535 } });
  });
});

it('nothing that is typed breaks a text', () => {
  const input = fc.oneof(
    fc.record({ type: fc.constantFrom('key' as const, 'longKey' as const), key: fc.constantFrom(...'0123456789*#') }),
    fc.record({
      type: fc.constantFrom('delete' as const, 'clear' as const, 'nextMode' as const, 'togglePicker' as const, 'pick' as const),
    }),
    fc.record({ type: fc.constantFrom('move' as const, 'movePicker' as const), by: fc.constantFrom(-1, 1) }),
    fc.record({ type: fc.constant('insert' as const), text: fc.string({ unit: 'grapheme', maxLength: 3 }) }),
  );
  const kinds = ['text', 'dial', 'integer', 'address', 'mask', 'password', 'time', 'date', 'search'] as const;
  fc.assert(
    fc.property(
      fc.array(input, { maxLength: 60 }),
      fc.constantFrom(...kinds),
      fc.constantFrom('en', 'de', 'ru', 'he'),
      (inputs, kind, language) => {
        const field: Field = { kind, maxLength: 20, required: true };
        const writer = new Writer(field, language);
        for (const each of inputs) {
          writer.do(each);
          const { text: written, cursor } = writer.editor;
          assert.ok(written.length <= 20 && cursor >= 0 && cursor <= written.length);
          assert.ok(modesOf(field, language).includes(writer.editor.mode));
        }
      },
    ),
  );
});
