// What a session's offers say of its place, where its packets go, and how its ways are kept open.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { SessionTraversal, type TraversalSettings } from '#firmware/calls/session-traversal';
import { SilentServers } from '#firmware/calls/silent-servers';
import { stunDigests } from '#firmware/system/media-means';
import { xorAddressAttribute } from '#media/stun/stun-address';
import { parseStun, serializeStun, stunAttribute } from '#media/stun/stun-message';
import type { NegotiatedMedia } from '#sip/ua/media-session';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

const codec = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, packetTimeMs: 20, formatParameters: undefined };
const negotiated: NegotiatedMedia = {
  remoteAddress: '203.0.113.1',
  remoteRtpPort: 4000,
  remoteRtcpPort: 4001,
  direction: 'sendrecv',
  heldByRemote: false,
  send: codec,
  receive: [codec],
  telephoneEvent: { send: undefined, receive: undefined },
};
const bound = { address: '10.0.0.1', family: 4, rtpPort: 5000, rtcpPort: 5001 } as const;
const settings: TraversalSettings = { rtcpMultiplexing: 'accept', mapping: { type: 'none' }, ice: false };
const stunServer = { host: 'stun.example', port: undefined };

class Rig {
  readonly clock: FakeClock = new FakeClock();
  readonly #silentServers: SilentServers = new SilentServers(this.clock);
  readonly sent: string[] = [];
  traversal: SessionTraversal;
  serverAnswers: boolean;
  changes = 0;
  failures = 0;

  /** The server sees each port 1000 above what it is. */
  constructor(more: Partial<TraversalSettings>, serverAnswers = true) {
    this.serverAnswers = serverAnswers;
    this.traversal = this.#open(more);
  }

  /** Another call of the same phone. */
  next(more: Partial<TraversalSettings>): void {
    this.traversal.close();
    this.sent.length = 0;
    this.traversal = this.#open(more);
  }

  #open(more: Partial<TraversalSettings>): SessionTraversal {
    const traversal = new SessionTraversal({
      clock: this.clock,
      random: { bytes: (count) => randomBytes(count) },
      log: new MemoryLog(),
      digests: stunDigests,
      resolve: (host) => Promise.resolve(host === 'stun.example' ? '192.0.2.9' : undefined),
      settings: { ...settings, ...more },
      silentServers: this.#silentServers,
      send: (component, bytes, to) => {
        this.sent.push(`${component} ${bytes.length === 0 ? 'nothing' : 'STUN'} to ${to.address}:${to.port}`);
        const request = parseStun(bytes);
        if (request === undefined || to.address !== '192.0.2.9' || !this.serverAnswers) return;
        const { transaction, method } = request;
        const seen = { address: '198.51.100.1', port: component === 'rtp' ? 6000 : 6001 };
        const mapped = xorAddressAttribute(stunAttribute.xorMappedAddress, seen, transaction);
        const answer = serializeStun({ class: 'success', method, transaction, attributes: mapped === undefined ? [] : [mapped] });
        this.clock.setTimer(5, () => void traversal.receive(component, answer, to));
      },
      changed: () => void this.changes++,
      failed: () => void this.failures++,
    });
    return traversal;
  }

  async said(ice = true): ReturnType<SessionTraversal['describe']> {
    const saying = this.traversal.describe(bound, ice);
    await this.clock.advanceAsync(2000);
    return await saying;
  }
}

describe('the place of a media session', () => {
  it('is where its sockets are, where somebody wrote down, or where a STUN server sees it', async () => {
    assert.equal((await new Rig({}).said()).address, '10.0.0.1');
    const fixed = await new Rig({ mapping: { type: 'fixed', address: '198.51.100.7' } }).said();
    assert.deepEqual([fixed.address, fixed.rtpPort, fixed.rtcpPort], ['198.51.100.7', 5000, 5001]);
    const shifted = { type: 'fixed', address: '198.51.100.7', portShift: 2000 } as const;
    const forwarded = await new Rig({ mapping: shifted }).said();
    assert.deepEqual([forwarded.rtpPort, forwarded.rtcpPort], [7000, 7001]);
    const candidates = (await new Rig({ mapping: shifted, ice: true }).said()).ice?.candidates ?? [];
    assert.deepEqual(
      candidates.filter(({ type }) => type === 'srflx').map(({ port }) => port),
      [7000, 7001],
    );
    const beyond = await new Rig({ mapping: { ...shifted, portShift: 65_000 } }).said();
    assert.deepEqual([beyond.rtpPort, beyond.rtcpPort], [5000, 5001]);
    const seen = await new Rig({ mapping: { type: 'stun' }, stunServer }).said();
    assert.deepEqual([seen.address, seen.rtpPort, seen.rtcpPort, seen.ice], ['198.51.100.1', 6000, 6001, undefined]);
  });

  it('is where its sockets are when the server does not answer, or has no address', async () => {
    assert.equal((await new Rig({ mapping: { type: 'stun' }, stunServer }, false).said()).rtpPort, 5000);
    assert.equal((await new Rig({ mapping: { type: 'stun' }, stunServer: { host: 'nowhere', port: 1 } }).said()).rtpPort, 5000);
  });

  it('is not asked of a silent server again before a minute is over, of each kind for itself', async () => {
    const turnServer = { ...stunServer, account: { user: 'somebody', password: 'secret' } };
    for (const wishes of [{ mapping: { type: 'stun' }, stunServer } as const, { ice: true, turnServer }]) {
      const rig = new Rig(wishes, false);
      await rig.said();
      assert.ok(rig.sent.length > 0);
      rig.next(wishes);
      rig.serverAnswers = true;
      const startedMs = rig.clock.monotonicMs;
      assert.equal((await rig.traversal.describe(bound, true)).address, '10.0.0.1');
      assert.deepEqual([rig.sent, rig.clock.monotonicMs - startedMs], [[], 0]);
      rig.clock.advance(60_000);
      rig.next({ mapping: { type: 'stun' }, stunServer });
      assert.equal((await rig.said()).rtpPort, 6000);
    }
    const mixed = new Rig({ ice: true, turnServer }, false);
    await mixed.said();
    mixed.next({ ice: true, stunServer, turnServer });
    mixed.serverAnswers = true;
    assert.deepEqual(
      (await mixed.said()).ice?.candidates.map(({ component, type }) => `${component} ${type}`),
      ['1 host', '1 srflx', '2 host', '2 srflx'],
    );
  });

  it('does not hold it against a server that a call ended before it could answer', async () => {
    const wishes = { mapping: { type: 'stun' }, stunServer } as const;
    const rig = new Rig(wishes, false);
    const saying = rig.traversal.describe(bound, true);
    await rig.clock.advanceAsync(100);
    rig.next(wishes);
    await saying;
    rig.serverAnswers = true;
    assert.equal((await rig.said()).rtpPort, 6000);
  });

  it('has candidates where there is ICE on both sides', async () => {
    const said = await new Rig({ ice: true, stunServer }).said();
    assert.deepEqual(
      said.ice?.candidates.map(({ component, type, address, port }) => `${component} ${type} ${address}:${port}`),
      ['1 host 10.0.0.1:5000', '1 srflx 198.51.100.1:6000', '2 host 10.0.0.1:5001', '2 srflx 198.51.100.1:6001'],
    );
    assert.equal(said.address, '10.0.0.1', 'the mapping is the line’s to switch on');
    assert.equal((await new Rig({ ice: true, stunServer }).said(false)).ice, undefined);
    const fixed = await new Rig({ ice: true, mapping: { type: 'fixed', address: '198.51.100.7' } }).said();
    assert.ok(fixed.ice?.candidates.some(({ type, address }) => type === 'srflx' && address === fixed.address));
  });

  it('sends to the other side at once without ICE, and nowhere before a way is found with it', async () => {
    const rig = new Rig({ ice: true });
    const said = await rig.said();
    const local = said.ice?.newCredentials() ?? assert.fail('there is ICE');
    assert.match(local.fragment, /^[A-Za-z0-9+/]{8}$/);
    assert.match(local.password, /^[A-Za-z0-9+/]{24}$/);
    assert.deepEqual(rig.traversal.follow(negotiated)?.rtp, { address: '203.0.113.1', port: 4000 });
    const remote = { fragment: 'theirs', password: 'x'.repeat(22), lite: false, candidates: [] };
    assert.equal(rig.traversal.follow({ ...negotiated, ice: { local, remote, controlling: true } }), undefined);
    rig.clock.advance(20_000);
    assert.deepEqual([rig.changes, rig.failures, rig.sent.length], [0, 1, 0]);
  });

  it('is kept open by empty datagrams until it is closed, on one port where there is one', () => {
    const rig = new Rig({ keepAliveMs: 15_000 });
    rig.traversal.follow(negotiated);
    rig.clock.advance(31_000);
    assert.deepEqual(rig.sent.splice(0), [
      ...['rtp nothing to 203.0.113.1:4000', 'rtcp nothing to 203.0.113.1:4001'],
      ...['rtp nothing to 203.0.113.1:4000', 'rtcp nothing to 203.0.113.1:4001'],
    ]);
    rig.traversal.follow({ ...negotiated, rtcpMultiplexed: true });
    rig.clock.advance(15_000);
    assert.deepEqual(rig.sent.splice(0), ['rtp nothing to 203.0.113.1:4000']);
    rig.traversal.close();
    rig.clock.advance(60_000);
    assert.deepEqual(rig.sent, []);
    assert.equal(rig.clock.pendingTimers, 0);
  });
});
