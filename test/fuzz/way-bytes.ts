// Throws spoiled STUN messages, TURN frames and candidates at their readers: node test/fuzz/way-bytes.ts [--seed N] [--count N]. The first
// failure is written beside the crashers as a file to keep, and the process ends with 1.

import { stunDigests } from '#firmware/system/media-means';
import { makeCheck } from '#media/ice/check-message';
import { xorAddressAttribute } from '#media/stun/stun-address';
import { numberAttribute, serializeStun, stunAttribute, stunMethod } from '#media/stun/stun-message';
import { checkWayBytes, credentials } from './check-way-bytes.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const transaction = Uint8Array.from({ length: 12 }, (_, index) => index);
const peer = { address: '192.0.2.1', port: 4000 };
const address = (type: number): ReturnType<typeof numberAttribute> =>
  xorAddressAttribute(type, peer, transaction) ?? numberAttribute(type, 0);
const tieBreaker = transaction.subarray(0, 8);
const check = { local: credentials, remote: credentials, controlling: true, tieBreaker, priority: 1, nominates: true };
const seeds = [
  makeCheck(check, transaction, stunDigests),
  serializeStun(
    { class: 'success', method: stunMethod.binding, transaction, attributes: [address(stunAttribute.xorMappedAddress)] },
    { key: Buffer.from(credentials.password), digests: stunDigests },
  ),
  serializeStun({
    class: 'success',
    method: stunMethod.allocate,
    transaction,
    attributes: [address(stunAttribute.xorRelayedAddress), numberAttribute(stunAttribute.lifetime, 600)],
  }),
  serializeStun({
    class: 'indication',
    method: stunMethod.data,
    transaction,
    attributes: [address(stunAttribute.xorPeerAddress), { type: stunAttribute.data, value: transaction }],
  }),
  Buffer.from([0x40, 0, 0, 4, 1, 2, 3, 4]),
  Buffer.from('1 1 UDP 2130706431 2001:db8::1 7000 typ srflx raddr 10.0.0.1 rport 7000 generation 0'),
];
fuzzReader({
  crashers: 'way-crashers',
  count: 100_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkWayBytes,
});
