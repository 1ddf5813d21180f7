// Names to addresses, against a DNS in memory (RFC 3263 §4, RFC 2782).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUri } from '#sip/message/uri';
import { orderServices } from '#sip/transport/order-services';
import { TargetResolver } from '#sip/transport/resolve-target';
import type { PointerRecord, Resolver, ServiceRecord } from '#sip/transport/resolver';
import type { Target } from '#sip/transport/transport';
import { seededBytes } from '../transaction/fixture.ts';

class Zone implements Resolver {
  readonly asked: string[] = [];
  readonly #addresses: Readonly<Record<string, readonly string[]>>;
  readonly #services: Readonly<Record<string, readonly ServiceRecord[]>>;

  readonly #pointers: readonly PointerRecord[];

  constructor(
    addresses: Readonly<Record<string, readonly string[]>>,
    services: Readonly<Record<string, readonly ServiceRecord[]>> = {},
    pointers: readonly PointerRecord[] = [],
  ) {
    this.#pointers = pointers;
    this.#addresses = addresses;
    this.#services = services;
  }

  addresses(host: string, family: 4 | 6): Promise<readonly string[]> {
    this.asked.push(`${host} ${family}`);
    return Promise.resolve(this.#addresses[`${host} ${family}`] ?? []);
  }

  pointers(domain: string): Promise<readonly PointerRecord[]> {
    this.asked.push(`NAPTR ${domain}`);
    return Promise.resolve(this.#pointers);
  }

  services(name: string): Promise<readonly ServiceRecord[]> {
    this.asked.push(name);
    return Promise.resolve(this.#services[name] ?? []);
  }
}

const resolverFor = (resolver: Resolver, families: readonly (4 | 6)[] = [4, 6]): TargetResolver =>
  new TargetResolver({ resolver, families, random: seededBytes(1) });
const show = (targets: readonly Target[]): readonly string[] =>
  targets.map(({ protocol, remote }) => `${protocol} ${remote.family} ${remote.address} ${remote.port}`);

test('a literal asks nobody', async () => {
  const zone = new Zone({});
  const resolver = resolverFor(zone);
  assert.deepEqual(show(await resolver.resolve('192.0.2.1', undefined, 'UDP')), ['UDP 4 192.0.2.1 5060']);
  assert.deepEqual(show(await resolver.resolve('2001:db8::1', 5070, 'TCP')), ['TCP 6 2001:db8::1 5070']);
  assert.deepEqual(zone.asked, []);
});

test('a port means addresses alone; all of them, the preferred family first', async () => {
  const zone = new Zone({ 'pbx.example.org 4': ['192.0.2.1', '192.0.2.2'], 'pbx.example.org 6': ['2001:db8::1'] });
  assert.deepEqual(show(await resolverFor(zone, [6, 4]).resolve('pbx.example.org', 5061, 'UDP')), [
    'UDP 6 2001:db8::1 5061',
    'UDP 4 192.0.2.1 5061',
    'UDP 4 192.0.2.2 5061',
  ]);
  assert.deepEqual(zone.asked, ['pbx.example.org 6', 'pbx.example.org 4']);
});

test('without a port SRV leads, and without SRV the default port', async () => {
  const records = [
    { host: 'b.example.org', port: 5080, priority: 20, weight: 0 },
    { host: 'a.example.org', port: 5070, priority: 10, weight: 0 },
  ];
  const zone = new Zone(
    {
      'a.example.org 4': ['192.0.2.1'],
      'b.example.org 4': ['192.0.2.2'],
      'plain.example.org 4': ['192.0.2.3'],
      'pbx 4': ['192.0.2.4'],
    },
    { '_sip._udp.example.org': records },
  );
  const resolver = resolverFor(zone, [4]);
  assert.deepEqual(show(await resolver.resolve('example.org', undefined, 'UDP')), [
    'UDP 4 192.0.2.1 5070',
    'UDP 4 192.0.2.2 5080',
  ]);
  assert.deepEqual(show(await resolver.resolve('plain.example.org', undefined, 'TCP')), ['TCP 4 192.0.2.3 5060']);
  assert.ok(zone.asked.includes('_sip._tcp.plain.example.org'));
  assert.deepEqual(show(await resolver.resolve('pbx', undefined, 'UDP')), ['UDP 4 192.0.2.4 5060']);
  assert.ok(!zone.asked.includes('_sip._udp.pbx'));
});

test('a URI names the protocol, the port and the address to send to', async () => {
  const resolver = resolverFor(new Zone({}), [4]);
  const of = async (uri: string): Promise<readonly string[]> => show(await resolver.resolveUri(parseUri(uri), 'UDP'));
  assert.deepEqual(await of('sip:a@192.0.2.1'), ['UDP 4 192.0.2.1 5060']);
  assert.deepEqual(await of('sip:a@192.0.2.1:5070;transport=tcp'), ['TCP 4 192.0.2.1 5070']);
  assert.deepEqual(await of('sips:a@192.0.2.1'), ['TLS 4 192.0.2.1 5061']);
  assert.deepEqual(await of('sip:a@example.org;maddr=192.0.2.9'), ['UDP 4 192.0.2.9 5060']);
  await assert.rejects(resolver.resolveUri(parseUri('tel:+4930'), 'UDP'), { code: 'unsupported' });
});

test('a name without addresses is unreachable, and what is no literal is not believed', async () => {
  await assert.rejects(resolverFor(new Zone({})).resolve('nowhere.example.org', undefined, 'UDP'), { code: 'unreachable' });
  await assert.rejects(resolverFor(new Zone({ 'odd 4': ['2001:db8::1', 'x'] })).resolve('odd', 1, 'UDP'), {
    code: 'unreachable',
  });
});

test('records of one priority are drawn by weight, and each once', () => {
  const random = seededBytes(7);
  const records = [
    { host: 'heavy', port: 1, priority: 1, weight: 90 },
    { host: 'light', port: 1, priority: 1, weight: 10 },
    { host: 'zero', port: 1, priority: 1, weight: 0 },
    { host: 'first', port: 1, priority: 0, weight: 0 },
    { host: '.', port: 1, priority: 0, weight: 0 },
  ];
  let heavySecond = 0;
  for (let i = 0; i < 1000; i++) {
    const order = orderServices(records, random).map(({ host }) => host);
    assert.deepEqual(order.toSorted(), ['first', 'heavy', 'light', 'zero']);
    assert.equal(order[0], 'first');
    if (order[1] === 'heavy') heavySecond++;
  }
  assert.ok(heavySecond > 850 && heavySecond < 940, String(heavySecond));
});

test('a family that can not be looked up costs that family, not the call', async () => {
  const zone: Resolver = {
    addresses: (_host, family) => (family === 6 ? Promise.reject(new Error('EAI_AGAIN')) : Promise.resolve(['192.0.2.1'])),
    services: () => Promise.resolve([]),
    pointers: () => Promise.resolve([]),
  };
  assert.deepEqual(show(await resolverFor(zone).resolve('pbx', 5060, 'UDP')), ['UDP 4 192.0.2.1 5060']);
  await assert.rejects(resolverFor(zone, [6]).resolve('pbx', 5060, 'UDP'), /EAI_AGAIN/);
});

test('the name that was asked for goes along, for the certificate; a literal has none', async () => {
  const records = [{ host: 'a.example.net', port: 5071, priority: 10, weight: 0 }];
  const zone = new Zone({ 'a.example.net 4': ['192.0.2.1'] }, { '_sips._tcp.example.org': records });
  const [target] = await resolverFor(zone, [4]).resolve('example.org', undefined, 'TLS');
  assert.equal(target?.serverName, 'example.org');
  const [literal] = await resolverFor(zone, [4]).resolve('192.0.2.1', undefined, 'TLS');
  assert.equal(literal?.serverName, undefined);
});

const pointer = (service: string, replacement: string, order = 10, preference = 10, flags = 's'): PointerRecord => ({
  order,
  preference,
  flags,
  service,
  replacement,
});
const oneHost = (host: string, port: number): readonly ServiceRecord[] => [{ host, port, priority: 1, weight: 0 }];
const bigZone = new Zone(
  { 'u.example.net 4': ['192.0.2.1'], 't.example.net 4': ['192.0.2.2'], 's.example.net 4': ['192.0.2.3'] },
  {
    '_sip._udp.example.net': oneHost('u.example.net', 5071),
    '_sip._tcp.example.net': oneHost('t.example.net', 5072),
    '_sips._tcp.example.net': oneHost('s.example.net', 5073),
    '_sips._ws.example.net': oneHost('s.example.net', 443),
    '_sip._udp.example.org': oneHost('u.example.net', 1),
  },
  [
    pointer('SIP+D2T', '_sip._tcp.example.net', 20),
    pointer('SIP+D2U', '_sip._udp.example.net', 10, 60),
    pointer('sips+d2t', '_sips._tcp.example.net', 10, 50),
    pointer('SIPS+D2W', '_sips._ws.example.net', 1),
    pointer('SIP+D2S', '_sip._sctp.example.net', 1),
    pointer('E2U+sip', '_sip._udp.example.net', 0),
    pointer('SIP+D2U', '.', 0),
    pointer('SIP+D2U', '_sip._udp.example.net', 0, 0, 'u'),
  ],
);

test('what is left to the DNS follows its NAPTR records, those alone that we speak', async () => {
  const resolver = resolverFor(bigZone, [4]);
  assert.deepEqual(show(await resolver.resolve('example.org', undefined, 'AUTO')), [
    'TLS 4 192.0.2.3 5073',
    'UDP 4 192.0.2.1 5071',
    'TCP 4 192.0.2.2 5072',
  ]);
});

test('who wants one protocol gets no other by NAPTR, but may be led to another place', async () => {
  const resolver = resolverFor(bigZone, [4]);
  const of = async (uri: string, preferred: 'UDP' | 'TLS' | 'WSS'): Promise<readonly string[]> =>
    show(await resolver.resolveUri(parseUri(uri), preferred));
  assert.deepEqual(await of('sip:a@example.org', 'TLS'), ['TLS 4 192.0.2.3 5073']);
  assert.deepEqual(await of('sips:a@example.org', 'UDP'), ['TLS 4 192.0.2.3 5073']);
  assert.deepEqual(await of('sip:a@example.org', 'UDP'), ['UDP 4 192.0.2.1 5071']);
  assert.deepEqual(await of('sip:a@example.org;transport=ws', 'WSS'), ['WSS 4 192.0.2.3 443']);
  assert.deepEqual(await of('sips:a@example.org;transport=ws', 'UDP'), ['WSS 4 192.0.2.3 443']);
});

test('without NAPTR the SRV records of all protocols are taken, and without those UDP', async () => {
  const srv = new Zone({ 't.example.net 4': ['192.0.2.2'] }, { '_sip._tcp.example.org': oneHost('t.example.net', 5072) });
  assert.deepEqual(show(await resolverFor(srv, [4]).resolve('example.org', undefined, 'AUTO')), ['TCP 4 192.0.2.2 5072']);
  const plain = new Zone({ 'example.org 4': ['192.0.2.9'] });
  assert.deepEqual(show(await resolverFor(plain, [4]).resolve('example.org', undefined, 'AUTO')), ['UDP 4 192.0.2.9 5060']);
  assert.deepEqual(show(await resolverFor(plain, [4]).resolve('192.0.2.4', undefined, 'AUTO')), ['UDP 4 192.0.2.4 5060']);
});

test('a zone that is too big costs a bounded number of questions and targets', async () => {
  const hosts = Array.from({ length: 500 }, (_, i) => `h${i}.example.net`);
  const addresses = Object.fromEntries(hosts.map((host) => [`${host} 4`, Array.from({ length: 9 }, (_, i) => `192.0.2.${i}`)]));
  const zone = new Zone(addresses, { '_sip._udp.example.org': hosts.flatMap((host) => oneHost(host, 5060)) });
  const targets = await resolverFor(zone, [4]).resolve('example.org', undefined, 'UDP');
  assert.equal(targets.length, 32);
  assert.equal(zone.asked.filter((question) => question.endsWith(' 4')).length, 16);
});

test('an administrator may want names otherwise: no SRV, SRV under the name as it is, or one port before the others', async () => {
  const zone = new Zone(
    {
      'example.org 4': ['192.0.2.1'],
      'a.example.org 4': ['192.0.2.10'],
      'b.example.org 4': ['192.0.2.11'],
      'c.example.org 4': ['192.0.2.12'],
    },
    {
      '_sip._udp.example.org': [
        { host: 'a.example.org', port: 5070, priority: 10, weight: 0 },
        { host: 'b.example.org', port: 5080, priority: 20, weight: 0 },
        { host: 'c.example.org', port: 5070, priority: 30, weight: 0 },
      ],
      'example.org': [{ host: 'b.example.org', port: 5090, priority: 10, weight: 0 }],
    },
  );
  const resolver = resolverFor(zone);
  const found = async (name: string, choice: 'UDP' | 'AUTO', manner: Parameters<TargetResolver['resolve']>[3]) =>
    show(await resolver.resolve(name, undefined, choice, manner)).map((text) => text.replace('UDP 4 192.0.2.', ''));
  assert.deepEqual(await found('example.org', 'UDP', { usesServices: false }), ['1 5060']);
  assert.deepEqual(await found('example.org', 'UDP', { putsPrefix: false }), ['11 5090']);
  assert.deepEqual(await found('c.example.org', 'UDP', { putsPrefix: false }), ['12 5060']);
  assert.deepEqual(await found('_sip._udp.example.org', 'AUTO', {}), ['10 5070', '11 5080', '12 5070']);
  assert.deepEqual(await found('example.org', 'UDP', { samePortFirst: true }), ['10 5070', '12 5070', '11 5080']);
  const [first] = await resolver.resolve('_sip._udp.example.org', undefined, 'UDP');
  assert.equal(first?.serverName, 'example.org');
});
