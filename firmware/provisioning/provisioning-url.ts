// The address of the provisioning server as AudioCodes writes it (tables 3-49 and A-1):
// `protocol://server`, `…/firmware`, `…/firmware;configuration`, `…/;configuration`.

import { type PhoneNames, withNames } from './file-names.ts';

export interface Places {
  /** In the order in which they are asked; the first that is there counts. */
  readonly configuration: readonly URL[];
  readonly firmware: URL | undefined;
}

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'ftp:', 'tftp:']);

/** `firmware`: what the name of a file means that is not marked as either. Undefined for what is no address of ours. */
export function provisioningPlaces(text: string, names: PhoneNames, unmarked: 'firmware' | 'configuration'): Places | undefined {
  const filled = withNames(text.trim(), names);
  const semicolon = filled.indexOf(';');
  const first = semicolon < 0 ? filled : filled.slice(0, semicolon);
  if (!URL.canParse(first)) return undefined;
  const url = new URL(first);
  if (!protocols.has(url.protocol) || url.hostname === '') return undefined;
  const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const firmware = file !== '' && isFirmware(file, semicolon >= 0 ? 'firmware' : unmarked) ? url : undefined;
  if (semicolon >= 0) {
    const named = filled.slice(semicolon + 1).trim();
    return { firmware, configuration: named === '' ? defaultFiles(url, names) : sibling(url, named) };
  }
  if (file !== '' && firmware === undefined) return { firmware: undefined, configuration: [url] };
  return { firmware, configuration: defaultFiles(url, names) };
}

function isFirmware(file: string, unmarked: 'firmware' | 'configuration'): boolean {
  if (/\.img$/i.test(file)) return true;
  return unmarked === 'firmware' && !/\.(?:cfg|cnf|xml|txt|cfx|conf)$/i.test(file);
}

function sibling(url: URL, file: string): readonly URL[] {
  return URL.canParse(file, url.href) ? [new URL(file, url.href)].filter(({ protocol }) => protocols.has(protocol)) : [];
}

/** The phone's own file, else the one of its model. */
function defaultFiles(url: URL, { macAddress, model }: PhoneNames): readonly URL[] {
  return [`${macAddress}.cfg`, `${encodeURIComponent(model)}.cfg`].flatMap((file) => sibling(url, file));
}
