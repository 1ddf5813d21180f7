// Files (`.cfx`) and values of the AudioCodes tool: Triple DES (manual §3.5.1). The manual names neither mode nor padding, so what a
// key opens to text counts. Nothing proves that it was not changed: read for those who come from there, never written.

import { createDecipheriv } from 'node:crypto';

const blockBytes = 8;
const modes = [
  { name: 'des-ede3-cbc', iv: Buffer.alloc(blockBytes) },
  { name: 'des-ede3', iv: null },
] as const;

/** Undefined when no key opens it to text. */
export function openTripleDes(bytes: Uint8Array, keys: readonly Uint8Array[]): Uint8Array | undefined {
  if (bytes.length === 0 || bytes.length % blockBytes !== 0) return undefined;
  for (const key of keys) {
    for (const { name, iv } of modes) {
      const decipher = createDecipheriv(name, key, iv).setAutoPadding(false);
      const content = withoutPadding(Buffer.concat([decipher.update(bytes), decipher.final()]));
      if (content !== undefined && isText(content)) return content;
    }
  }
  return undefined;
}

/** As PKCS #7 fills the last block, or with nothing but zeros. */
function withoutPadding(content: Buffer): Buffer | undefined {
  const last = content[content.length - 1] ?? 0;
  if (last >= 1 && last <= blockBytes && content.subarray(-last).every((byte) => byte === last))
    return content.subarray(0, -last);
  let end = content.length;
  while (end > content.length - blockBytes && content[end - 1] === 0) end--;
  return end === 0 ? undefined : content.subarray(0, end);
}

function isText(content: Buffer): boolean {
  if (content.some((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
