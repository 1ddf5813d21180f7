// Whether a directory lies on a disk that the kernel encrypts (dm-crypt, also below LVM): what sysfs says of the device that holds it.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A mapping over a mapping over a disk is deep already. */
const deepest = 8;

/** False where it cannot be told: a file system without a device of its own, as overlays and network ones have. */
export function isOnEncryptedDisk(directory: string, sysfs = '/sys'): boolean {
  try {
    const { dev } = statSync(nearest(directory), { bigint: true });
    return isEncrypted(join(sysfs, 'dev/block', `${major(dev)}:${minor(dev)}`), 0);
  } catch {
    return false;
  }
}

/** A first start has yet to make it. */
function nearest(directory: string): string {
  return existsSync(directory) || dirname(directory) === directory ? directory : nearest(dirname(directory));
}

function isEncrypted(device: string, depth: number): boolean {
  if (text(join(device, 'dm/uuid')).startsWith('CRYPT-')) return true;
  const slaves = depth < deepest ? entries(join(device, 'slaves')) : [];
  return slaves.length > 0 && slaves.every((each) => isEncrypted(join(device, 'slaves', each), depth + 1));
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function entries(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

// As glibc's gnu_dev_major and gnu_dev_minor have them.
function major(device: bigint): bigint {
  return ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
}

function minor(device: bigint): bigint {
  return (device & 0xffn) | ((device >> 12n) & ~0xffn);
}
