// name-addr and addr-spec with header parameters: From, To, Contact, Route, Record-Route (RFC 3261 §20.10, §25.1).

import type { Uri } from './uri.ts';

export interface NameAddr {
  /** Unescaped, without quotes. */
  readonly displayName: string | undefined;
  readonly uri: Uri;
  /** Header parameters such as `tag`, `expires`, `q`; names in lower case. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
}
