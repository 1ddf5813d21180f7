import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeSpeedDials } from '#config/formats/speed-dial/write-speed-dials';
import { parameters } from '#config/schema';
import type { Setting } from '#config/store';
import { read, reasonsOf, valuesOf } from './reading.ts';

describe('a speed dial file', () => {
  it('is read as the manual shows it, and with labels', () => {
    const result = read('1,4418,0\n2,4403,0\r\n3,039764432,0\n4,"4,391",0,"Anna ""A"", 2nd"\n13,1,0\n99,1,0\n5,1,7\nx\n5\n');
    const values = valuesOf(result);
    assert.equal(values['personal_settings/functional_key/0/speed_dial_number'], '4418');
    assert.equal(values['personal_settings/functional_key/2/speed_dial_number'], '039764432');
    assert.equal(values['personal_settings/functional_key/3/speed_dial_number'], '4,391');
    assert.equal(values['personal_settings/functional_key/3/key_label'], 'Anna "A", 2nd');
    assert.equal(values['personal_settings/functional_key/0/type'], 'SPEED_DIAL');
    assert.ok(reasonsOf(result).includes('6 notApplicable'));
    assert.deepEqual(
      reasonsOf(result).filter((each) => each.endsWith('badSyntax')),
      ['7 badSyntax', '8 badSyntax', '9 badSyntax'],
    );
  });

  it('is written so that it reads the same', () => {
    const wanted = new Map<string, string>([
      ['personal_settings/functional_key/0/type', 'SPEED_DIAL'],
      ['personal_settings/functional_key/0/speed_dial_number', '4418'],
      ['personal_settings/functional_key/4/type', 'SPEED_DIAL'],
      ['personal_settings/functional_key/4/speed_dial_number', '0,,1'],
      ['personal_settings/functional_key/4/key_label', ' "Bea" '],
      ['personal_settings/functional_key/6/type', 'PAGING'],
    ]);
    const settings = parameters()
      .filter(({ path }) => path.startsWith('personal_settings/functional_key/'))
      .map((parameter): Setting => ({ parameter, value: wanted.get(parameter.path) ?? parameter.default, source: 'stored' }));
    const text = writeSpeedDials(settings);
    assert.equal(text, '1,4418,0\n5,"0,,1",0," ""Bea"" "\n');
    const values = valuesOf(read(text));
    for (const [path, value] of wanted) if (value !== 'PAGING') assert.equal(values[path], value, path);
  });
});
