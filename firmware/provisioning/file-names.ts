// Addresses with the phone's own names in them: `<MAC>` and the model as AudioCodes writes them, `{mac}`, and the macros of SPA phones.

export interface PhoneNames {
  /** Lower case, without separators. */
  readonly macAddress: string;
  readonly model: string;
  readonly version: string;
  readonly address: string | undefined;
}

/** Those that have a meaning before a profile is read; the others stay as they are, as a SPA phone leaves what it does not know. */
function macros(names: PhoneNames): Readonly<Record<string, string>> {
  const { macAddress, model, version, address = '' } = names;
  return {
    MA: macAddress,
    MAU: macAddress.toUpperCase(),
    MAC: macAddress.match(/../g)?.join(':') ?? '',
    PN: model,
    PSN: model,
    SN: macAddress.toUpperCase(),
    IP: address,
    SWVER: version,
    HWVER: model,
  };
}

const macro = /\$(?:\$|\(([A-Z]+)(?::(\d{1,3}))?(?::(\d{1,3}))?\)|([A-Z]+))/g;

/** Once, not again in what came of it. */
export function withNames(text: string, names: PhoneNames): string {
  const known = macros(names);
  const spa = text.replace(macro, (whole, bracketed?: string, from?: string, length?: string, plain?: string) => {
    if (whole === '$$') return '$';
    if (bracketed !== undefined) {
      const value = known[bracketed];
      const start = Number(from ?? 0);
      return value === undefined ? whole : value.slice(start, length === undefined ? undefined : start + Number(length));
    }
    return known[plain ?? ''] ?? whole;
  });
  return spa.replace(/<([A-Za-z0-9_. -]{1,40})>|\{(mac|model)\}/g, (whole, angled?: string, curly?: string) => {
    const name = (angled ?? curly ?? '').toLowerCase();
    if (name === 'mac') return names.macAddress;
    return name === 'model' || name === names.model.toLowerCase() ? names.model : whole;
  });
}
