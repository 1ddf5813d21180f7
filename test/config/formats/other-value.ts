// A value that nobody has by default, for tests that take parameters through files.

import type { Parameter, StoredValue } from '#config/schema';
import { readValue } from '#config/value';

/** One that is allowed and not the default: of a text the first of `texts` that will do. The default where there is none. */
export function otherValue({ declaration, default: standard }: Parameter, texts: readonly string[]): StoredValue {
  const choices =
    declaration.type === 'boolean'
      ? [true, false]
      : (declaration.enum ?? (declaration.type === 'string' ? texts : [7, 70, 300, 400, 1300]));
  return choices.find((value) => value !== standard && readValue(declaration, value).ok) ?? standard;
}
