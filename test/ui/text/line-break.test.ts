// Where a text may be broken into lines: between words, and between Chinese and Japanese characters by the rules of kinsoku.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { brokenLines } from '#ui/text/line-break';

const lines = (text: string, width: number, most = 20): readonly string[] =>
  brokenLines(text, (line) => [...line].length <= width, most);

describe('lines', () => {
  it('break between words, with what is left in the last one', () => {
    assert.deepEqual(lines('one two three four', 9), ['one two', 'three', 'four']);
    assert.deepEqual(lines('one two three four', 9, 2), ['one two', 'three four']);
    assert.deepEqual(lines('  a   b ', 9), ['a b']);
    assert.deepEqual(lines('', 9), []);
  });

  it('break between Chinese characters, not before a full stop or a closing bracket, nor after an opening one', () => {
    assert.deepEqual(lines('服务器没有回应。', 7), ['服务器没有回', '应。']);
    assert.deepEqual(lines('请问管理员（密码）错', 6), ['请问管理员', '（密码）错']);
    assert.deepEqual(lines('电话「保留」中文', 3), ['电话', '「保', '留」中', '文']);
  });

  it('keep small kana and long vowels with what is before them', () => {
    assert.deepEqual(lines('サーバーへ', 3), ['サー', 'バーへ']);
    assert.deepEqual(lines('ちょっと', 2), ['ちょっ', 'と']);
  });

  it('keep Latin words and numbers within Chinese whole', () => {
    assert.deepEqual(lines('请拨打 0301234 或SIP服务', 7), ['请拨打', '0301234', '或SIP服务']);
  });

  it('keep Korean words whole', () => {
    assert.deepEqual(lines('서버가 응답하지 않습니다', 6), ['서버가', '응답하지', '않습니다']);
  });

  it('lose nothing and are never more than there is room for', () => {
    const letters = fc.constantFrom(...'ab 12王。、（」ゃーカ서 ');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.nat(12), fc.integer({ min: 1, max: 6 }), (text, width, most) => {
        const broken = lines(text.join(''), width, most);
        assert.ok(broken.length <= most);
        assert.equal(broken.join('').replaceAll(' ', ''), text.join('').replaceAll(' ', ''));
      }),
    );
  });
});
