// Passwords at rest: scrypt (RFC 7914) in the PHC string format. 8 MB for each check, ten rounds of it: OWASP's choice for little memory.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { equalSecrets } from './equal-secrets.ts';

interface Cost {
  readonly logN: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

const usualCost: Cost = { logN: 13, blockSize: 8, parallelization: 10 };
const saltBytes = 16;
const hashBytes = 32;
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{32,128})$/;
/** What a stored string may demand: a hash that was brought by a file must not take the phone's memory. */
const largestMemoryBytes = 33_554_432;

export function isPasswordHash(text: string): boolean {
  return costOf(text) !== undefined;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, usualCost, hashBytes);
  const { logN, blockSize, parallelization } = usualCost;
  return `$scrypt$ln=${logN},r=${blockSize},p=${parallelization}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** `stored`: a hash, or the password itself as a configuration file brought it. An empty one is nobody's. */
export async function checkPassword(password: string, stored: string): Promise<boolean> {
  if (stored === '' || password === '') return false;
  const cost = costOf(stored);
  if (cost === undefined) return equalSecrets(password, stored);
  const [, , , , salt = '', hash = ''] = form.exec(stored) ?? [];
  const expected = Buffer.from(hash, 'base64');
  const found = await derive(password, Buffer.from(salt, 'base64'), cost, expected.length);
  return timingSafeEqual(found, expected);
}

function costOf(stored: string): Cost | undefined {
  const [whole, logN, blockSize, parallelization] = form.exec(stored) ?? [];
  if (whole === undefined) return undefined;
  const cost = { logN: Number(logN), blockSize: Number(blockSize), parallelization: Number(parallelization) };
  const memory = 128 * cost.blockSize * 2 ** cost.logN;
  const usable = cost.logN > 0 && cost.blockSize > 0 && cost.parallelization > 0 && memory <= largestMemoryBytes;
  return usable ? cost : undefined;
}

function derive(password: string, salt: Uint8Array, cost: Cost, bytes: number): Promise<Buffer> {
  const { logN, blockSize, parallelization } = cost;
  const options = { N: 2 ** logN, r: blockSize, p: parallelization, maxmem: largestMemoryBytes * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
