// Proves that a phone out of the box finds its settings, registers with what they say, and follows its server from then on: nginx has the
// file, Kamailio is the registrar, sipp calls and says that there are new settings.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { sleep } from './rig/calls.ts';
import type { Certificates } from './rig/certificates.ts';
import { startTftp } from './rig/file-servers.ts';
import { openFileSite, startFetchingPhone } from './rig/file-site.ts';
import { callsPhone, gateway, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { outbound, tls, tlsPorts } from './rig/kamailio-features.ts';
import { peerAddress, proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import { passwordOf, user } from './rig/numbers.ts';
import { run } from './rig/run.ts';
import { Sipp } from './rig/sipp.ts';
import { again, receive, request, type Step, send } from './rig/sipp-words.ts';
import type { Site } from './rig/site.ts';

const { first, second } = gateway;
const macAddress = '020000000001';
let site: Site;
let certificates: Certificates;
let nginx: Nginx;

before(async () => {
  ({ site, certificates, nginx } = await openFileSite([`--host-record=ProvisioningServer,${peerAddress}`]));
  const features = [tls(certificates, site.directory), outbound];
  await site.keep(startKamailio(site.lan, site.directory, { names: Object.values(proxyNames), features }));
});
after(() => site[Symbol.asyncDispose]());

function account(more: Readonly<Record<string, string | number>> = {}): string {
  const settings = {
    'voip/line/0/enabled': 1,
    'voip/line/0/id': user.phone,
    'voip/line/0/auth_password': passwordOf(user.phone),
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': tlsPorts.right,
    'voip/line/0/transport_protocol': 'TLS',
    'voip/signalling/sip/outbound/flows_enabled': 1,
    ...more,
  };
  return Object.entries(settings)
    .map(([path, value]) => `${path}=${value}\n`)
    .join('');
}

/** What the installer gives it, and nothing of an account. */
function phone(dataDirectory: string, dhcp: readonly string[], params = {}): Promise<SimulatedPhone> {
  const own = {
    'voip/signalling/sip/port': 5060,
    'voip/signalling/sip/tls_port': 5061,
    'security/sip_certificate_uri': certificates.phone.certificate,
    'security/sip_private_key_uri': certificates.phone.key,
  };
  const given = dhcp.flatMap((option) => ['--dhcp-option', option]);
  return startFetchingPhone(certificates, { ...own, ...params }, { dataDirectory, arguments: given });
}

const newDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'provisioned-'));
const option160 = `160=https://${proxyNames.primary}:${httpPorts.right}/;<MAC>.cfg`;

function logged(which: SimulatedPhone, words: RegExp): Promise<string> {
  return which.waitFor(String(words), async () => (words.test(which.log) ? which.log : undefined));
}

function checkSync(parameters: string): readonly Step[] {
  const headers = [`Event: check-sync${parameters}`, 'Subscription-State: active'];
  return [send(request('NOTIFY', { user: first.number }, { sequence: 1, headers }), again), receive('response="200"')];
}

async function saysCheckSync(): Promise<void> {
  await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'resync', checkSync(';reboot=false')));
  await sipp.succeeded();
}

test('option 160 leads it to its file, the file to its registrar; the next start is told that nothing is new', async () => {
  const directory = await newDirectory();
  nginx.put(`${macAddress}.cfg`, account());
  {
    await using fresh = await phone(directory, [option160]);
    await fresh.waitForLine();
    assert.match(fresh.log, /settings were taken.*source=dhcp/);
    assert.doesNotMatch(fresh.log, new RegExp(passwordOf(user.phone)));
  }
  assert.match((await nginx.answered()).at(-1) ?? '', /^200 .*020000000001\.cfg Hookswitch\/[\d.]+ color-320 \(020000000001\)/);
  const stored = readdirSync(directory).filter((name) => name.startsWith('store'));
  for (const name of stored) {
    assert.doesNotMatch(readFileSync(join(directory, name), 'latin1'), new RegExp(passwordOf(user.phone)), name);
  }
  await using again = await phone(directory, [option160]);
  await again.waitForLine();
  await logged(again, /the settings are the same as before/);
  assert.match((await nginx.answered()).at(-1) ?? '', /^304 /);
});

test('the lists that its file names lie beside it: keys that dial, and an archive of rings', async () => {
  const directory = await newDirectory();
  const made = join(directory, 'made');
  await mkdir(made);
  execFileSync('sox', ['-n', '-r', '8000', '-b', '16', '-c', '1', join(made, 'Marimba.wav'), 'synth', '1', 'sine', '880']);
  nginx.put('tones.tgz', execFileSync('tar', ['-C', made, '-cz', 'Marimba.wav']));
  nginx.put('speed_dial_list.txt', '2,4403,0,Sales\r\n');
  const lists = { 'provisioning/speed_dial_uri': 'speed_dial_list.txt', 'provisioning/ring_tone_uri': 'tones.tgz' };
  nginx.put(`${macAddress}.cfg`, account(lists));
  await using fresh = await phone(directory, [option160]);
  await logged(fresh, /file of the site was taken.*speed_dial/);
  await logged(fresh, /file of the site was taken.*ring_tone/);
  assert.deepEqual(readdirSync(join(directory, 'rings')), ['Marimba.wav']);
  await fresh.waitForLine();
  await fresh.press('function2');
  await fresh.waitFor('the call', async () => (JSON.stringify(await fresh.screen()).includes('4403') ? true : undefined));
});

test('a server that it has proven itself to says that there is something new, and the phone takes it, after the call', async () => {
  nginx.put(`${macAddress}.cfg`, account());
  await using told = await phone(await newDirectory(), [option160]);
  await told.waitForLine();
  nginx.put(`${macAddress}.cfg`, account({ 'voip/line/0/description': 'Reception' }));
  const flow = [callsPhone(second), isHungUpOn];
  const asked = (await nginx.answered()).length;
  await using call = await Sipp.script(site.lan, site.directory, played(second, 'talks', ...flow));
  await told.waitForScreen('incoming');
  await told.hook(true);
  await told.waitForScreen('call');
  await saysCheckSync();
  await logged(told, /wants the settings to be fetched/);
  await sleep(300);
  assert.equal((await nginx.answered()).length, asked, 'somebody is talking');
  await told.hook(false);
  await call.succeeded();
  await logged(told, /settings were taken.*trigger=resync/);
  await told.waitFor('the new name', async () => (JSON.stringify(await told.screen()).includes('Reception') ? true : undefined));
});

test('a phone that is to follow no server hears of something new, and asks for nothing', async () => {
  nginx.put(`${macAddress}.cfg`, account({ 'provisioning/resync/from_sip': 0 }));
  await using told = await phone(await newDirectory(), [option160]);
  await told.waitForLine();
  const asked = (await nginx.answered()).length;
  await saysCheckSync();
  await logged(told, /wants the settings to be fetched/);
  await sleep(300);
  assert.equal((await nginx.answered()).length, asked);
});

test('without DHCP and administrator the name that everybody knows leads to a TFTP server; a readable password is not taken from it', async () => {
  await using tftp = await startTftp(site.lan, site.directory);
  const model = join(tftp.root, 'color-320');
  await mkdir(model, { recursive: true });
  // A line without its password would soon have more to say.
  await writeFile(join(model, `${macAddress}.cfg`), account({ 'voip/line/0/enabled': 0 }));
  await using fresh = await phone(await newDirectory(), []);
  await logged(fresh, /settings were taken.*source=serverName/);
  await logged(fresh, /left out.*auth_password/);
  await fresh.waitFor('the notice', async () => (JSON.stringify(await fresh.screen()).includes('left out') ? true : undefined));
});

test('a redirect server says where the settings are', async () => {
  nginx.put('place.cfg', 'voip/line/0/enabled=1\nvoip/line/0/id=redirected\n');
  await using fresh = await phone(await newDirectory(), [], {
    'provisioning/server_name': '',
    'provisioning/redirect_server_url': `http://${peerAddress}/place`,
  });
  await logged(fresh, /settings were taken.*source=redirect/);
  assert.match((await nginx.answered()).at(-1) ?? '', /^200 .*\/place\.cfg/);
});

test('a file that is none, and a server that is not who it should be, change nothing and are told on the screen', async () => {
  const directory = await newDirectory();
  nginx.put(`${macAddress}.cfg`, '<html><body>Sign in to the guest network</body></html>');
  {
    await using fresh = await phone(directory, [option160]);
    await logged(fresh, /no settings: unusable/);
    await fresh.waitFor('the notice', async () =>
      JSON.stringify(await fresh.screen()).includes('not loaded') ? true : undefined,
    );
  }
  nginx.put(`${macAddress}.cfg`, account());
  await using deceived = await phone(directory, [`160=https://${proxyNames.primary}:${httpPorts.foreign}/;<MAC>.cfg`]);
  await logged(deceived, /no settings: certificate/);
  assert.doesNotMatch(deceived.log, /settings were taken/);
});

test('a profile rule of a SPA phone leads to a file that openssl encrypted; a password in it is taken over plain HTTP', async () => {
  const profile = `<flat-profile>
    <Line_Enable_1_ ua="na">Yes</Line_Enable_1_>
    <User_ID_1_>${user.phone}</User_ID_1_>
    <Password_1_>${passwordOf(user.phone)}</Password_1_>
    <Proxy_1_>${peerAddress}</Proxy_1_>
  </flat-profile>`;
  const [plain, encrypted] = [join(site.directory, 'profile.xml'), join(nginx.root, `spa${macAddress}.cfg`)];
  await writeFile(plain, profile);
  await run('openssl', ['enc', '-aes-256-cbc', '-md', 'md5', '-salt', '-k', 'SecretPhrase1234', '-in', plain, '-out', encrypted]);
  const rule = `("$CCERT" ne "Installed")? http://${peerAddress}/nobody.cfg | [--key "$SA"] http://${peerAddress}/spa$MA.cfg`;
  await using fresh = await phone(await newDirectory(), [], {
    'provisioning/rule/0/profile': rule,
    'provisioning/general_purpose_secret/0/value': 'SecretPhrase1234',
  });
  await fresh.waitForLine();
  assert.match(fresh.log, /settings were taken.*source=rule/);
});
