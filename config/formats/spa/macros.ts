// Names for values in rules of the SPA: `$MA`, `$(MAU:4)`, `$(A:2:3)`. Expanded once; what is unknown stays as it is. SPA provisioning
// guide p. 38.

/** Undefined for names that there are not. */
export type MacroValues = (name: string) => string | undefined;

const longestName = 20;

/** `$$` is a dollar sign. Linear in the text. */
export function expandMacros(text: string, values: MacroValues): string {
  let expanded = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    expanded += text.slice(at, dollar);
    const { value, length } = macroAt(text, dollar, values);
    expanded += value;
    at = dollar + length;
  }
  return expanded + text.slice(at);
}

interface Expansion {
  readonly value: string;
  /** Of what it stands for. */
  readonly length: number;
}

function macroAt(text: string, at: number, values: MacroValues): Expansion {
  if (text[at + 1] === '$') return { value: '$', length: 2 };
  const bracketed = /\$\(([A-Z][A-Z0-9]{0,19})(?::(\d{1,4}))?(?::(\d{1,4}))?\)/y;
  bracketed.lastIndex = at;
  const found = bracketed.exec(text);
  if (found !== null) {
    const [whole, name = '', from, count] = found;
    const value = values(name);
    return { value: value === undefined ? whole : part(value, from, count), length: whole.length };
  }
  return plainMacro(text, at, values);
}

function part(value: string, from: string | undefined, count: string | undefined): string {
  const start = Number(from ?? 0);
  return value.slice(start, count === undefined ? undefined : start + Number(count));
}

/** The longest name that there is: `$MAU` is not `$MA` and a U, and `$STRANGE` stays, though there is `$ST…` nowhere. */
function plainMacro(text: string, at: number, values: MacroValues): Expansion {
  const pattern = /[A-Z][A-Z0-9]*/y;
  pattern.lastIndex = at + 1;
  const word = (pattern.exec(text)?.[0] ?? '').slice(0, longestName);
  const value = word === '' ? undefined : values(word);
  return value === undefined ? { value: `$${word}`, length: 1 + word.length } : { value, length: 1 + word.length };
}

export interface PhoneFacts {
  /** Twelve hexadecimal digits. */
  readonly mac: string;
  readonly product: string;
  readonly series: string;
  readonly serial: string;
  readonly softwareVersion: string;
  readonly hardwareVersion: string;
  readonly hasClientCertificate: boolean;
  readonly address: string;
  readonly externalAddress: string;
  /** `$A` to `$P`. */
  readonly general: readonly string[];
  /** `PRVST`, `PRVTMR`, `UPGST`, `UPGERR`, `UPGTMR`, `REGTMR1` ... and, of a request, `SCHEME`, `SERV`, `PORT`, `PATH`, `ERR`. */
  readonly state: Readonly<Record<string, string>>;
}

export function macroValues(facts: PhoneFacts): MacroValues {
  const mac = facts.mac.toLowerCase();
  const values: Readonly<Record<string, string>> = {
    ...facts.state,
    ...Object.fromEntries(facts.general.slice(0, 16).map((value, i) => [String.fromCharCode(0x41 + i), value])),
    MA: mac,
    MAU: mac.toUpperCase(),
    MAC: mac.replace(/(..)(?=.)/g, '$1:'),
    PN: facts.product,
    PSN: facts.series,
    SN: facts.serial,
    CCERT: facts.hasClientCertificate ? 'Installed' : 'Not Installed',
    IP: facts.address,
    EXTIP: facts.externalAddress,
    SWVER: facts.softwareVersion,
    HWVER: facts.hardwareVersion,
    UPGCOND: 'true',
  };
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}
