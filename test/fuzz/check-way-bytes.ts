// What must hold for any bytes at all that come to a media socket, or stand in `a=candidate`. Throws when it does not.

import assert from 'node:assert/strict';
import { stunDigests } from '#firmware/system/media-means';
import type { IceCredentials } from '#media/ice/candidate';
import { Traversal } from '#media/ice/traversal';
import { addressBytes } from '#media/stun/stun-address';
import { parseStun } from '#media/stun/stun-message';
import { parseCandidate } from '#sip/sdp/candidate-attribute';
import { FakeClock } from '../support/fake-clock.ts';

export const credentials: IceCredentials = { fragment: 'frag', password: 'a password that is long enough' };

/** Reads never throw; an agent stays bounded and sends to nobody but whom it was told of, or who knows its password. */
export function checkWayBytes(bytes: Uint8Array): 'accepted' | 'refused' {
  const message = parseStun(bytes);
  message?.isMadeWith(Buffer.from(credentials.password), stunDigests);
  const candidate = parseCandidate(Buffer.from(bytes).toString('latin1'));
  if (candidate !== undefined) {
    assert.ok(addressBytes(candidate.address) !== undefined, candidate.address);
    assert.ok(candidate.port > 0 && candidate.port <= 65_535 && candidate.priority < 2 ** 31);
  }
  const clock = new FakeClock();
  let sent = 0;
  const traversal = new Traversal({
    clock,
    random: { bytes: (count) => new Uint8Array(count) },
    digests: stunDigests,
    send: () => void sent++,
    listener: () => {},
  });
  traversal.start({
    controlling: false,
    local: credentials,
    remote: { ...credentials, lite: false, candidates: [] },
    rtcpMultiplexed: true,
  });
  const rest = traversal.receive('rtp', bytes, { address: '192.0.2.1', port: 4000 });
  clock.advance(200);
  traversal.close();
  assert.ok(sent <= 3, `${sent} datagrams for one`);
  assert.equal(clock.pendingTimers, 0);
  return message !== undefined || candidate !== undefined || rest !== undefined ? 'accepted' : 'refused';
}
