// When a session's handshake begins, whom it listens to, and what of a new negotiation leaves it alone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SessionHandshake, type SocketPlace } from '#firmware/calls/session-handshake';
import { certificateFingerprint, type HandshakeEvent } from '#media/dtls-handshake';
import { FakeClock } from '#test/support/fake-clock';

const ours = certificateFingerprint() ?? { hash: '', value: '' };
const other = { hash: 'sha-256', value: Array(32).fill('AA').join(':') };
const [here, there] = [
  { address: '192.0.2.1', port: 4000 },
  { address: '192.0.2.2', port: 5000 },
];

function agreed(role: 'active' | 'passive', fingerprint = ours) {
  return { type: 'handshake', profile: 'UDP/TLS/RTP/SAVP', fingerprints: [fingerprint], role } as const;
}

interface End {
  readonly handshake: SessionHandshake;
  readonly sent: { readonly bytes: Uint8Array; readonly to: SocketPlace }[];
  readonly events: HandshakeEvent[];
}

function end(clock = new FakeClock()): End {
  const [sent, events]: [End['sent'], HandshakeEvent[]] = [[], []];
  const handshake = new SessionHandshake({
    clock,
    send: (bytes, to) => sent.push({ bytes, to }),
    ended: (event) => events.push(event),
  });
  return { handshake, sent, events };
}

/** Carries datagrams between both until none is under way. */
function connect(one: End, another: End): void {
  while (one.sent.length + another.sent.length > 0) {
    for (const { bytes } of one.sent.splice(0)) another.handshake.receive(bytes, here);
    for (const { bytes } of another.sent.splice(0)) one.handshake.receive(bytes, there);
  }
}

describe('the handshake of a session', () => {
  it('ends with keys that fit, though the other side began before its answer was here', () => {
    const [active, passive] = [end(), end()];
    active.handshake.follow(agreed('active'), there);
    assert.deepEqual(active.sent[0]?.to, there);
    assert.deepEqual(active.handshake.keys, { send: 'awaited', receive: 'awaited' });
    for (const { bytes } of active.sent.splice(0)) passive.handshake.receive(bytes, here);
    passive.handshake.follow(agreed('passive'), here);
    connect(active, passive);
    assert.equal(active.events[0]?.type, 'secured');
    assert.deepEqual(active.handshake.keys.send, passive.handshake.keys.receive);
    assert.deepEqual(active.handshake.keys.receive, passive.handshake.keys.send);
  });

  it('goes on through a re-INVITE with the same certificate, and begins anew with another', () => {
    const [active, passive] = [end(), end()];
    active.handshake.follow(agreed('active'), there);
    passive.handshake.follow(agreed('passive'), here);
    connect(active, passive);
    const { keys } = active.handshake;
    active.handshake.follow(agreed('passive'), { ...there, port: 6000 });
    assert.equal(active.handshake.keys, keys);
    assert.equal(active.sent.length, 0);
    active.handshake.follow(agreed('active', other), there);
    assert.deepEqual(active.handshake.keys, { send: 'awaited', receive: 'awaited' });
    assert.equal(active.sent.length, 1);
  });

  it('takes new keys when the other side shakes hands once more, and keeps the old ones until then', () => {
    const [active, passive] = [end(), end()];
    active.handshake.follow(agreed('active'), there);
    passive.handshake.follow(agreed('passive'), here);
    connect(active, passive);
    const { keys } = passive.handshake;
    const again = end();
    again.handshake.follow(agreed('active'), there);
    const hello = again.sent[0]?.bytes ?? new Uint8Array(0);
    passive.handshake.receive(hello, { address: '203.0.113.9', port: 4000 });
    assert.equal(passive.sent.length, 0, 'a stranger');
    passive.handshake.receive(hello, here);
    assert.equal(passive.handshake.keys, keys);
    again.sent.length = 0;
    connect(again, passive);
    assert.equal(passive.events.length, 2);
    assert.deepEqual(passive.handshake.keys.send, again.handshake.keys.receive);
    assert.notDeepEqual(passive.handshake.keys, keys);
  });

  it('does not listen to an address that was not negotiated', () => {
    const [active, passive] = [end(), end()];
    active.handshake.follow(agreed('active'), there);
    passive.handshake.follow(agreed('passive'), here);
    for (const { bytes } of active.sent.splice(0)) passive.handshake.receive(bytes, { address: '203.0.113.9', port: 4000 });
    assert.equal(passive.sent.length, 0);
  });

  it('fails when nobody answers, and when the certificate is another', () => {
    const clock = new FakeClock();
    const alone = end(clock);
    alone.handshake.follow(agreed('passive'), there);
    clock.advance(30_000);
    assert.deepEqual(alone.events, [{ type: 'failed', reason: 'nobody answers' }]);
    const [active, passive] = [end(), end()];
    active.handshake.follow(agreed('active', other), there);
    passive.handshake.follow(agreed('passive'), here);
    connect(active, passive);
    assert.deepEqual(active.events, [{ type: 'failed', reason: 'the certificate is not the one that the signalling named' }]);
  });
});
