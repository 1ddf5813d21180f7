// What the status page says of the machine's network: 802.1X in words of the manual, the domain as resolvers read it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accessControl, domainOf } from '#firmware/administration/device-status';
import { storeRig } from '#test/config/store-rig';

describe('802.1X', () => {
  it('is off, lacks its certificate (AudioCodes §6.1.3), or is left to the machine', async (t) => {
    const { store } = await storeRig(t).open();
    const set = (path: string, value: string) => store.change([{ path, value }], 'admin');
    assert.deepEqual(accessControl(store), { method: 'Disable', state: 'off' });
    await set('network/lan/_802_1x/eap_type', 'EAP_TLS');
    assert.deepEqual(accessControl(store), { method: 'EAP_TLS', state: 'noCertificate' });
    await set('security/ieee802_1x_certificate_uri', 'certificates/network.pem');
    assert.deepEqual(accessControl(store), { method: 'EAP_TLS', state: 'notCarriedOut' });
    await set('network/lan/_802_1x/eap_type', 'EAP_MD5');
    assert.deepEqual(accessControl(store), { method: 'EAP_MD5', state: 'notCarriedOut' });
  });
});

describe('the domain', () => {
  for (const [text, domain] of [
    ['nameserver 192.0.2.1\nsearch example.com lab.example.com\n', 'example.com'],
    ['domain corp.example.com\n', 'corp.example.com'],
    ['# search no.example.com\nnameserver 192.0.2.1\n', ''],
    ['', ''],
  ] as const)
    it(`${JSON.stringify(text)}: ${domain === '' ? 'none' : domain}`, () => assert.equal(domainOf(text), domain));
});
