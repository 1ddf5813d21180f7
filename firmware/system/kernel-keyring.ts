// The key of the secrets in the kernel's keyring, where a board's start-up put it (keyrings(7)): no file holds it, no other user reads it, and it
// is never swapped out. Through keyctl of keyutils.

import { parseKeys } from '#config/key-file';
import type { KeyRing } from '#config/sealing';
import { foundProgram, output } from './key-tool.ts';
import type { Log } from './log.ts';

/** A `user` key whose payload is what a key file says. */
const keyName = 'hookswitch-key';

/** Undefined: none was put there, or the kernel does not give it. Never rejects. */
export async function keysOfKeyring(log: Log): Promise<KeyRing | undefined> {
  const keyctl = foundProgram('keyctl');
  if (keyctl === undefined) return undefined;
  // Of our own process, session and user alone: a name in /proc/keys may be anybody's.
  const found = await output(keyctl, ['request', 'user', keyName]).catch(() => undefined);
  const serial = /^\d+$/.exec(found?.toString('latin1').trim() ?? '')?.[0];
  if (serial === undefined) return undefined;
  try {
    const ring = parseKeys((await output(keyctl, ['pipe', serial])).toString('latin1'));
    if (ring === undefined) log.error('config', `What the kernel's keyring has as ${keyName} is no key`);
    return ring;
  } catch (error) {
    log.error('config', `The kernel's keyring does not give ${keyName}`, { reason: String(error) });
    return undefined;
  }
}
