// What a key of an SPA does: `fnc=blf+sd+cp;sub=2001@$PROXY;nme=Anna`. Unknown fields are kept out of the way; a key without types is none.

export interface ExtendedFunction {
  readonly types: readonly string[];
  /** `sub`, `ext`, `nme`, `usr`, `vid`, `orbit`, `url` ... */
  readonly fields: ReadonlyMap<string, string>;
}

const longest = 511;

export function parseExtendedFunction(text: string): ExtendedFunction | undefined {
  if (text.length > longest) return undefined;
  const fields = new Map<string, string>();
  for (const field of text.split(';')) {
    const equals = field.indexOf('=');
    if (equals > 0) fields.set(field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1).trim());
  }
  const types = (fields.get('fnc') ?? '').split('+').map((type) => type.trim().toLowerCase());
  if (!types.some((type) => type !== '')) return undefined;
  fields.delete('fnc');
  return { types, fields };
}

/** The number of a key's party: what stands before the proxy of the line itself. */
export function partyOf({ fields }: ExtendedFunction): string {
  return (fields.get('ext') ?? fields.get('sub') ?? fields.get('usr') ?? '').replace(/@\$PROXY$/i, '');
}
