// Name servers are asked as often as they want to be, and not more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, NameServers } from '#sip/transport/resolver';
import { ResolverCache } from '#sip/transport/resolver-cache';
import { FakeClock } from '#test/support/fake-clock';

class Scripted implements NameServers {
  readonly asked: string[] = [];
  answer: () => Promise<Answer<never>> = () => Promise.resolve({ records: [], ttlMs: undefined });

  addresses(host: string, family: 4 | 6): Promise<Answer<string>> {
    this.asked.push(`${host} ${family}`);
    return this.answer();
  }
  services(name: string): Promise<Answer<never>> {
    this.asked.push(`SRV ${name}`);
    return this.answer();
  }
  pointers(domain: string): Promise<Answer<never>> {
    this.asked.push(`NAPTR ${domain}`);
    return this.answer();
  }
}

function rig(): { clock: FakeClock; servers: Scripted; cache: ResolverCache; says: (address: string, ttlMs?: number) => void } {
  const clock = new FakeClock();
  const servers = new Scripted();
  const says = (address: string, ttlMs?: number): void => {
    servers.answer = () => Promise.resolve({ records: [address as never], ttlMs });
  };
  return { clock, servers, cache: new ResolverCache({ clock, servers }), says };
}

test('an answer is kept for its time to live, and each family and kind has its own', async () => {
  const { clock, servers, cache, says } = rig();
  says('192.0.2.1', 20_000);
  await Promise.all([cache.addresses('pbx', 4), cache.addresses('PBX', 4)]);
  assert.deepEqual(servers.asked, ['pbx 4'], 'who asks meanwhile waits for the same answer');
  clock.advance(19_999);
  assert.deepEqual(await cache.addresses('pbx', 4), ['192.0.2.1']);
  await cache.addresses('pbx', 6);
  await cache.services('pbx');
  await cache.pointers('pbx');
  assert.deepEqual(servers.asked, ['pbx 4', 'pbx 6', 'SRV pbx', 'NAPTR pbx']);
  says('192.0.2.2');
  clock.advance(1);
  assert.deepEqual(await cache.addresses('pbx', 4), ['192.0.2.2']);
});

test('times to live are believed within bounds, and that there is nothing is believed for half a minute', async () => {
  const { clock, servers, cache, says } = rig();
  for (const [ttlMs, keptMs] of [
    [0, 5000],
    [9e9, 3_600_000],
    [undefined, 60_000],
  ] as const) {
    cache.forget();
    servers.asked.length = 0;
    says('192.0.2.1', ttlMs);
    await cache.addresses('pbx', 4);
    clock.advance(keptMs - 1);
    await cache.addresses('pbx', 4);
    assert.equal(servers.asked.length, 1, String(ttlMs));
    clock.advance(1);
    await cache.addresses('pbx', 4);
    assert.equal(servers.asked.length, 2, String(ttlMs));
  }
  cache.forget();
  servers.asked.length = 0;
  servers.answer = () => Promise.resolve({ records: [], ttlMs: undefined });
  assert.deepEqual(await cache.services('_sip._udp.pbx'), []);
  clock.advance(29_999);
  assert.deepEqual(await cache.services('_sip._udp.pbx'), []);
  assert.equal(servers.asked.length, 1);
});

test('name servers that fail are left alone for a while, and old answers go on being good', async () => {
  const { clock, servers, cache, says } = rig();
  says('192.0.2.1', 10_000);
  await cache.addresses('pbx', 4);
  servers.answer = () => Promise.reject(new Error('SERVFAIL'));
  clock.advance(10_000);
  assert.deepEqual(await cache.addresses('pbx', 4), ['192.0.2.1']);
  assert.deepEqual(await cache.addresses('pbx', 4), ['192.0.2.1']);
  assert.equal(servers.asked.length, 2);
  await assert.rejects(cache.addresses('other', 4), /SERVFAIL/);
  await assert.rejects(cache.addresses('other', 4), { code: 'unreachable' });
  assert.equal(servers.asked.length, 3);
  assert.deepEqual(await cache.services('other'), []);
  clock.advance(10_000);
  says('192.0.2.3');
  assert.deepEqual(await cache.addresses('pbx', 4), ['192.0.2.3']);
  assert.deepEqual(await cache.addresses('other', 4), ['192.0.2.3']);
});

test('name servers that say nothing are waited for five seconds', async () => {
  const { clock, servers, cache } = rig();
  servers.answer = () => new Promise(() => undefined);
  const asked = assert.rejects(cache.addresses('pbx', 4), { code: 'timedOut' });
  const services = cache.services('pbx');
  clock.advance(5000);
  await asked;
  assert.deepEqual(await services, []);
  assert.equal(clock.pendingTimers, 0);
});

test('another network is asked anew, and an answer of the old one that comes late is not kept', async () => {
  const { servers, cache, says } = rig();
  let late: (answer: Answer<never>) => void = () => undefined;
  servers.answer = () => new Promise((resolve) => (late = resolve));
  const old = cache.addresses('pbx', 4);
  cache.forget();
  late({ records: ['192.0.2.1' as never], ttlMs: undefined });
  assert.deepEqual(await old, ['192.0.2.1']);
  says('198.51.100.1');
  assert.deepEqual(await cache.addresses('pbx', 4), ['198.51.100.1']);
});

test('what is remembered is bounded', async () => {
  const { servers, cache, says } = rig();
  says('192.0.2.1');
  for (let i = 0; i < 300; i++) await cache.addresses(`h${i}`, 4);
  await cache.addresses('h299', 4);
  assert.equal(servers.asked.length, 300);
  await cache.addresses('h0', 4);
  assert.equal(servers.asked.length, 301);
});
