// The ruler is checked by the standards' own numbers before anything is measured with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derive, SrtpByHand, seal } from './srtp-by-hand.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('keys are derived as in RFC 3711 appendix B.3', () => {
  const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
  assert.deepEqual(derive(master, 16, 0, 16), hex('C61E7A93744F39EE10734AFE3FF7A087'));
  assert.deepEqual(derive(master, 16, 2, 14), hex('30CBBC08863D8C85D49DB34A9AE1'));
  assert.deepEqual(derive(master, 16, 1, 20), hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
});

test('long keys are derived as in RFC 6188 §7.2', () => {
  const master = hex('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2');
  assert.deepEqual(derive(master, 32, 0, 32), hex('5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4'));
  assert.deepEqual(derive(master, 32, 2, 14), hex('fa31791685ca444a9e07c6c64e93'));
  assert.deepEqual(derive(master, 32, 1, 20), hex('fd9c32d39ed5fbb5a9dc96b30818454d1313dc05'));
});

test('a packet is sealed as in RFC 7714 §16.1.1', () => {
  const header = hex('8040f17b8041f8d35501a0b2');
  const plain = hex('47616c6c696120657374206f6d6e697320646976697361 20696e207061727465732074726573');
  const keys = { cipher: hex('000102030405060708090a0b0c0d0e0f'), salt: hex('517569642070726f2071756f') };
  const nonce = Buffer.concat([Buffer.alloc(2), header.subarray(8), Buffer.alloc(4), header.subarray(2, 4)]);
  const expected =
    'f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833 899d7f27beb16a9152cf765ee4390cce';
  assert.deepEqual(seal('AEAD_AES_128_GCM', keys, nonce, header, plain), hex(expected));
});

test('what is protected opens again, and not with a bit changed', () => {
  const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
  const byHand = new SrtpByHand({ suite: 'AES_CM_128_HMAC_SHA1_80', master, encryptsRtcp: true });
  const packet = hex('800f1234decafbadcafebabe abababababababababababababababab');
  const sealed = byHand.protect(packet);
  // The reference packet of libsrtp.
  assert.deepEqual(sealed, hex('800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb'));
  assert.deepEqual(byHand.unprotect(sealed), packet);
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  assert.throws(() => byHand.unprotect(sealed), /not authentic/);
});
