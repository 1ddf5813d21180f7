// What programs and the page of the system are told of a phone, in a call: judged by the schema that the API itself publishes.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { findFlaw, type JsonSchema } from '#ui/web/server/json-schema';
import { routes } from '#ui/web/server/routes';
import type { DeviceStatus } from '../../ui/administration/device-status.ts';
import type { VoiceStatus } from '../../ui/administration/voice-status.ts';
import { type AdministeredPhone, startAdministeredPhone } from '../support/administered-phone.ts';
import { startBrowser } from '../support/web-visit.ts';

let administered: AdministeredPhone;
let browser: Browser;
before(async () => {
  [administered, browser] = await Promise.all([startAdministeredPhone(), startBrowser()]);
});
after(async () => {
  await browser.close();
  await administered.phone[Symbol.asyncDispose]();
});

type Status = DeviceStatus & { readonly voice: VoiceStatus };

const status = (): Promise<Status> => administered.admin.get<Status>('/api/status');

describe('the status', () => {
  it('is as the API describes it, and describes all of it', async () => {
    const answer = routes.find(({ path }) => path === '/api/status')?.answer as JsonSchema;
    assert.equal(findFlaw(answer, await status()), undefined);
  });

  it('tells the kernel, the release and how 802.1X stands', async () => {
    const { kernel, network, architecture } = await status();
    assert.match(kernel, /^Linux \d/);
    assert.notEqual(architecture, '');
    assert.deepEqual(network.accessControl, { method: 'Disable', state: 'off' });
    assert.equal(network.ipType, 'DHCP');
    await administered.admin.send('PUT', '/api/parameters', {
      changes: [{ path: 'network/lan/_802_1x/eap_type', value: 'EAP_TLS' }],
    });
    assert.equal((await status()).network.accessControl.state, 'noCertificate');
  });

  it('follows the handset and who does not want to be disturbed', async () => {
    const { phone, admin } = administered;
    assert.equal((await status()).voice.handset, 'onHook');
    await phone.hook(true);
    await admin.send('PUT', '/api/do-not-disturb', { on: true });
    await phone.waitFor('the handset', async () => {
      const { voice } = await status();
      return voice.handset === 'offHook' && voice.doNotDisturb ? voice : undefined;
    });
    await phone.hook(false);
  });

  it('stands on the page', async () => {
    const { admin } = administered;
    const context = await browser.newContext();
    const [name = '', value = ''] = admin.cookie.split('=');
    await context.addCookies([{ name, value, url: admin.address }]);
    const page = await context.newPage();
    await page.goto(`${admin.address}/#/status/system`);
    await page.getByText('EAP-TLS, No certificate').waitFor();
    await page.getByText('On hook').waitFor();
  });
});
