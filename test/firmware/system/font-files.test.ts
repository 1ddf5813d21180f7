// Font packs of further scripts are read by parts, and a pack that is not there is no failure.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openFontFiles } from '#firmware/system/font-files';
import { packsOfClass } from '#ui/lcd/fonts/font-list';
import { FontSet } from '#ui/lcd/fonts/font-set';

it('packs of the class are in memory, others are read where they are asked', () => {
  using files = openFontFiles('color-320');
  for (const name of packsOfClass('color-320')) assert.ok(files.get(name) instanceof Uint8Array, name);
  const chinese = files.get('sans-cn-16');
  assert.ok(chinese !== undefined && !(chinese instanceof Uint8Array));
  assert.equal(files.get('sans-cn-16'), chinese, 'opened once');
  assert.equal(chinese.subarray(0, 4).length, 4);
  assert.equal(chinese.subarray(chinese.byteLength - 2, chinese.byteLength + 10).length, 2);
  assert.equal(files.get('no-such-pack'), undefined);
  const fonts = FontSet.load('color-320', files);
  assert.ok(fonts.of('body').widthOf('王小明') > 30);
  assert.equal(fonts.missing.count, 0);
});
