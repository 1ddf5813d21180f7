// Where the settings are, from what the administrator, DHCP and macros say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { certificateService, sipServers, textOption, vendorOptions, voiceVlan } from '#firmware/provisioning/dhcp-options';
import { type PhoneNames, withNames } from '#firmware/provisioning/file-names';
import { provisioningPlaces } from '#firmware/provisioning/provisioning-url';
import { nextCheckMs, retryMs } from '#firmware/provisioning/schedule';
import { serverNameSource, sourceOf } from '#firmware/provisioning/source';
import { readLease } from '#hal/network/lease-file';

const names: PhoneNames = { macAddress: '000e08012345', model: '420HD', version: '2.0.6', address: '10.0.0.5' };

function places(text: string): readonly (string | undefined)[] {
  const found = provisioningPlaces(text, names, 'firmware');
  return [found?.firmware?.href, ...(found?.configuration ?? []).map(({ href }) => href)];
}

test('the addresses of AudioCodes tables 3-49 and A-1', () => {
  const own = ['http://192.168.2.1/000e08012345.cfg', 'http://192.168.2.1/420HD.cfg'];
  assert.deepEqual(places('http://192.168.2.1'), [undefined, ...own]);
  assert.deepEqual(places('http://192.168.2.1/different.img'), ['http://192.168.2.1/different.img', ...own]);
  assert.deepEqual(places('http://192.168.2.1/different.img;<MAC>.cfg'), ['http://192.168.2.1/different.img', own[0]]);
  assert.deepEqual(places('http://192.168.2.1/;site.cfg'), [undefined, 'http://192.168.2.1/site.cfg']);
  assert.deepEqual(places('http://192.168.2.1/<420HD>.cfg'), [undefined, own[1]]);
  assert.deepEqual(places('http://172.17.0.123/firmwarefiles;ipp/dhcption160.cfg'), [
    'http://172.17.0.123/firmwarefiles',
    'http://172.17.0.123/ipp/dhcption160.cfg',
  ]);
  assert.deepEqual(places('https://prov.test/cfg/{mac}.xml'), [undefined, 'https://prov.test/cfg/000e08012345.xml']);
  for (const wrong of ['', 'nonsense', 'file:///etc/passwd', 'javascript:1', 'http://', 'gopher://x/y']) {
    assert.deepEqual(places(wrong), [undefined], wrong);
  }
});

test('the macros of SPA phones', () => {
  const expansions: Readonly<Record<string, string>> = {
    'spa$MA.cfg': 'spa000e08012345.cfg',
    'spa$STRANGE$MAU.cfg': 'spa$STRANGE000E08012345.cfg',
    '$(MAU:4)': '08012345',
    '$(MAU:8:2)': '23',
    $$MAU: '$MAU',
    $MAC: '00:0e:08:01:23:45',
    '$PN-$SWVER': '420HD-2.0.6',
    '$(NOBODY:1)': '$(NOBODY:1)',
  };
  for (const [text, expected] of Object.entries(expansions)) assert.equal(withNames(text, names), expected, text);
});

test('option 160 goes before 43 before 66 with 67', () => {
  const settings = { method: 'Dynamic', configurationUrl: '', optionNumber: 160 } as const;
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const all = new Map([
    [160, bytes('https://a/;1.cfg')],
    [43, Buffer.concat([Buffer.from([1, 16]), bytes('http://b/;43.cfg')])],
    [66, bytes('10.0.0.9\0')],
    [67, bytes('420HD_2.0.9.img')],
  ]);
  const asked = (): string | undefined => sourceOf(settings, all, names)?.configuration[0]?.href;
  assert.equal(asked(), 'https://a/1.cfg');
  all.delete(160);
  assert.equal(asked(), 'http://b/43.cfg');
  all.delete(43);
  assert.equal(asked(), 'tftp://10.0.0.9/000e08012345.cfg');
  assert.equal(sourceOf(settings, all, names)?.firmware?.href, 'tftp://10.0.0.9/420HD_2.0.9.img');
  all.delete(66);
  assert.equal(asked(), undefined);
  assert.equal(
    serverNameSource('ProvisioningServer', names)?.configuration[0]?.href,
    'tftp://ProvisioningServer/420HD/000e08012345.cfg',
  );
});

test('option 43 of Microsoft’s servers, and option 120', () => {
  const sub = (code: number, text: string): Buffer => Buffer.concat([Buffer.from([code, text.length]), Buffer.from(text)]);
  const fields = ['MS-UC-Client', 'https', 'lync.domain.com', '443', '/CertProv/CertProvisioningService.svc'];
  const options = vendorOptions(
    Buffer.concat([...fields.map((text, i) => sub(i + 1, text)), sub(10, '200'), Buffer.from([255])]),
  );
  assert.ok(options !== undefined);
  assert.equal(certificateService(options)?.url, 'https://lync.domain.com:443/CertProv/CertProvisioningService.svc');
  assert.equal(voiceVlan(options), 200);
  assert.deepEqual(sipServers(Buffer.from('\0\x04lync\x06domain\x03com\0', 'latin1')), ['lync.domain.com']);
  assert.deepEqual(sipServers(Buffer.from([1, 10, 0, 0, 1, 10, 0, 0, 2])), ['10.0.0.1', '10.0.0.2']);
  for (const wrong of [[], [0], [0, 5, 97], [0, 192, 12], [1, 10, 0], [2, 1, 1]])
    assert.deepEqual(sipServers(Buffer.from(wrong)), []);
});

test('options of any bytes are read without a throw, into printable text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      for (const value of (vendorOptions(bytes) ?? new Map()).values()) assert.ok(value.length <= 255);
      for (const server of sipServers(bytes)) assert.match(server, /^[\w.-]+$/);
      assert.match(textOption(bytes) ?? 'x', /^[\x20-\x7e]+$/);
      readLease(Buffer.from(bytes).toString('latin1'));
      provisioningPlaces(Buffer.from(bytes).toString('latin1'), names, 'firmware');
    }),
    { numRuns: 2000 },
  );
});

test('a lease is read line by line', () => {
  const options = readLease('66 31302e302e302e39\n160 6874\nnonsense\n300 00\n43 zz\n');
  assert.deepEqual([...options.keys()], [66, 160]);
  assert.equal(textOption(options.get(66)), '10.0.0.9');
});

test('the next check, by the clock on the wall or without one', () => {
  const minute = 60_000;
  const wall = { day: 2, minute: 600, second: 30 };
  assert.equal(nextCheckMs({ type: 'powerup' }, 120, wall, 0.5), undefined);
  assert.equal(nextCheckMs({ type: 'hourly', hours: 6 }, 120, wall, 0), 360 * minute);
  assert.equal(nextCheckMs({ type: 'daily', minute: 610 }, 0, wall, 0.5), 10 * minute - 30_000);
  assert.equal(nextCheckMs({ type: 'daily', minute: 600 }, 0, wall, 0.5), 1440 * minute - 30_000);
  assert.equal(nextCheckMs({ type: 'daily', minute: 590 }, 120, wall, 0.5), 1430 * minute - 30_000 + 60 * minute);
  assert.equal(nextCheckMs({ type: 'weekly', day: 1, minute: 600 }, 0, wall, 0), 6 * 1440 * minute - 30_000);
  assert.equal(nextCheckMs({ type: 'daily', minute: 0 }, 0, undefined, 0), 1440 * minute);
  for (let failures = 1; failures < 60; failures++) {
    for (const chance of [0, 0.99]) assert.ok(retryMs(failures, chance) >= 15_000 && retryMs(failures, chance) <= 3_600_000);
  }
});
