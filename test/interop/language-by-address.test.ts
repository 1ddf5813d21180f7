// Proves that a phone fetches a language that it has not itself from its server: nginx has the file, broken, as a list and whole; the screen
// speaks it.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { WebClient } from '../support/web-client.ts';
import { makeCertificates } from './rig/certificates.ts';
import { peerAddress, phoneAddress } from './rig/lan.ts';
import { httpPorts, Nginx } from './rig/nginx.ts';
import { Site } from './rig/site.ts';

const program = new URL('../../firmware/main.ts', import.meta.url).pathname;
const password = 'correct horse';
const server = `http://${peerAddress}:${httpPorts.plain}`;
const welsh = { '@tag': 'cy', '@name': 'Welsh', '@ownName': 'Cymraeg', 'softKeys.menu': 'Dewislen', 'softKeys.redial': '{n}' };
const basque = { '@tag': 'eu', '@name': 'Basque', '@ownName': 'Euskara', 'softKeys.menu': 'Menua' };

let site: Site;
let nginx: Nginx;
before(async () => {
  site = await Site.open();
  nginx = await site.keep(Nginx.start(site.lan, site.directory, await makeCertificates(site.directory)));
});
after(() => site[Symbol.asyncDispose]());

async function waitForMenu(phone: SimulatedPhone, label: string): Promise<void> {
  await phone.waitFor(label, async () => ((await phone.screen()).softkeys[3]?.label === label ? true : undefined));
}

test('a language is fetched with the settings that choose it, again when it is another, and stays when the server is gone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'spoken-'));
  const start = (): Promise<SimulatedPhone> =>
    SimulatedPhone.start({
      dataDirectory: directory,
      params: { 'provisioning/random_provisioning_time': 0, 'system/password': password },
      arguments: [...['--address', phoneAddress, '--web', `${phoneAddress}:0`], ...['--dhcp-option', `160=${server}/;phone.cfg`]],
      program: [program],
    });
  nginx.put('cy.json', JSON.stringify(welsh));
  nginx.put('phone.cfg', 'personal_settings/language=Welsh\nprovisioning/language_uri=cy.json\n');
  {
    await using phone = await start();
    await waitForMenu(phone, 'Dewislen');
    assert.match(phone.log, /was not taken.*softKeys\.redial: its gaps are not none/);
    const admin = new WebClient(await phone.webAddress());
    await admin.logIn('admin', password);
    const check = (): Promise<unknown> => admin.send('POST', '/api/provisioning/check');
    const fetched = async (path: string): Promise<number> =>
      (await nginx.answered()).filter((each) => each.includes(` ${path} `)).length;

    nginx.put('cy.json', JSON.stringify({ ...welsh, 'softKeys.menu': 'Bwydlen' }));
    await check();
    await waitForMenu(phone, 'Bwydlen');
    const before = await fetched('/cy.json');
    nginx.put('cy.json', JSON.stringify(welsh).slice(0, 60));
    await check();
    await phone.waitFor('the broken file', async () => (/expected a language file/.test(phone.log) ? true : undefined));
    assert.ok((await fetched('/cy.json')) > before);
    await waitForMenu(phone, 'Bwydlen');

    // As a profile for SPA phones has it; what is not there, or half there, keeps the others from nothing.
    nginx.put('eu.json', JSON.stringify(basque));
    const script = `serv=${server}/;d0=English;x0=en.xml;d1=Breton;x1=br.json;d2=Corsican;x2=misbehaving/half;d3=Basque;x3=eu.json`;
    const profile = `<Dictionary_Server_Script>${script}</Dictionary_Server_Script><Language_Selection>Basque</Language_Selection>`;
    nginx.put('phone.cfg', `<flat-profile>${profile}</flat-profile>`);
    await check();
    await waitForMenu(phone, 'Menua');
    assert.deepEqual([await fetched('/en.xml'), (await fetched('/br.json')) > 0], [0, true]);
    assert.match(phone.log, /could not be fetched.*misbehaving\/half/);
  }
  nginx.put('eu.json', '');
  await using again = await start();
  await waitForMenu(again, 'Menua');
});
