// PEM in the addresses that parameters hold: files of the phone, or the text itself (RFC 2397).

import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A chain has some kilobytes. */
export const largestPemBytes = 262_144;

export function dataAddress(pem: string): string {
  return `data:application/x-pem-file;base64,${Buffer.from(pem, 'latin1').toString('base64')}`;
}

/** Empty for an empty address. Throws for what cannot be read. */
export function pemAt(address: string): string {
  if (address === '') return '';
  if (address.startsWith('data:')) return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64').toString('latin1');
  const path = address.startsWith('file:') ? fileURLToPath(address) : address;
  const { size } = statSync(path);
  if (size > largestPemBytes) throw new RangeError(`it has ${size} bytes`);
  return readFileSync(path, 'latin1');
}

/** Of PEM with one block. */
export function derOfPem(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}
