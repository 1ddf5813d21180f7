// From parameters to what the user agent is told of servers, NATs, emergencies and passwords.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failoverSettings, sipTimers } from '#firmware/lines/server-settings';
import { parametersWith, settingsWith } from './given-parameters.ts';

test('a line as it comes has one server, registers, and trusts nobody else', () => {
  const settings = settingsWith({});
  assert.deepEqual(settings.proxy, { host: 'pbx.example', port: undefined });
  assert.equal(settings.redundancy, undefined);
  assert.equal(settings.nat, undefined);
  assert.equal(settings.keepAlive, undefined);
  assert.equal(settings.thirdParty, undefined);
  assert.deepEqual(settings.registration, {
    expiresS: 3600,
    retryS: 30,
    retryMaxS: 1800,
    limits: { shortestS: 1, longestS: 7200, refreshBeforeS: 40, addedRetryS: 0, addedLongRetryS: 0 },
  });
  assert.deepEqual(settings.emergency, { numbers: ['112', '911'] });
  assert.deepEqual(settings.digest, { realms: [], md5: true, attempts: 2 });
  assert.deepEqual([settings.acceptStrangers, settings.challengesCalls, settings.clearsBindings], [false, false, false]);
});

test("the redundant proxy is all lines', or a line's own", () => {
  const all = { 'voip/signalling/sip/redundant_proxy/address': 'backup.example', 'voip/signalling/sip/redundant_proxy/port': 0 };
  assert.deepEqual(settingsWith(all).redundancy, {
    backup: { host: 'backup.example', port: undefined },
    registersAtBoth: false,
    keepAliveS: 60,
    staysAtBackup: false,
  });
  assert.deepEqual(
    settingsWith({ ...all, 'voip/line/0/backup_proxy_address': '192.0.2.9' }).redundancy?.backup.host,
    '192.0.2.9',
  );
  assert.equal(
    settingsWith({ ...all, 'voip/signalling/sip/redundant_proxy/mode': 'SIMULTANEOUS' }).redundancy?.registersAtBoth,
    true,
  );
  assert.equal(settingsWith({ ...all, 'voip/signalling/sip/redundant_proxy/mode': 'DISABLE' }).redundancy, undefined);
});

test("a line's outbound proxy goes before all lines', and both before the proxy", () => {
  const all = {
    'voip/signalling/sip/sip_outbound_proxy/enabled': true,
    'voip/signalling/sip/sip_outbound_proxy/addr': 'edge.example',
  };
  assert.deepEqual(settingsWith(all).proxy, { host: 'edge.example', port: 5060 });
  const own = { 'voip/line/0/outbound_proxy/addr': 'own.example', 'voip/line/0/outbound_proxy/port': 5070 };
  assert.deepEqual(settingsWith({ ...all, ...own }).proxy, { host: 'own.example', port: 5070 });
  assert.equal(settingsWith({ ...all, ...own }).domain, 'pbx.example');
});

test('response codes, and how long after them', () => {
  const settings = settingsWith({
    'voip/signalling/sip/failover/try_backup_codes': '5??, 408',
    'voip/signalling/sip/failover/retry_registration_codes': '480;5??',
  });
  assert.deepEqual(settings.responsePolicy, { tryBackup: ['5??', '408'], retryRegistration: ['480', '5??'], longRetryS: 1200 });
});

test('emergency: numbers, server, and all that is known of the place', () => {
  const settings = settingsWith({
    'voip/emergency/numbers': '110, 112;*9',
    'voip/emergency/proxy_address': '192.0.2.112',
    'voip/emergency/location/civic': 'country=DE;A3=Berlin;RD=Am Wall = 7',
    'voip/emergency/location/latitude': '52.5',
    'voip/emergency/location/longitude': '-13.25',
    'voip/emergency/location/elin': '+4930112',
  });
  assert.deepEqual(settings.emergency, {
    numbers: ['110', '112', '*9'],
    server: { host: '192.0.2.112', port: 5060 },
    location: {
      elin: '+4930112',
      civic: { country: 'DE', A3: 'Berlin', RD: 'Am Wall = 7' },
      geodetic: { latitude: 52.5, longitude: -13.25 },
    },
  });
});

test('NAT mapping is on for the lines that want it, in the way that is set', () => {
  const on = { 'voip/line/0/nat/mapping_enabled': true };
  const external = { 'voip/signalling/sip/nat/external_address': '198.51.100.1' };
  const stun = { 'voip/signalling/sip/nat/mapping': 'STUN', 'voip/signalling/sip/nat/stun_server': 'stun.example' };
  assert.deepEqual(settingsWith(on).nat, { type: 'learned', believes: { address: true, port: true } });
  assert.deepEqual(settingsWith({ ...on, ...external }).nat, { type: 'fixed', address: '198.51.100.1' });
  assert.deepEqual(settingsWith({ ...on, ...external, ...stun }).nat, {
    type: 'stun',
    server: { host: 'stun.example', port: 3478 },
  });
  assert.equal(settingsWith({ ...external, ...stun }).nat, undefined);
  const keepAlive = { 'voip/line/0/nat/keepalive_enabled': true, 'voip/signalling/sip/nat/keepalive_mode': 'STUN' };
  assert.deepEqual(settingsWith(keepAlive).keepAlive, { intervalMs: 15_000, mode: 'answered' });
});

test('a shared line registers for its owner, under the name of the station', () => {
  const station = { 'voip/signalling/sip/station_name': 'User-A' };
  assert.deepEqual(settingsWith({ ...station, 'voip/line/0/shared_user_id': '5041' }).thirdParty, {
    user: '5041',
    stationName: 'User-A',
  });
  assert.deepEqual(settingsWith(station).thirdParty, { stationName: 'User-A' });
});

test('realms are a list; a line need not register', () => {
  assert.deepEqual(settingsWith({ 'voip/line/0/realm': 'gw one, gw2 ,' }).digest?.realms, ['gw one', 'gw2']);
  assert.equal(settingsWith({ 'voip/line/0/register': false }).registration, undefined);
});

test('timers that are not set are left to the RFC', () => {
  const timers = sipTimers(parametersWith({ 'voip/signalling/sip/sip_timer_b': 8000 }));
  assert.deepEqual(timers, { t1Ms: 500, t2Ms: 4000, t4Ms: 5000, ends: { B: 8000 }, retransmissions: { invite: 6, other: 10 } });
  assert.deepEqual(failoverSettings(parametersWith({})), { patienceMs: 5000, deadMs: 60_000 });
});
