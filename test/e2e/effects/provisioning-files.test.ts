// Where the settings come from, and what is taken of them: the phone's name at the server, encrypted files, readable passwords, DHCP's option.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { FileServer } from '#test/support/file-server';
import { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

let server: FileServer;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  server = await FileServer.start();
  ({ phone, admin } = await startAdministeredPhone({ params: { 'provisioning/method': 'Static' } }));
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Fetches that file now; how it ended. */
async function fetched(name: string): Promise<string> {
  const before = await lastAtMs();
  await changeSettings(admin, { 'provisioning/configuration/url': `${server.address}/${name}` });
  await admin.send('POST', '/api/provisioning/check');
  return await phone.waitFor('the end of the check', async () => {
    const { activity, last } = await admin.get<State>('/api/provisioning');
    return activity === 'idle' && last !== undefined && last.atMs !== before ? last.outcome.type : undefined;
  });
}

interface State {
  readonly activity: string;
  readonly last?: { readonly atMs: number; readonly outcome: { readonly type: string } };
}

async function lastAtMs(): Promise<number | undefined> {
  return (await admin.get<State>('/api/provisioning')).last?.atMs;
}

async function parameter(path: string): Promise<{ readonly value?: unknown; readonly secretSet?: boolean } | undefined> {
  return (await admin.get<{ readonly value?: unknown; readonly secretSet?: boolean }[]>(`/api/parameters?prefix=${path}`))[0];
}

test('with name and password, where the server wants to know who asks', async () => {
  server.files.set('private.cfg', 'voip/line/0/description=Private\n');
  server.login = 'phone7:pass word';
  assert.equal(await fetched('private.cfg'), 'failed');
  await changeSettings(admin, { 'provisioning/user_name': 'phone7', 'provisioning/password': 'pass word' });
  assert.equal(await fetched('private.cfg'), 'applied');
  assert.equal((await parameter('voip/line/0/description'))?.value, 'Private');
  server.login = undefined;
});

test('out of a file that openssl encrypted, with the pass phrase of the site', async () => {
  const input = 'voip/line/0/description=Sealed\n';
  const encrypted = execFileSync('openssl', ['enc', '-aes-256-cbc', '-md', 'md5', '-salt', '-k', 'SitePhrase99'], {
    input,
    stdio: 'pipe',
  });
  server.files.set('sealed.cfg', encrypted);
  assert.equal(await fetched('sealed.cfg'), 'failed');
  await changeSettings(admin, { 'provisioning/file_key': 'SitePhrase99' });
  assert.equal(await fetched('sealed.cfg'), 'applied');
  assert.equal((await parameter('voip/line/0/description'))?.value, 'Sealed');
});

test('a readable password out of a file that anybody could read on its way only where that is allowed', async () => {
  server.files.set('bare.cfg', 'voip/line/0/id=1001\nvoip/line/0/auth_password=pw1001\n');
  await fetched('bare.cfg');
  assert.equal((await parameter('voip/line/0/auth_password'))?.secretSet, false);
  await changeSettings(admin, { 'provisioning/secrets_without_protection': true });
  await fetched('bare.cfg');
  assert.equal((await parameter('voip/line/0/auth_password'))?.secretSet, true);
});

test('from where the DHCP option says that has this number', async () => {
  server.files.set('offered.cfg', 'voip/line/0/description=Offered\n');
  await using other = await SimulatedPhone.start({
    params: { 'provisioning/url_option_value': 172, 'provisioning/resync/random_delay': 0 },
    arguments: ['--dhcp-option', `160=${server.address}/wrong.cfg`, '--dhcp-option', `172=${server.address}/offered.cfg`],
  });
  await other.waitFor('its request', async () => server.asked.find(({ path }) => path === 'offered.cfg'));
  assert.ok(server.asked.every(({ path }) => path !== 'wrong.cfg'));
});
