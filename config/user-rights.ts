// What the user may do with single settings where that is not the usual: `voip/line/0/id=ro personal_settings/language=na`.

import type { Owner } from './declaration.ts';

/** Not even seen, only seen, changed: as SPA profiles call it. */
export type UserAccess = 'na' | 'ro' | 'rw';

export function readUserAccess(text: string | undefined): UserAccess | undefined {
  return text === 'na' || text === 'ro' || text === 'rw' ? text : undefined;
}

/** By path. What makes no sense is left out. */
export function readUserRights(text: string): ReadonlyMap<string, UserAccess> {
  return new Map(
    text.split(' ').flatMap((part): (readonly [string, UserAccess])[] => {
      const [path = '', word] = part.split('=');
      const access = readUserAccess(word);
      return access === undefined ? [] : [[path, access]];
    }),
  );
}

/** Who may give himself more than he has, or take the phone: nobody is let in here by a file of another vendor. */
const neverTheUsers: ReadonlySet<string> = new Set(['system/password', 'system/user_rights']);

export function userAccess(rights: ReadonlyMap<string, UserAccess>, path: string, owner: Owner): UserAccess {
  if (neverTheUsers.has(path)) return 'na';
  return rights.get(path) ?? (owner === 'user' ? 'rw' : 'na');
}
