// Proves SIP plug and play against Kamailio: a phone that nobody has told anything asks the wire, is told an address, and takes what nginx has there.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import type { Certificates } from './rig/certificates.ts';
import { openFileSite, startFetchingPhone } from './rig/file-site.ts';
import { proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import { startPlugAndPlayServer } from './rig/plug-and-play-server.ts';
import type { Site } from './rig/site.ts';

let site: Site;
let certificates: Certificates;
let nginx: Nginx;

before(async () => {
  ({ site, certificates, nginx } = await openFileSite());
  nginx.put('020000000001.cfg', 'voip/line/0/enabled=1\nvoip/line/0/id=plugged\n');
  await site.keep(startPlugAndPlayServer(site.lan, site.directory, `https://${proxyNames.primary}:${httpPorts.right}/{mac}.cfg`));
});
after(() => site[Symbol.asyncDispose]());

function phone(params: Readonly<Record<string, string | number>>): Promise<SimulatedPhone> {
  return startFetchingPhone(certificates, params);
}

test('the wire is asked, and the file of the answer taken', async () => {
  await using fresh = await phone({ 'provisioning/plug_and_play/enabled': 1 });
  await fresh.waitFor('the settings', async () => (/settings were taken.*source=plugAndPlay/.test(fresh.log) ? true : undefined));
  assert.match((await nginx.answered()).at(-1) ?? '', /^200 .*\/020000000001\.cfg/);
});

test('nobody is asked unless the administrator wants it', async () => {
  const asked = (await nginx.answered()).length;
  await using fresh = await phone({});
  await fresh.waitFor('the end of the check', async () => (/nobody has settings/.test(fresh.log) ? true : undefined));
  assert.equal((await nginx.answered()).length, asked);
});
