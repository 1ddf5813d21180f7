// The rules of SPA phones decide where the settings come from, one after the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '#config/store';
import { RegistrationTimers } from '#firmware/lines/registration-timers';
import { isTriggered, type RuleFacts, type RuleSettings, ruleSources } from '#firmware/provisioning/profile-rules';
import { provisioningSettings } from '#firmware/provisioning/provisioning-settings';
import { FakeClock } from '#test/support/fake-clock';
import { storeRig } from '../../config/store-rig.ts';

const facts: RuleFacts = {
  names: { macAddress: '000e08012345', model: 'm1', version: '2.0.6', address: '10.0.0.2' },
  hasCertificate: false,
  externalAddress: '',
  withoutRegistrationS: [0, 400],
  sinceLastCheckS: 1300,
  trigger: 'periodic',
};
const settings: RuleSettings = {
  rules: [],
  onPowerUp: true,
  periodS: 3600,
  longestWaitS: 14_400,
  retries: [],
  missingFileFails: true,
  general: ['first', '', 'ABCDEF'],
  secrets: ['secret key'],
  triggers: [],
};
const offered = new Map([[66, Buffer.from('10.0.0.9')]]);

function addresses(...rules: readonly string[]): readonly (string | undefined)[] {
  return ruleSources({ ...settings, rules }, facts, offered).sources.map(({ url }) => url?.href);
}

test('the alternative whose condition holds leads to the file', () => {
  assert.deepEqual(addresses('http://remote.server.com/Linksys/$MA.cfg'), ['http://remote.server.com/Linksys/000e08012345.cfg']);
  const byLine = (line: number): string => `($REGTMR${line} eq 0)? http://p.tel.com/has-reg.cfg | http://p.tel.com/lost-reg`;
  assert.deepEqual(addresses(byLine(1), byLine(2)), ['http://p.tel.com/has-reg.cfg', 'http://p.tel.com/lost-reg']);
  assert.deepEqual(addresses('("$CCERT" eq "Installed")? https://p.tel.com/config'), []);
  assert.deepEqual(addresses('/spa$PSN.cfg', 'other/x-$(C:2:3).cfg'), ['tftp://10.0.0.9/spam1.cfg', 'tftp://other/x-CDE.cfg']);
});

test('a rule that is none is told of, and the others are followed', () => {
  const { sources, problems } = ruleSources(
    { ...settings, rules: ['(x', '[--what x] http://a/b', 'http://a/b'] },
    facts,
    offered,
  );
  assert.equal(problems.length, 2);
  assert.equal(sources.length, 1);
});

test('key, name and map of names come from where the rule says, and a secret for the key alone', () => {
  const rule = '[--key "$SA" --alias c --uid u --pwd p] https://p.tel.com/$SA.cfg';
  const [source] = ruleSources({ ...settings, rules: [rule] }, facts, offered).sources;
  assert.deepEqual(source?.options, { key: 'secret key', alias: 'ABCDEF', userId: 'u', password: 'p' });
  assert.equal(source.url?.href, 'https://p.tel.com/$SA.cfg');
});

test('a trigger comes true by the timers', () => {
  const triggers = ['$REGTMR1 gt 300 and $PRVTMR gt 1200', '$REGTMR2 gt 300 and $PRVTMR gt 1200'];
  assert.equal(isTriggered({ ...settings, triggers: triggers.slice(0, 1) }, facts), false);
  assert.equal(isTriggered({ ...settings, triggers }, facts), true);
});

test('a line without its registration counts the seconds, one that has it or is not in use does not', () => {
  const clock = new FakeClock();
  const timers = new RegistrationTimers(clock);
  const line = (index: number, state: string) => ({ index, registration: { state } });
  timers.follow([line(0, 'registered'), line(1, 'failed'), line(2, 'off')] as never);
  clock.advance(400_000);
  timers.follow([line(0, 'failed'), line(1, 'registering'), line(2, 'off')] as never);
  assert.deepEqual(timers.seconds, [1, 400, 0]);
});

test('rules that the administrator set are in use, until he switches them off', async (t) => {
  const { store }: { readonly store: Store } = await storeRig(t).open();
  assert.equal(provisioningSettings(store).rules, undefined);
  await store.change([{ path: 'provisioning/rule/1/profile', value: 'http://a/$MA.cfg' }], 'admin');
  assert.deepEqual(provisioningSettings(store).rules?.rules, ['http://a/$MA.cfg']);
  await store.change([{ path: 'provisioning/resync/enabled', value: false }], 'admin');
  assert.equal(provisioningSettings(store).rules, undefined);
});
