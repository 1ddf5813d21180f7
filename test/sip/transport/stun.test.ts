// STUN bytes: what RFC 5769 shows, what is broken, and what nobody asked for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { looksLikeStun, parseStunAnswer, serializeBindingRequest } from '#sip/transport/stun-message';

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
/** RFC 5769 §2.2, whose MESSAGE-INTEGRITY and FINGERPRINT we do not look at. */
const v4 = hex(`
  0101003c 2112a442 b7e7a701bc34d686fa87dfae
  8022000b 7465737420766563746f7220
  00200008 0001a147e112a643
  00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
  80280004 c07d4c96`);
/** §2.3. */
const v6 = hex(`
  01010048 2112a442 b7e7a701bc34d686fa87dfae
  8022000b 7465737420766563746f7220
  00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
  80280004 c8fb0b4c`);
const transaction = 'b7e7a701bc34d686fa87dfae';

test("the answers of RFC 5769 are read as it says, and older servers' too", () => {
  assert.deepEqual(parseStunAnswer(v4), { type: 'bound', transaction, mapped: { family: 4, address: '192.0.2.1', port: 32853 } });
  assert.deepEqual(parseStunAnswer(v6), {
    type: 'bound',
    transaction,
    mapped: { family: 6, address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32853 },
  });
  const plain = hex(`0101000c 2112a442 ${transaction} 00010008 000113c4 c0000207`);
  assert.deepEqual(parseStunAnswer(plain), {
    type: 'bound',
    transaction,
    mapped: { family: 4, address: '192.0.2.7', port: 5060 },
  });
  const refused = hex(`01110010 2112a442 ${transaction} 00090009 00000401 556e617574000000`);
  assert.deepEqual(parseStunAnswer(refused), { type: 'refused', transaction, status: 401 });
});

test('a request is one, and no answer', () => {
  const request = serializeBindingRequest(hex(transaction));
  assert.deepEqual(request, new Uint8Array(hex(`00010000 2112a442 ${transaction}`)));
  assert.equal(looksLikeStun(request), true);
  assert.equal(parseStunAnswer(request), undefined);
  assert.equal(looksLikeStun(Buffer.from('OPTIONS sip:a@b SIP/2.0\r\n\r\n')), false);
});

test('what is cut, too long or says wrong lengths is no answer, and nothing throws', () => {
  for (const whole of [v4, v6]) {
    for (let length = 0; length < whole.length; length++) assert.equal(parseStunAnswer(whole.subarray(0, length)), undefined);
    assert.equal(parseStunAnswer(Buffer.concat([whole, new Uint8Array(4)])), undefined);
  }
  fc.assert(
    fc.property(fc.constantFrom(v4, v6), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), (whole, changes) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      const answer = parseStunAnswer(bytes);
      if (answer?.type === 'bound') assert.ok(answer.mapped.port >= 0 && answer.mapped.port <= 65535);
    }),
    { numRuns: 2000, seed: 5 },
  );
});
