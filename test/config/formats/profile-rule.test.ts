import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holds, parseCondition } from '#config/formats/spa/condition';
import { expandMacros, macroValues, type PhoneFacts } from '#config/formats/spa/macros';
import { chooseAlternative, parseProfileRule } from '#config/formats/spa/profile-rule';
import { delayAfter, parseRetryList } from '#config/formats/spa/retry-list';

const facts: PhoneFacts = {
  mac: '000E08012345',
  product: 'SPA962',
  series: '962',
  serial: 'FM500123',
  softwareVersion: '2.0.6(b)',
  hardwareVersion: '1.0.0',
  hasClientCertificate: true,
  address: '192.0.2.9',
  externalAddress: '',
  general: ['ABCDEF', '/customer/number = /flat-profile/User_ID_1_ ;'],
  state: { PRVST: '0', PRVTMR: '1300', UPGTMR: '7', REGTMR1: '301', REGTMR2: '0', SCHEME: 'http', PORT: '80' },
};
const values = macroValues(facts);
const secrets = (name: string): string | undefined => ({ SA: 'geheim' })[name];

describe('macros of the SPA', () => {
  const table: readonly (readonly [string, string])[] = [
    ['spa$MA.cfg', 'spa000e08012345.cfg'],
    ['spa$STRANGE$MAU.cfg', 'spa$STRANGE000E08012345.cfg'],
    ['$(MAU:4)', '08012345'],
    ['$(MAU:8:2)', '23'],
    ['$$MAU', '$MAU'],
    ['$(A:2:3)', 'CDE'],
    ['$A', 'ABCDEF'],
    ['$MAC', '00:0e:08:01:23:45'],
    ['$PN/$PSN/$SN', 'SPA962/962/FM500123'],
    ['$SWVER on $HWVER', '2.0.6(b) on 1.0.0'],
    ['"$CCERT"', '"Installed"'],
    ['$IP $EXTIP.', '192.0.2.9 .'],
    ['$SCHEME://$SERVIP:$PORT', 'http://$SERVIP:80'],
    ['$SA', '$SA'],
    ['$(MAU', '$(MAU'],
    ['$(NOPE:1)', '$(NOPE:1)'],
    ['5$', '5$'],
    ['$', '$'],
    ['$C', ''],
    ['$Q', '$Q'],
    ['', ''],
  ];
  for (const [text, expanded] of table) {
    it(`makes ${JSON.stringify(expanded)} of ${JSON.stringify(text)}`, () => {
      assert.equal(
        expandMacros(text, (name) => (name === 'C' ? '' : values(name))),
        expanded,
      );
    });
  }

  it('are expanded once, not in what they stand for', () => {
    assert.equal(
      expandMacros('$A', () => '$A$A'),
      '$A$A',
    );
  });
});

describe('conditions of the SPA', () => {
  const table: readonly (readonly [string, boolean | undefined])[] = [
    ['$REGTMR1 gt 300 and $PRVTMR gt 1200 and "$EXTIP" ne ""', false],
    ['$REGTMR1 gt 300 and $PRVTMR gt 1200', true],
    ['$REGTMR2 eq 0', true],
    ['"$CCERT" eq "Installed"', true],
    ['"$A" ne "Provisioned"', true],
    ['$SWVER ne 2.0.6', true],
    ['$SWVER >= 2.0.6', true],
    ['$SWVER < 2.0.7', true],
    ['$SWVER=2.0.6(b)', true],
    ['2.0.10 > 2.0.9', true],
    ['$SWVER lt 2.0.6(a)', false],
    ['>= 2.0.5', true],
    ['!2.0.5', true],
    ['3 <= 3', true],
    ['3 != 3', false],
    ['"10" gt "9"', false],
    ['$NOPE eq 1', false],
    ['"a" eq "b" or 1 = 1', undefined],
    ['', undefined],
    ['1', undefined],
    ['1 eq', undefined],
    ['1 eq 1 and', undefined],
    ['and', undefined],
    ['"open eq 1', undefined],
  ];
  for (const [text, verdict] of table) {
    it(`${verdict === undefined ? 'refuse' : verdict ? 'hold' : 'do not hold'}: ${text}`, () => {
      const condition = parseCondition(text);
      assert.equal(condition === undefined ? undefined : holds(condition, values), verdict);
    });
  }
});

describe('profile rules of the SPA', () => {
  const chosen = (rule: string, more: Partial<PhoneFacts> = {}): unknown => {
    const result = parseProfileRule(rule);
    if (!result.ok) return 'refused';
    return chooseAlternative(result.rule, macroValues({ ...facts, ...more }), secrets);
  };
  const fetch = (url: string, options: object = {}, assignments: readonly object[] = []): object => ({
    url,
    options,
    assignments,
  });

  it('are followed as the guide writes them', () => {
    const registered = { state: { ...facts.state, REGTMR1: '0' } };
    assert.deepEqual(
      chosen('http://remote.server.com/Linksys/$MA.cfg'),
      fetch('http://remote.server.com/Linksys/000e08012345.cfg'),
    );
    const lost = '($REGTMR1 eq 0)? http://p.tel.com/has-reg.cfg | [--post a] http://p.tel.com/lost-reg?';
    assert.deepEqual(chosen(lost), fetch('http://p.tel.com/lost-reg?', { post: 'a' }));
    assert.deepEqual(chosen(lost, registered), fetch('http://p.tel.com/has-reg.cfg'));
    const certified = '("$CCERT" eq "Installed")? https://p.tel.com/config? | https://p.tel.com/config?Linksys$MAU';
    assert.deepEqual(chosen(certified), fetch('https://p.tel.com/config?'));
    assert.deepEqual(chosen(certified, { hasClientCertificate: false }), fetch('https://p.tel.com/config?Linksys000E08012345'));
    assert.deepEqual(
      chosen(
        '("$A" ne "Provisioned")? (Line_Enable_1_ = "No"; a="x|$PN")! https://p.tel.com/init-prov | https://p.tel.com/configs',
      ),
      fetch('https://p.tel.com/init-prov', {}, [
        { name: 'Line_Enable_1_', value: 'No' },
        { name: 'GPP_A', value: 'x|SPA962' },
      ]),
    );
    assert.deepEqual(
      chosen('[--alias b] https://p.tel.com/account/spa$MA.xml'),
      fetch('https://p.tel.com/account/spa000e08012345.xml', { alias: 'b' }),
    );
    assert.deepEqual(
      chosen('[--key "SecretPhrase1234"] http://prov.telco.com/path/profile.cfg'),
      fetch('http://prov.telco.com/path/profile.cfg', { key: 'SecretPhrase1234' }),
    );
    assert.deepEqual(
      chosen('( $SWVER ne 2.0.6 )? http://ps.tell.com/sw/spa021024.bin'),
      fetch('http://ps.tell.com/sw/spa021024.bin'),
    );
  });

  it('name a secret for a key only', () => {
    assert.deepEqual(
      chosen('[--key "$SA" --post g] http://p/$SA/$MAC'),
      fetch('http://p/$SA/00:0e:08:01:23:45', { key: 'geheim', post: 'g' }),
    );
    assert.deepEqual(
      chosen('[--uid $PN --pwd secret --cert-off]http://p/x'),
      fetch('http://p/x', { userId: 'SPA962', password: 'secret', withoutCertificate: true }),
    );
  });

  it('fetch nothing when no alternative holds, when there is none, and when they are commented out', () => {
    for (const rule of ['($REGTMR1 eq 0)? http://p/x', '', '   ', '# http://p/x', '("a" eq "b")? http://a | (1 = 2)? http://b']) {
      assert.equal(chosen(rule), undefined, rule);
    }
  });

  it('are refused when they are none', () => {
    for (const rule of [
      '(nonsense)? http://p/x',
      '($REGTMR1 eq 0 http://p/x',
      '($REGTMR1 eq 0) http://p/x',
      '[--nonsense 1] http://p/x',
      '[--key] http://p/x',
      'http://p/x y',
      '(A=1;)! http://p/x',
      'http://p/"x"',
    ]) {
      assert.equal(chosen(rule), 'refused', rule);
    }
  });
});

describe('lists of retries', () => {
  it('go on with their last', () => {
    const list = parseRetryList('1800,3600,7200,14400+3600');
    assert.ok(list !== undefined);
    assert.deepEqual(
      [0, 1, 2, 3, 99].map((attempt) => delayAfter(list, attempt)),
      [1800, 3600, 7200, 14400, 14400].map((seconds, i) => ({ seconds, randomSeconds: i < 3 ? 0 : 3600 })),
    );
    for (const wrong of ['', 'a', '1,,2', '1+', '-1', '1;2']) assert.equal(parseRetryList(wrong), undefined, wrong);
  });
});
