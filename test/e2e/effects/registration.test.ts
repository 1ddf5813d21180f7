// Parameters of registrations, as the servers see them: where they go, over what, as whom, and when they come again.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { type Answering, contactOf, type HandMessage, HandServer, headerOf } from '#test/support/hand-server';
import { lineAt } from '#test/support/household';
import { simAnswer } from '#test/support/sim-answer';

type Values = Readonly<Record<string, string | number | boolean | null>>;

/** The line's own, and another at an address of its own. */
let own: HandServer;
let other: HandServer;
let administered: AdministeredPhone;
before(async () => {
  own = await HandServer.open('127.0.0.1');
  other = await HandServer.open('127.0.0.2');
  administered = await startAdministeredPhone({ params: { ...lineAt(own.port, '1001'), 'voip/signalling/sip/sip_t1': 100 } });
  await administered.phone.waitForLine();
});
after(async () => {
  await administered.phone[Symbol.asyncDispose]();
  await own[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

/** What holds until the end of the test; all before it is forgotten. */
let changed: readonly string[] = [];
async function set(values: Values): Promise<void> {
  changed = [...changed, ...Object.keys(values)];
  own.forget();
  other.forget();
  await changeSettings(administered.admin, values);
}
afterEach(async () => {
  for (const server of [own, other]) server.answers.clear();
  await changeSettings(administered.admin, {
    ...Object.fromEntries(changed.map((path) => [path, null])),
    ...lineAt(own.port, '1001'),
  });
  changed = [];
  await administered.phone.waitForLine();
});

function registerAt(server: HandServer, wants?: (request: HandMessage) => boolean): Promise<HandMessage> {
  return server.next('REGISTER', (request) => headerOf(request, 'Expires') !== '0' && wants?.(request) !== false);
}

describe('where to', () => {
  const rows: Readonly<Record<string, () => Values>> = {
    'a proxy of all lines': () => ({
      'voip/line/0/proxy_address': '',
      'voip/line/0/proxy_port': null,
      'voip/signalling/sip/proxy_address': other.address,
      'voip/signalling/sip/proxy_port': other.port,
    }),
    'an outbound proxy of all lines': () => ({
      'voip/signalling/sip/sip_outbound_proxy/enabled': 1,
      'voip/signalling/sip/sip_outbound_proxy/addr': other.address,
      'voip/signalling/sip/sip_outbound_proxy/port': other.port,
    }),
    'an outbound proxy of the line': () => ({
      'voip/line/0/outbound_proxy/enabled': 1,
      'voip/line/0/outbound_proxy/addr': other.address,
      'voip/line/0/outbound_proxy/port': other.port,
    }),
  };
  for (const [what, values] of Object.entries(rows)) {
    test(what, async () => {
      await set(values());
      const { startLine } = await registerAt(other);
      // An outbound proxy is on the way only: what is asked stays the line's own domain.
      assert.equal(startLine, `REGISTER sip:${what.includes('outbound') ? own.address : other.address} SIP/2.0`);
    });
  }

  test('an outbound proxy that is not used: voip/line/0/outbound_proxy/enabled', async () => {
    const at = { 'voip/line/0/outbound_proxy/addr': other.address, 'voip/line/0/outbound_proxy/port': other.port };
    await set({ ...at, 'voip/line/0/description': 'Ann' });
    await registerAt(own, (request) => headerOf(request, 'From').includes('Ann'));
    assert.deepEqual(other.waiting('REGISTER'), []);
  });

  for (const path of ['voip/signalling/sip/register', 'voip/line/0/register']) {
    test(`${path}: off, nobody is told where the line is`, async () => {
      await set({ [path]: 0 });
      const farewell = await own.next('REGISTER');
      assert.equal(headerOf(farewell, 'Expires'), '0');
      await set({ [path]: 1 });
      await registerAt(own);
    });
  }

  test('voip/signalling/sip/transport_protocol: over TCP', async () => {
    const first = new Promise<string>((resolve) => {
      const server = createServer((socket) =>
        socket.once('data', (bytes) => resolve(bytes.toString())).on('error', () => undefined),
      );
      server.listen(own.port, own.address);
      after(() => server.close());
    });
    await set({ 'voip/signalling/sip/transport_protocol': 'TCP' });
    assert.match(await first, /^REGISTER [\s\S]*^Via: SIP\/2\.0\/TCP /m);
  });
});

describe('as whom', () => {
  const challenged =
    (challenge: string): Answering =>
    (request) =>
      headerOf(request, 'Authorization') === '' ? { status: 401, headers: [`WWW-Authenticate: ${challenge}`] } : { status: 200 };

  function parameterOf(request: HandMessage, name: string): string | undefined {
    return new RegExp(`\\b${name}="?([^",]*)"?`).exec(headerOf(request, 'Authorization'))?.[1];
  }

  test('voip/line/0/auth_name: the name that the password belongs to', async () => {
    own.answers.set('REGISTER', challenged('Digest realm="office", nonce="af17", qop="auth"'));
    await set({ 'voip/line/0/auth_name': 'ann.long' });
    const request = await registerAt(own, (each) => parameterOf(each, 'username') === 'ann.long');
    assert.match(headerOf(request, 'From'), /sip:1001@/);
  });

  test('voip/line/0/aka/key and voip/line/0/aka/opc: the answer of a SIM', async () => {
    // 3GPP TS 35.207, the second set: K, OPc, RAND, AUTN.
    const key = Buffer.from('0396eb317b6d1c36f19c1c84cd6ffd16', 'hex');
    const opc = Buffer.from('53c15671c60a4b731c55b4a441c0bde2', 'hex');
    const random = Buffer.from('c00d603103dcee52c4478119494202e8', 'hex');
    const nonce = Buffer.concat([random, Buffer.from('39f96cd9800faf175df5b31807e258b0', 'hex')]).toString('base64');
    own.answers.set('REGISTER', challenged(`Digest realm="ims", nonce="${nonce}", algorithm=AKAv1-MD5`));
    await set({ 'voip/line/0/aka/key': key.toString('hex'), 'voip/line/0/aka/opc': opc.toString('hex') });
    const request = await registerAt(own, (each) => parameterOf(each, 'response') !== undefined);

    const md5 = (...parts: readonly (string | Uint8Array)[]): string =>
      createHash('md5')
        .update(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))
        .digest('hex');
    const password = simAnswer(key, opc, random);
    const hashed = md5(md5('1001:ims:', password), `:${nonce}:`, md5(`REGISTER:${parameterOf(request, 'uri')}`));
    assert.equal(parameterOf(request, 'response'), hashed);
  });

  test('voip/line/0/shared_user_id and voip/signalling/sip/station_name: for the owner of a shared line', async () => {
    await set({ 'voip/line/0/shared_user_id': '1000', 'voip/signalling/sip/station_name': 'Hall' });
    const request = await registerAt(own, (each) => headerOf(each, 'P-Station-Name') === 'Hall');
    assert.match(headerOf(request, 'To'), /sip:1000@/);
    assert.match(headerOf(request, 'From'), /sip:1001@/);
  });

  test('voip/signalling/sip/nat/external_address and voip/signalling/sip/nat/external_port: where the router is', async () => {
    await set({
      'voip/line/0/nat/mapping_enabled': 1,
      'voip/signalling/sip/nat/external_address': '192.0.2.7',
      'voip/signalling/sip/nat/external_port': 5099,
    });
    await registerAt(own, (each) => headerOf(each, 'Contact').includes('@192.0.2.7:5099>'));
  });

  test('voip/signalling/sip/remove_last_registration: all that is registered is taken back first', async () => {
    await set({ 'voip/signalling/sip/remove_last_registration': 1, 'voip/line/0/enabled': 0 });
    await set({ 'voip/line/0/enabled': 1 });
    const [first, second] = [await own.next('REGISTER', atFirst), await registerAt(own)];
    assert.deepEqual([headerOf(first, 'Contact'), headerOf(first, 'Expires')], ['*', '0']);
    assert.match(headerOf(second, 'Contact'), /expires=3600/);
  });

  /** Not the farewell of the line that was. */
  function atFirst(request: HandMessage): boolean {
    return !headerOf(request, 'Contact').startsWith('<') || headerOf(request, 'Expires') !== '0';
  }
});

describe('again', () => {
  const refusing =
    (status: number): Answering =>
    () => ({ status });
  /** Would not come in the time of this test. */
  const never = 86_400;

  test('voip/signalling/sip/registration_failed_timeout_max: pauses grow up to it', async () => {
    own.answers.set('REGISTER', refusing(500));
    await set({ 'voip/signalling/sip/registration_failed_timeout': 1, 'voip/signalling/sip/registration_failed_timeout_max': 1 });
    for (let tries = 0; tries < 3; tries++) await registerAt(own);
    const { phone } = administered;
    const pauses = await phone.waitFor('three pauses', async () => {
      const found = [...phone.log.matchAll(/status=500.* retryAfterMs=([\d.]+)/g)].map(([, ms]) => Number(ms));
      return found.length < 3 ? undefined : found;
    });
    // Without a limit the third is 2 s at least.
    assert.ok(
      pauses.every((ms) => ms <= 1000),
      pauses.join(),
    );
  });

  test('voip/signalling/sip/failover/retry_registration_codes: what is worth another try soon', async () => {
    own.answers.set('REGISTER', refusing(480));
    await set({
      'voip/signalling/sip/failover/retry_registration_codes': '48?',
      'voip/signalling/sip/failover/registration_long_interval': never,
      'voip/signalling/sip/registration_failed_timeout': 1,
      'voip/signalling/sip/registration_failed_timeout_max': 1,
    });
    for (let tries = 0; tries < 3; tries++) await registerAt(own);
  });

  test('voip/signalling/sip/failover/registration_long_interval: when what is not among voip/signalling/sip/failover/retry_registration_codes is tried', async () => {
    own.answers.set('REGISTER', refusing(481));
    await set({
      'voip/signalling/sip/failover/retry_registration_codes': '480',
      'voip/signalling/sip/failover/registration_long_interval': 1,
      'voip/signalling/sip/registration_failed_timeout': never,
      'voip/signalling/sip/registration_failed_timeout_max': never,
    });
    for (let tries = 0; tries < 3; tries++) await registerAt(own);
  });

  const granting =
    (expiresS: number): Answering =>
    (request) => ({ status: 200, headers: [`Contact: <${contactOf(request)}>;expires=${expiresS}`] });

  /** When the phone will renew its registration, as it logged last. */
  async function granted(expiresS: number): Promise<number> {
    const { phone } = administered;
    return phone.waitFor(`a registration for ${expiresS} s`, async () => {
      const last = [...phone.log.matchAll(/the registrar keeps us.* expiresS=(\d+) refreshAfterMs=(\d+)/g)].at(-1);
      return last !== undefined && Number(last[1]) === expiresS ? Number(last[2]) : undefined;
    });
  }

  test('voip/signalling/sip/registration/minimum_expires and voip/signalling/sip/registration/maximum_expires: what a grant counts as', async () => {
    own.answers.set('REGISTER', granting(5));
    await set({ 'voip/signalling/sip/registration/minimum_expires': 900 });
    await granted(900);
    own.answers.set('REGISTER', granting(3600));
    await set({ 'voip/signalling/sip/registration/maximum_expires': 1200 });
    await granted(1200);
  });

  test('voip/signalling/sip/registration/refresh_before: how long before its end a registration is renewed', async () => {
    own.answers.set('REGISTER', granting(2000));
    await set({ 'voip/signalling/sip/registration/refresh_before': 700 });
    assert.equal(await granted(2000), 1_300_000);
  });

  test('voip/signalling/sip/registration/retry_random_delay and voip/signalling/sip/registration/long_retry_random_delay: what chance adds', async () => {
    own.answers.set('REGISTER', refusing(482));
    const pause = 'voip/signalling/sip/registration_failed_timeout';
    await set({ [pause]: 1, [`${pause}_max`]: 1, 'voip/signalling/sip/registration/retry_random_delay': 3600 });
    await longer(482, 10_000);
    own.answers.set('REGISTER', refusing(483));
    await set({
      'voip/signalling/sip/failover/retry_registration_codes': '480',
      'voip/signalling/sip/failover/registration_long_interval': 1,
      'voip/signalling/sip/registration/long_retry_random_delay': never,
    });
    await longer(483, 10_000);
  });

  /** A pause after this refusal that does not come about without chance; each setting that changes is another throw. */
  async function longer(status: number, ms: number): Promise<void> {
    const { phone } = administered;
    await phone.waitFor(`a pause of more than ${ms} ms`, async () =>
      [...phone.log.matchAll(new RegExp(`status=${status}.* retryAfterMs=([\\d.]+)`, 'g'))].some((found) => Number(found[1]) > ms)
        ? true
        : undefined,
    );
  }

  test('voip/signalling/sip/proxy_timeout: for how long the phone asks', async () => {
    await set({ 'voip/signalling/sip/proxy_timeout': 600 });
    await own.next('REGISTER', (request) => headerOf(request, 'Expires') === '600');
  });

  test('voip/signalling/sip/subscription/minimum_expires and voip/signalling/sip/subscription/maximum_expires: what a grant counts as', async () => {
    for (const [limit, grantedS, counts] of [
      ['minimum_expires', 20, 900],
      ['maximum_expires', 3600, 1200],
    ] as const) {
      own.answers.set('SUBSCRIBE', () => ({ status: 200, headers: [`Expires: ${grantedS}`] }));
      await set({ 'voip/signalling/sip/registration_event/enabled': 1, [`voip/signalling/sip/subscription/${limit}`]: counts });
      own.notify(await own.next('SUBSCRIBE'), { state: `active;expires=${grantedS}` });
      await administered.phone.waitFor(`a subscription for ${counts} s`, async () =>
        new RegExp(`the notifier keeps us.* event=reg expiresS=${counts} `).test(administered.phone.log) ? true : undefined,
      );
      await set({ 'voip/signalling/sip/registration_event/enabled': 0, [`voip/signalling/sip/subscription/${limit}`]: null });
    }
  });

  test('voip/signalling/sip/subscription/retry_interval: when a subscription that failed is tried again', async () => {
    own.answers.set('SUBSCRIBE', refusing(500));
    await set({ 'voip/signalling/sip/registration_event/enabled': 1, 'voip/signalling/sip/subscription/retry_interval': never });
    const { phone } = administered;
    const pause = await phone.waitFor('the failure', async () => {
      const found = /a subscription failed.* status=500.* retryAfterMs=(\d+)/.exec(phone.log);
      return found === null ? undefined : Number(found[1]);
    });
    assert.ok(pause >= (never * 1000) / 2, `${pause} ms`);
  });

  test('voip/signalling/sip/registration_event/enabled: the phone comes back when the registrar says that it is gone', async () => {
    await set({ 'voip/signalling/sip/registration_event/enabled': 1 });
    const contact = contactOf(await registerAt(own));
    const subscribe = await own.next('SUBSCRIBE');
    assert.equal(headerOf(subscribe, 'Event'), 'reg');
    const ended = `<contact id="1" state="terminated" event="deactivated"><uri>${contact}</uri></contact>`;
    const registration = `<registration aor="sip:1001@${own.address}" id="a" state="terminated">${ended}</registration>`;
    own.notify(subscribe, {
      headers: ['Content-Type: application/reginfo+xml'],
      body: `<?xml version="1.0"?><reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">${registration}</reginfo>`,
    });
    await own.next('200 NOTIFY');
    await registerAt(own);
  });
});
