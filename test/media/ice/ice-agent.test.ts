// The ICE agent: ways found, roles disputed, NATs, lite peers, strangers, and consent that is withdrawn.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { stunDigests } from '#firmware/system/media-means';
import { makeCheck } from '#media/ice/check-message';
import type { IceEvent } from '#media/ice/ice-agent';
import { parseStun } from '#media/stun/stun-message';
import { SeededRandom } from '../../fuzz/seeded-random.ts';
import { type End, IceNetwork } from './ice-network.ts';

const one = { address: '10.0.0.1', controlling: true };
const other = { address: '10.0.0.2', controlling: false };

function start(...ends: readonly End[]): void {
  for (const { agent } of ends) agent.start();
}

const types = ({ events }: End): readonly IceEvent['type'][] => events.map(({ type }) => type);

const remoteOf = ({ events }: End): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'pairsSelected' ? event.pairs.map(({ remote }) => `${remote.address}:${remote.port}`) : [],
  );

describe('an ICE agent', () => {
  it('finds the way between two hosts, for one component and for two', () => {
    for (const components of [[1], [1, 2]] as const) {
      const network = new IceNetwork();
      const [ours, theirs] = network.pair({ ...one, components }, { ...other, components });
      start(ours, theirs);
      network.clock.advance(1000);
      assert.deepEqual(
        remoteOf(ours),
        components.map((component) => `10.0.0.2:${5000 + component}`),
      );
      assert.deepEqual(
        remoteOf(theirs),
        components.map((component) => `10.0.0.1:${5000 + component}`),
      );
    }
  });

  it('finds the way between two hosts of IPv6, and tries no pair of two families', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair({ ...one, address: '2001:db8::1' }, { ...other, address: '2001:db8::2' });
    start(ours, theirs);
    network.clock.advance(1000);
    assert.deepEqual([remoteOf(ours), remoteOf(theirs)], [['2001:db8::2:5001'], ['2001:db8::1:5001']]);
    const apart = new IceNetwork();
    const [mixed] = apart.pair({ ...one, address: '2001:db8::1' }, other);
    mixed.agent.start();
    apart.clock.advance(16_000);
    assert.deepEqual(types(mixed), ['iceFailed']);
  });

  it('takes the way that a NAT made and no candidate told of', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair({ ...one, seenAs: { address: '203.0.113.9', port: 40_000 } }, other);
    network.passes = (_, { address }) => address !== '10.0.0.1';
    start(ours, theirs);
    network.clock.advance(2000);
    assert.deepEqual(remoteOf(theirs), ['203.0.113.9:40000']);
    assert.deepEqual(remoteOf(ours), ['10.0.0.2:5001']);
  });

  const hidden = { ...one, symmetricNat: '203.0.113.9', relay: '198.51.100.3' };
  const wayOf = ({ events }: End): readonly string[] =>
    events.flatMap((event) => (event.type === 'pairsSelected' ? event.pairs.map(({ way }) => way) : []));

  for (const controlling of [true, false]) {
    it(`goes straight out of a symmetric NAT when the other side follows, ${controlling ? 'controlling' : 'controlled'}`, () => {
      const network = new IceNetwork();
      const components = [1, 2] as const;
      const [ours, theirs] = network.pair(
        { ...hidden, controlling, components },
        { ...other, controlling: !controlling, components },
      );
      start(ours, theirs);
      network.clock.advance(3000);
      assert.deepEqual(
        [wayOf(ours), remoteOf(ours)],
        [
          ['direct', 'direct'],
          ['10.0.0.2:5001', '10.0.0.2:5002'],
        ],
      );
      assert.ok(
        remoteOf(theirs).every((remote) => remote.startsWith('203.0.113.9:')),
        remoteOf(theirs).join(' '),
      );
    });
  }

  /** Agents that answer from where no candidate told of, and do not check there. */
  const checksOnlyWhatItWasTold = (network: IceNetwork): void => {
    network.passes = (_, to, message) => message?.class !== 'request' || to.address !== '203.0.113.9';
  };

  it('goes through its relay when the other side answers behind a symmetric NAT and never checks there', () => {
    const network = new IceNetwork();
    checksOnlyWhatItWasTold(network);
    const [ours, theirs] = network.pair(hidden, other);
    start(ours, theirs);
    network.clock.advance(2000);
    assert.deepEqual([wayOf(ours), remoteOf(ours)], [['relayed'], ['10.0.0.2:5001']]);
    assert.deepEqual(remoteOf(theirs), ['198.51.100.3:5001']);
  });

  it('takes no way that the other side does not have, and says so in the end', () => {
    const network = new IceNetwork();
    checksOnlyWhatItWasTold(network);
    const { relay: _, ...without } = hidden;
    const [ours] = network.pair(without, other);
    start(ours);
    network.clock.advance(16_000);
    assert.deepEqual(types(ours), ['iceFailed']);
  });

  for (const controlling of [true, false]) {
    it(`settles the dispute when both are ${controlling ? 'controlling' : 'controlled'}`, () => {
      for (let round = 0; round < 8; round++) {
        const network = new IceNetwork();
        const [ours, theirs] = network.pair({ ...one, controlling }, { ...other, controlling });
        start(ours, theirs);
        network.clock.advance(3000);
        assert.deepEqual([types(ours), types(theirs)], [['pairsSelected'], ['pairsSelected']]);
      }
    });
  }

  it('controls a lite side, whoever offered', () => {
    const network = new IceNetwork();
    const [ours] = network.pair({ ...one, controlling: false }, { ...other, lite: true });
    start(ours);
    network.clock.advance(2000);
    assert.deepEqual(types(ours), ['pairsSelected']);
  });

  it('waits while packets are lost, and takes the way when they come through', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair(one, other);
    const random = new SeededRandom(8445);
    network.passes = () => random.below(2) === 0;
    start(ours, theirs);
    network.clock.advance(10_000);
    assert.deepEqual([types(ours)[0], types(theirs)[0]], ['pairsSelected', 'pairsSelected']);
  });

  it('gives up when there is no way', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair(one, other);
    network.passes = () => false;
    start(ours, theirs);
    network.clock.advance(16_000);
    assert.deepEqual([types(ours), types(theirs)], [['iceFailed'], ['iceFailed']]);
    assert.equal(network.clock.pendingTimers, 0);
  });

  it('stops half a minute after its last word when the other side does not consent any more (RFC 7675)', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair(one, other);
    start(ours, theirs);
    network.clock.advance(60_000);
    assert.deepEqual(types(ours), ['pairsSelected']);
    theirs.agent.close();
    network.clock.advance(23_000);
    assert.deepEqual(types(ours), ['pairsSelected']);
    network.clock.advance(13_000);
    assert.deepEqual(types(ours), ['pairsSelected', 'consentLost']);
    assert.equal(network.clock.pendingTimers, 0);
  });

  it('does not let a stranger in, who does not know the password', () => {
    const network = new IceNetwork();
    const [ours, theirs] = network.pair(one, other);
    const guess = { fragment: 'guess', password: 'a password that is long enough' };
    const check = { local: guess, remote: guess, controlling: true, tieBreaker: randomBytes(8), priority: 1, nominates: true };
    const forged = parseStun(makeCheck(check, randomBytes(12), stunDigests));
    assert.ok(forged !== undefined);
    theirs.agent.receive(1, 'direct', forged, { address: '10.0.0.1', port: 666 });
    start(ours, theirs);
    network.clock.advance(2000);
    assert.deepEqual(remoteOf(theirs), ['10.0.0.1:5001']);
  });
});
