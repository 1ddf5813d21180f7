import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { writeAudiocodes } from '#config/formats/audiocodes/write-audiocodes';
import { sealValue } from '#config/formats/encryption/value';
import { type Parameter, parameters, type StoredValue } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Setting } from '#config/store';
import { otherValue } from './other-value.ts';
import { problemOf, read, reasonsOf, valuesOf } from './reading.ts';

describe('a configuration file of path=value', () => {
  it('is read with comments, blanks, quotation marks and all ends of lines', () => {
    const result = read(
      '# phone of the reception\r\n; another comment\n\nvoip/line/0/id = 2001\rvoip/line/0/description="  Front desk "\n/voip/line/0/enabled=1\nvoip/media/media_tos=0xb0\nvoip/services/star_codes/park=*38#\n',
    );
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/id': '2001',
      'voip/line/0/description': '  Front desk ',
      'voip/line/0/enabled': true,
      'voip/media/media_tos': 0xb0,
      'voip/services/star_codes/park': '*38#',
    });
    assert.deepEqual(reasonsOf(result), []);
  });

  it('takes what is right and tells of the rest, each with its line', () => {
    const result = read(
      'voip/line/0/id=2001\nvoip/line/9/id=1\nno equals sign\nvoip/dialing/auto_dialing/timeout=121\nvoip/line/0/id=2002\n=5\n',
    );
    assert.deepEqual(valuesOf(result), { 'voip/line/0/id': '2002' });
    assert.deepEqual(reasonsOf(result), ['2 unknownName', '3 badSyntax', '4 badValue', '1 repeated', '6 badSyntax']);
    assert.match(result.remarks[2]?.text ?? '', /"121" is not right\. Expected a whole number from 0 to 120, in s\./);
  });

  it('sets back what has nothing after its sign', () => {
    const result = read('voip/line/0/proxy_address=\nprovisioning/speed_dial_uri=NULL\nvoip/media/media_tos=\n');
    assert.deepEqual(valuesOf(result), {
      'voip/line/0/proxy_address': undefined,
      'provisioning/speed_dial_uri': undefined,
      'voip/media/media_tos': undefined,
    });
  });

  it('does not pin a default, but what would else be inherited', () => {
    const result = read('voip/dialing/auto_dialing/timeout=15\nvoip/line/0/proxy_port=0\n');
    assert.deepEqual(valuesOf(result), { 'voip/dialing/auto_dialing/timeout': undefined, 'voip/line/0/proxy_port': 0 });
  });

  it('knows the names that the manual itself writes in another way', () => {
    const result = read(
      'AllowCallsInLockState=DENY_BOTH\nsystem/ntp/daylight_saving/end_date/month=7\n/network/lan/_802_1x/eap_type=EAP_MD5\nlync/local3wayConf/enabled=0\n',
    );
    assert.deepEqual(valuesOf(result), {
      'system/pin_lock/calls': 'DENY_BOTH',
      'system/daylight_saving/end_date/month': 7,
      'network/lan/_802_1x/eap_type': 'EAP_MD5',
      'voip/services/conference/enabled': false,
    });
  });

  it('opens encrypted values, for secrets only', () => {
    const key = randomBytes(32);
    const sealed = `{"${sealValue('s3cret', key)}"}`;
    const text = `voip/line/0/auth_password=${sealed}\nvoip/line/0/description=${sealed}\nvoip/line/1/auth_password={"hs1.AAAA"}\nvoip/line/2/auth_password=***\n`;
    const result = read(text, { keys: { own: [randomBytes(32), key] } });
    assert.deepEqual(valuesOf(result), { 'voip/line/0/auth_password': 's3cret' });
    assert.deepEqual(reasonsOf(result), ['2 notApplicable', '3 unreadableSecret', '4 notApplicable']);
  });

  it('never repeats a secret in its report', () => {
    const result = read(`voip/line/0/auth_password=${'geheim'.repeat(40)}\nvoip/line/0/aka/key=geheim\nvoip/line/0/id=1\n`);
    assert.equal(result.remarks.length, 2);
    assert.doesNotMatch(JSON.stringify(result.remarks), /geheim/);
  });

  it('is read in the encodings that editors write', () => {
    const text = 'voip/line/0/description=Böse Brücke\n';
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
      Buffer.from(text, 'latin1'),
    ]) {
      assert.equal(valuesOf(read(bytes))['voip/line/0/description'], 'Böse Brücke');
    }
  });

  it('refuses what is too large, no text, or of no format', () => {
    assert.equal(problemOf(Buffer.alloc(64 * 1024 * 1024, 'voip/a=1\n')), 'tooLarge');
    assert.equal(problemOf(Buffer.from('voip/line/0/id=1\n'), { maxBytes: 10 }), 'tooLarge');
    assert.equal(problemOf(randomBytes(999)), 'notRecognised');
    assert.equal(problemOf(Buffer.from('<html><body>404</body></html>')), 'notRecognised');
    assert.equal(problemOf(Buffer.alloc(0)), 'notRecognised');
  });

  it('takes a NUL in a line for a bad value and goes on', () => {
    const result = read(`voip/line/0/id=20\u000001\nvoip/line/1/id=2002\n${'# '.repeat(100)}`);
    assert.deepEqual(valuesOf(result), { 'voip/line/1/id': '2002' });
    assert.deepEqual(reasonsOf(result), ['1 badValue']);
  });

  it('keeps its report small, whatever the file', () => {
    const result = read(`voip/line/0/id=1\n${'nonsense/path=1\n'.repeat(100_000)}`);
    assert.equal(result.remarks.length + result.furtherRemarks, 100_000);
    assert.equal(result.remarks.length, 1000);
  });
});

const oddTexts = [
  ' "ö\\#;=x',
  '{"x"}',
  'NULL',
  '/odd',
  'Odd-1',
  '::1',
  '192.0.2.7',
  '+01:30',
  '07:45',
  '192.0.2.7:99',
  '0'.repeat(32),
];

describe('writing a configuration file', () => {
  const key = randomBytes(32);
  const setting = (parameter: Parameter, value: StoredValue): Setting => ({
    parameter,
    value: parameter.declaration.secret === true ? new Secret(String(value)) : value,
    source: 'stored',
  });

  for (const extent of ['full', 'delta'] as const) {
    it(`gives every parameter back as it was, in a ${extent} file`, () => {
      const settings = parameters().map((parameter) => setting(parameter, otherValue(parameter, oddTexts)));
      const values = valuesOf(read(writeAudiocodes(settings, { extent, key }), { keys: { own: [key] } }));
      for (const { parameter, value } of settings) {
        const wanted = value instanceof Secret ? value.reveal() : value;
        assert.ok(parameter.path in values, parameter.path);
        assert.equal(values[parameter.path] ?? parameter.default, wanted, parameter.path);
      }
    });
  }

  it('names in a delta file only what was set', () => {
    const all = parameters().map((parameter): Setting => ({ ...setting(parameter, parameter.default), source: 'default' }));
    const set = all.map((each) => (each.parameter.path === 'voip/line/0/id' ? setting(each.parameter, '2001') : each));
    assert.equal(writeAudiocodes(set, { extent: 'delta', heading: ['of today'] }), '# of today\nvoip/line/0/id=2001\n');
  });

  it('leaves the state as it is when a full file of an untouched phone is read', () => {
    const all = parameters().map((parameter): Setting => ({ ...setting(parameter, parameter.default), source: 'default' }));
    const result = read(writeAudiocodes(all, { extent: 'full', key }));
    assert.equal(result.changes.length, parameters().length);
    assert.deepEqual(
      result.changes.filter(({ value }) => value !== undefined),
      [],
    );
  });

  it('leaves secrets out where there is no key', () => {
    const password = parameters().find(({ path }) => path === 'voip/line/0/auth_password');
    assert.ok(password !== undefined);
    const text = writeAudiocodes([setting(password, 'geheim')], { extent: 'full' });
    assert.doesNotMatch(text, /geheim/);
    assert.match(text, /^# voip\/line\/0\/auth_password/);
  });
});
