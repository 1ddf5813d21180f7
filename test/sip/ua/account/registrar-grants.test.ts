// What registrars give beside time: routes, names, flows, redirections; and what NATs on the way show.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVia, serializeVia } from '#sip/message/via';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { type ResponseParts, SipPeer } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const instanceId = 'urn:uuid:00000000-0000-1000-8000-000a95a0e128';

function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11, [], instanceId);
  /** Accepts with our Contact as it came and what else is said. */
  const accept = (transaction: ServerTransaction, headers: ResponseParts['headers'] = [], parameters = '') => {
    const own = transaction.request.headers.get('Contact') ?? '';
    server.respond(transaction, 200, { headers: [['Contact', `${own}${parameters}`], ...headers] });
  };
  const open = async (changes: Partial<AccountSettings> = {}) => {
    const opened = phone.account(changes);
    opened.account.register();
    await clock.advanceAsync(100);
    return opened;
  };
  return { clock, network, server, phone, accept, open };
}

test('Service-Route is the way of what we start, and not of REGISTER or of requests within dialogs', async () => {
  const { clock, server, phone, accept, open } = world();
  const routes = '<sip:10.0.0.9;lr>, <sip:scscf.example;lr;orig>';
  server.answers.set('REGISTER', (transaction) => accept(transaction, [['Service-Route', routes]]));
  const { account } = await open({ registration: { expiresS: 120, retryS: 30 } });
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(100);
  assert.deepEqual(server.last('INVITE').headers.getAll('Route'), ['<sip:10.0.0.9;lr>', '<sip:scscf.example;lr;orig>']);
  assert.ok(server.last('REGISTER').headers.getAll('Supported').includes('path'));
  server.respond(server.invite, 180);
  await clock.advanceAsync(100);
  call.end();
  await clock.advanceAsync(100_000);
  assert.equal(server.last('CANCEL').headers.getAll('Route').length, 2);
  assert.equal(server.requests('REGISTER').length, 2);
  assert.equal(server.last('REGISTER').headers.has('Route'), false);
});

test('routes that are none are left alone', async () => {
  const { clock, server, phone, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction, [['Service-Route', 'nonsense, <tel:1>, <http://x>']]));
  const { account } = await open();
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  assert.equal(server.last('INVITE').headers.has('Route'), false);
});

test('a public GRUU is our Contact in calls, while the binding keeps the address', async () => {
  const { clock, server, phone, accept, open } = world();
  const gruu = `sip:1001@10.0.0.9;gr=${instanceId}`;
  server.answers.set('REGISTER', (transaction) => accept(transaction, [], `;pub-gruu="${gruu}"`));
  const { account } = await open({ outbound: { flows: false, gruu: true }, registration: { expiresS: 120, retryS: 30 } });
  const register = server.last('REGISTER').headers;
  assert.ok(register.getAll('Supported').includes('gruu'));
  assert.equal(register.contacts[0]?.parameters.get('+sip.instance'), `<${instanceId}>`);
  phone.call(account, '2002');
  await clock.advanceAsync(100_000);
  assert.equal(server.last('INVITE').headers.get('Contact'), `<${gruu}>`);
  assert.match(server.last('REGISTER').headers.get('Contact') ?? '', /@10\.0\.0\.1:5060>/);
});

test('an anonymous call does not tell who it is by its GRUU', async () => {
  for (const [parameters, expected] of [
    [';temp-gruu="sip:x7@10.0.0.9;gr"', '<sip:x7@10.0.0.9;gr>'],
    ['', '@10.0.0.1:5060>'],
  ] as const) {
    const { clock, server, accept, open } = world();
    const gruu = `;pub-gruu="sip:1001@10.0.0.9;gr=${instanceId}"`;
    server.answers.set('REGISTER', (transaction) => accept(transaction, [], gruu + parameters));
    const { account } = await open({ outbound: { flows: false, gruu: true } });
    account.call('2002', () => undefined, { anonymous: true });
    await clock.advanceAsync(100);
    const contact = server.last('INVITE').headers.get('Contact') ?? '';
    assert.ok(contact.endsWith(expected) && !contact.includes('1001'), contact);
  }
});

test('a registrar that keeps flows gets ob in our Contacts and signs of life in the time that it wants', async () => {
  const { clock, server, phone, accept, open } = world();
  server.answers.set('REGISTER', (transaction) =>
    accept(transaction, [
      ['Require', 'outbound'],
      ['Flow-Timer', '90'],
    ]),
  );
  const { account } = await open({ outbound: { flows: true, gruu: false } });
  assert.equal(server.last('REGISTER').headers.contacts[0]?.parameters.get('reg-id'), '1');
  assert.deepEqual(
    [...phone.node.keptAlive].map(({ target, options }) => [target.remote.address, options]),
    [['10.0.0.9', { intervalMs: 90_000, mode: 'answered' }]],
  );
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  const contact = server.last('INVITE').headers.contacts[0]?.uri;
  assert.ok(contact !== undefined && 'parameters' in contact && contact.parameters.has('ob'));
  void account.remove();
  await clock.advanceAsync(100);
  assert.equal(phone.node.keptAlive.size, 0);
});

test('two flows to two servers have numbers of their own, and one instance', async () => {
  const { clock, network, server, accept, open } = world();
  const second = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  for (const peer of [server, second]) peer.answers.set('REGISTER', (transaction) => accept(transaction));
  await open({
    outbound: { flows: true, gruu: false },
    redundancy: { backup: { host: '10.0.0.8', port: undefined }, registersAtBoth: true, keepAliveS: 0, staysAtBackup: false },
  });
  const bindings = [server, second].map((peer) => peer.last('REGISTER').headers.contacts[0]?.parameters);
  assert.deepEqual(
    bindings.map((parameters) => parameters?.get('reg-id')),
    ['1', '2'],
  );
  assert.equal(new Set(bindings.map((parameters) => parameters?.get('+sip.instance'))).size, 1);
});

test('a silent keep-alive makes the registration anew', async () => {
  const { clock, server, phone, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction));
  await open();
  phone.agent.receive({ type: 'keepAliveFailed', target: server.target, reason: 'timedOut' });
  await clock.advanceAsync(31_000);
  assert.equal(server.requests('REGISTER').length, 2);
});

/** As a NAT between us makes it. */
function seenAs(transaction: ServerTransaction, address: string, port: number): void {
  const { headers } = transaction.request;
  const via = parseVia(headers.get('Via') ?? '');
  const parameters = new Map([...via.parameters, ['received', address], ['rport', String(port)]]);
  headers.set('Via', serializeVia({ ...via, parameters }));
}

test('behind a NAT the binding and the Contacts follow what the registrar sees', async () => {
  const { clock, server, phone, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => {
    seenAs(transaction, '203.0.113.5', 40_001);
    accept(transaction);
  });
  const { account, events } = await open({ nat: { type: 'learned' } });
  assert.equal(server.requests('REGISTER').length, 2);
  assert.match(server.last('REGISTER').headers.getAll('Contact')[0] ?? '', /@203\.0\.113\.5:40001>;expires=600/);
  assert.match(server.last('REGISTER').headers.getAll('Contact')[1] ?? '', /@10\.0\.0\.1:5060>;expires=0/);
  assert.equal(events.at(-1)?.type, 'registered');
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  assert.match(server.last('INVITE').headers.get('Contact') ?? '', /@203\.0\.113\.5:40001>/);
  assert.match(server.last('INVITE').headers.get('Via') ?? '', /^SIP\/2\.0\/UDP 203\.0\.113\.5:40001;/);
  phone.agent.receive({
    type: 'mappedAddressChanged',
    target: server.target,
    mapped: { family: 4, address: '203.0.113.5', port: 40_002 },
  });
  await clock.advanceAsync(100);
  assert.ok(server.requests('REGISTER').some(({ headers }) => headers.get('Contact')?.includes(':40002>')));
});

test('without NAT mapping the registrar may see what it likes', async () => {
  const { server, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => {
    seenAs(transaction, '203.0.113.5', 40_001);
    accept(transaction);
  });
  await open();
  assert.equal(server.requests('REGISTER').length, 1);
});

test('a NAT with another port for every packet does not keep us registering', async () => {
  const { clock, server, accept, open } = world();
  let port = 40_000;
  server.answers.set('REGISTER', (transaction) => {
    seenAs(transaction, '203.0.113.5', ++port);
    accept(transaction);
  });
  const { events } = await open({ nat: { type: 'learned' } });
  await clock.advanceAsync(60_000);
  assert.equal(server.requests('REGISTER').length, 3);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('the external address that the administrator gives is told to all', async () => {
  const { server, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction));
  await open({ nat: { type: 'fixed', address: '198.51.100.9' } });
  assert.match(server.last('REGISTER').headers.get('Contact') ?? '', /@198\.51\.100\.9:5060>/);
});

test('the address that a STUN server tells is registered at the first go', async () => {
  const { server, phone, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction));
  phone.seenAs = { family: 4, address: '198.51.100.10', port: 6000 };
  await open({ nat: { type: 'stun', server: { host: '10.0.0.53', port: undefined } } });
  assert.equal(server.requests('REGISTER').length, 1);
  assert.match(server.last('REGISTER').headers.get('Contact') ?? '', /@198\.51\.100\.10:6000>/);
});

test('a phone that shares a line registers for its owner', async () => {
  const { server, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction));
  await open({ thirdParty: { user: '5041', stationName: 'User-A' } });
  const { headers } = server.last('REGISTER');
  assert.match(headers.get('From') ?? '', /<sip:1001@10\.0\.0\.9>/);
  assert.match(headers.get('To') ?? '', /<sip:5041@10\.0\.0\.9>/);
  assert.deepEqual([headers.get('P-Station-Name'), headers.get('Allow-Events')], ['User-A', 'dialog']);
});

test('old bindings are taken back before the first registration, once', async () => {
  const { clock, server, accept, open } = world();
  server.answers.set('REGISTER', (transaction) => accept(transaction));
  await open({ clearsBindings: true, registration: { expiresS: 120, retryS: 30 } });
  await clock.advanceAsync(100_000);
  const contacts = server.requests('REGISTER').map(({ headers }) => headers.get('Contact') ?? '');
  assert.deepEqual(
    contacts.map((contact) => contact === '*'),
    [true, false, false],
  );
  assert.equal(server.requests('REGISTER')[0]?.headers.expires, 0);
});

test('a registrar that sends us on is followed, with our credentials, and calls go there too', async () => {
  const { clock, network, server, phone, open } = world();
  const passwords = { '1001': 'right' };
  const other = new SipPeer({ network, clock, address: '10.0.0.20', seed: 8 });
  other.registrar({ clock, passwords });
  server.answers.set('REGISTER', (transaction) =>
    server.respond(transaction, 302, { headers: [['Contact', '<sip:10.0.0.20>']] }),
  );
  const { account, events } = await open();
  assert.equal(events.at(-1)?.type, 'registered');
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  assert.equal(other.requests('INVITE').length, 1);
});

test('registrars that send us round in a circle are left', async () => {
  const { server, open } = world();
  server.answers.set('REGISTER', (transaction) => server.respond(transaction, 302, { headers: [['Contact', '<sip:10.0.0.9>']] }));
  const { events } = await open();
  assert.equal(server.requests('REGISTER').length, 4);
  assert.deepEqual(types(events), ['registering', 'registrationFailed']);
});
