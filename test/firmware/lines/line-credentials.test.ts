// What a line proves itself with, from parameters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#config/secrets';
import { settingsWith } from './given-parameters.ts';

const digits = '00112233445566778899aabbccddeeff';

test('is a password, under the user or the name that is given', () => {
  const password = { 'voip/line/0/auth_password': new Secret('right') };
  assert.deepEqual(settingsWith(password).credentials(), { user: '2001', password: 'right' });
  assert.equal(settingsWith({ ...password, 'voip/line/0/auth_name': 'ann' }).credentials().user, 'ann');
});

test('is also a key, when both parts of it are there', () => {
  const key = { 'voip/line/0/aka/key': new Secret(digits) };
  assert.equal(settingsWith(key).credentials().aka, undefined);
  const both = { ...key, 'voip/line/0/aka/opc': new Secret(digits.toUpperCase()) };
  const bytes = Buffer.from(digits, 'hex');
  assert.deepEqual(settingsWith(both).credentials().aka, { key: bytes, opc: bytes });
});
