import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decryptAes128gcm } from '#config/formats/encryption/aes128gcm';
import { decryptFile, encryptFile } from '#config/formats/encryption/file';
import { type Derivation, encryptSalted } from '#config/formats/encryption/openssl-salted';
import { openValue, sealValue } from '#config/formats/encryption/value';
import type { FileKeys } from '#config/formats/format';
import { readConfigurationFile } from '#config/formats/read-file';

const file = Buffer.from('voip/line/0/id=2001\nvoip/line/0/description=Reception\n');

function openssl(args: readonly string[], input: Uint8Array): Buffer {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] });
}

function read(bytes: Uint8Array, keys: FileKeys = {}): string {
  const result = readConfigurationFile(bytes, { keys });
  return result.ok ? `${result.changes.length} changes` : result.problem;
}

describe('an encrypted file of our own', () => {
  const key = randomBytes(32);

  it('is opened by its key or its pass phrase, and by no other', () => {
    assert.equal(read(encryptFile(file, key), { own: [randomBytes(32), key] }), '2 changes');
    assert.equal(read(encryptFile(file, 'correct horse'), { phrases: ['other', 'correct horse'] }), '2 changes');
    assert.equal(read(encryptFile(file, key), { own: [randomBytes(32)], phrases: ['correct horse'] }), 'wrongKey');
    assert.equal(read(encryptFile(file, key)), 'wrongKey');
    assert.equal(read(encryptFile(gzipSync(file), key), { own: [key] }), '2 changes');
  });

  it('is refused when any of its bits is another, or half of it is missing', () => {
    const sealed = encryptFile(file, key);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const spoiled = Uint8Array.from(sealed);
      spoiled[bit >> 3] = (spoiled[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(decryptFile(spoiled, key), undefined, `bit ${bit}`);
    }
    for (let length = 0; length < sealed.length; length++) assert.equal(decryptFile(sealed.subarray(0, length), key), undefined);
  });
});

describe('a profile encrypted by openssl', () => {
  const ways: readonly (readonly [Derivation, readonly string[]])[] = [
    ['md5', ['-md', 'md5']],
    ['sha256', ['-md', 'sha256']],
    ['pbkdf2', ['-pbkdf2']],
  ];
  for (const [derivation, options] of ways) {
    it(`is opened when its key comes from ${derivation}`, () => {
      const made = openssl(['enc', '-aes-256-cbc', '-k', 'SecretPhrase1234', ...options], gzipSync(file));
      assert.equal(read(made, { phrases: ['wrong', 'SecretPhrase1234'] }), '2 changes');
      assert.equal(read(made, { phrases: ['wrong'] }), 'wrongKey');
    });

    it(`is opened by openssl when our tool made it with ${derivation}`, () => {
      const made = encryptSalted(file, 'SecretPhrase1234', derivation);
      assert.deepEqual(openssl(['enc', '-d', '-aes-256-cbc', '-k', 'SecretPhrase1234', ...options], made), file);
    });
  }
});

describe('the content coding aes128gcm', () => {
  const material = Buffer.from('BO3ZVPxUlnLORbVGMpbT1Q', 'base64url');
  // RFC 8188 §3.2: two records, padded.
  const coded = Buffer.from(
    'uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA',
    'base64url',
  );

  it('is opened as the standard shows', () => {
    assert.equal(Buffer.from(decryptAes128gcm(coded, material) ?? []).toString(), 'I am the walrus');
  });

  it('is refused with another key, a changed bit, or a record missing', () => {
    assert.equal(decryptAes128gcm(coded, randomBytes(16)), undefined);
    for (let length = 0; length < coded.length; length++)
      assert.equal(decryptAes128gcm(coded.subarray(0, length), material), undefined);
    for (let at = 16; at < coded.length; at++) {
      const spoiled = Buffer.from(coded);
      spoiled[at] = (spoiled[at] ?? 0) ^ 1;
      // The two letters of the key's name are nobody's business.
      if (at !== 21 && at !== 22) assert.equal(decryptAes128gcm(spoiled, material), undefined, `byte ${at}`);
    }
  });

  it('comes off a file whose key is known', () => {
    assert.equal(read(coded, { phrases: ['BO3ZVPxUlnLORbVGMpbT1Q'] }), 'notRecognised');
    const result = readConfigurationFile(coded, { keys: { phrases: ['BO3ZVPxUlnLORbVGMpbT1Q'] } });
    assert.match(result.ok ? '' : result.text, /of no format that this phone reads/);
  });
});

describe('what the AudioCodes tool encrypted', () => {
  const key = randomBytes(24);
  const hex = key.toString('hex');
  const zeros = '0'.repeat(16);

  it('is opened by its Triple DES key, chained or not', () => {
    const chained = openssl(['enc', '-des-ede3-cbc', '-K', hex, '-iv', zeros], file);
    const single = openssl(['enc', '-des-ede3', '-K', hex], file);
    for (const made of [chained, single]) {
      assert.equal(read(made, { tripleDes: [randomBytes(24), key] }), '2 changes');
      assert.equal(read(made), 'notRecognised');
    }
  });

  it('is opened as a single value', () => {
    const value = openssl(['enc', '-des-ede3-cbc', '-K', hex, '-iv', zeros], Buffer.from('1234')).toString('base64');
    assert.equal(value.length, '0qrNRpSJ6aE='.length);
    assert.equal(openValue(value, { tripleDes: [key] }), '1234');
    assert.equal(openValue('0qrNRpSJ6aE=', {}), undefined);
  });
});

describe('an encrypted value of our own', () => {
  it('is opened by its key, and never says the same twice', () => {
    const key = randomBytes(32);
    const sealed = sealValue('pässword', key);
    assert.notEqual(sealed, sealValue('pässword', key));
    assert.equal(openValue(sealed, { own: [randomBytes(32), key] }), 'pässword');
    assert.equal(openValue(sealed, { own: [randomBytes(32)] }), undefined);
    assert.equal(openValue(`${sealed.slice(0, -2)}AA`, { own: [key] }), undefined);
    for (const odd of ['', 'hs1.', 'hs1.?', 'AAAA', '"', '='.repeat(8)])
      assert.equal(openValue(odd, { own: [key], tripleDes: [key] }), undefined);
  });
});

describe('a compressed file', () => {
  it('is unpacked, but no bomb, no half one and no onion', () => {
    assert.equal(read(gzipSync(file)), '2 changes');
    assert.equal(read(gzipSync(Buffer.alloc(50_000_000, '# '))), 'tooLarge');
    assert.equal(read(gzipSync(file).subarray(0, 40)), 'damaged');
    let onion: Buffer = gzipSync(file);
    for (let skin = 0; skin < 10; skin++) onion = gzipSync(onion);
    assert.equal(read(onion), 'damaged');
  });
});
