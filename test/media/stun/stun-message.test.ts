// STUN messages against the vectors of RFC 5769, and bytes that are none.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { stunDigests } from '#firmware/system/media-means';
import { readXorAddress, xorAddressAttribute } from '#media/stun/stun-address';
import {
  findNumber,
  findStunAttribute,
  numberAttribute,
  parseStun,
  serializeStun,
  stunAttribute,
} from '#media/stun/stun-message';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replace(/\s/g, ''), 'hex');
const password = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');

const request = bytes(`
  00010058 2112a442 b7e7a701bc34d686fa87dfae
  80220010 5354554e207465737420636c69656e74
  00240004 6e0001ff
  80290008 932ff9b151263b36
  00060009 6576746a3a68367659202020
  00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
  80280004 e57a3bcf`);
const response = bytes(`
  0101003c 2112a442 b7e7a701bc34d686fa87dfae
  8022000b 7465737420766563746f7220
  00200008 0001a147e112a643
  00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
  80280004 c07d4c96`);

describe('STUN messages', () => {
  it('reads the sample request of RFC 5769 §2.1', () => {
    const message = parseStun(request);
    assert.ok(message?.hasFingerprint === true && message.class === 'request' && message.method === 1);
    assert.equal(Buffer.from(findStunAttribute(message, stunAttribute.username) ?? []).toString(), 'evtj:h6vY');
    assert.equal(findNumber(message, stunAttribute.priority), 0x6e00_01ff);
    assert.ok(message.isMadeWith(password, stunDigests));
    assert.ok(!message.isMadeWith(Buffer.from('another'), stunDigests));
  });

  it('reads the sample response of RFC 5769 §2.2', () => {
    const message = parseStun(response);
    assert.ok(message?.class === 'success' && message.isMadeWith(password, stunDigests));
    const value = findStunAttribute(message, stunAttribute.xorMappedAddress);
    assert.deepEqual(readXorAddress(value, message.transaction), { address: '192.0.2.1', port: 32_853 });
  });

  it('refuses what has been changed, cut or lengthened', () => {
    for (let at = 0; at < request.length; at++) {
      const changed = request.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      assert.ok(parseStun(changed)?.isMadeWith(password, stunDigests) !== true, `byte ${at}`);
      assert.equal(parseStun(request.subarray(0, at)), undefined);
    }
    assert.equal(parseStun(Buffer.concat([request, Buffer.alloc(4)])), undefined);
  });

  it('does not count what follows the integrity', () => {
    const made = serializeStun(
      { class: 'request', method: 1, transaction: randomBytes(12), attributes: [numberAttribute(stunAttribute.priority, 5)] },
      { key: password, digests: stunDigests },
    );
    const late = Buffer.concat([made.subarray(0, -8), bytes('00250000')]);
    late.writeUInt16BE(late.length - 20, 2);
    const message = parseStun(late);
    assert.ok(message?.isMadeWith(password, stunDigests) === true);
    assert.equal(findStunAttribute(message, stunAttribute.useCandidate), undefined);
    assert.equal(findNumber(message, stunAttribute.priority), 5);
  });

  it('reads what it has written, of all classes and methods', () => {
    for (const kind of ['request', 'indication', 'success', 'error'] as const) {
      for (const method of [1, 3, 9, 0x7f]) {
        const transaction = randomBytes(12);
        const parsed = parseStun(serializeStun({ class: kind, method, transaction, attributes: [] }));
        assert.deepEqual([parsed?.class, parsed?.method], [kind, method]);
      }
    }
  });

  it('hides addresses of both families and finds them again', () => {
    const transaction = randomBytes(12);
    for (const address of ['0.0.0.0', '203.0.113.255', '::1', '2001:db8::1:0:0:1', 'fe80::1']) {
      const attribute = xorAddressAttribute(0x20, { address, port: 65_535 }, transaction);
      assert.deepEqual(readXorAddress(attribute?.value, transaction), { address, port: 65_535 });
    }
    for (const address of ['example.org', '1.2.3', '1.2.3.256', ':::', '']) {
      assert.equal(xorAddressAttribute(0x20, { address, port: 1 }, transaction), undefined);
    }
  });
});
