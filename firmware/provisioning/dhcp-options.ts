// What a DHCP server says about provisioning, read from the bytes of its options.

/** By number; several of one number joined (RFC 3396). */
export type DhcpOptions = ReadonlyMap<number, Uint8Array>;

const longestText = 1024;

/**
 * Printable text, as options 66, 67 and 160 carry it. Servers may end it with a zero (RFC 2132 §2), and some send the quotation marks of
 * their own configuration along. Undefined for anything else.
 */
export function textOption(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length > longestText) return undefined;
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/\0+$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return text !== '' && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** Option 43: sub-options of code, length, value (RFC 2132 §8.4). Undefined where a length leads beyond the end. */
export function vendorOptions(bytes: Uint8Array | undefined): ReadonlyMap<number, Uint8Array> | undefined {
  const found = new Map<number, Uint8Array>();
  if (bytes === undefined) return undefined;
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at] ?? 0;
    if (code === 255) break;
    if (code === 0) {
      at += 1;
      continue;
    }
    const length = bytes[at + 1];
    if (length === undefined || at + 2 + length > bytes.length) return undefined;
    found.set(code, bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

export interface CertificateService {
  readonly url: string;
}

/** Where Microsoft's certificate service is, by sub-options 1 to 5 (AudioCodes table 2-1). */
export function certificateService(options: ReadonlyMap<number, Uint8Array>): CertificateService | undefined {
  const [id, scheme, host, port, path] = [1, 2, 3, 4, 5].map((code) => textOption(options.get(code)));
  if (id !== 'MS-UC-Client' || scheme !== 'https' || host === undefined) return undefined;
  const url = `https://${host}:${port ?? '443'}${path ?? '/'}`;
  return URL.canParse(url) ? { url } : undefined;
}

/** Sub-option 10 of option 43 (AudioCodes table 2-2): text, or the number itself. */
export function voiceVlan(options: ReadonlyMap<number, Uint8Array>): number | undefined {
  const bytes = options.get(10);
  if (bytes === undefined) return undefined;
  const text = textOption(bytes);
  const number =
    text !== undefined && /^\d+$/.test(text)
      ? Number(text)
      : bytes.length === 2
        ? bytes.reduce((sum, byte) => sum * 256 + byte, 0)
        : 0;
  return number >= 1 && number <= 4094 ? number : undefined;
}

const longestName = 255;
const mostServers = 16;

/** Option 120 (RFC 3361): the proxies, as domain names or IPv4 addresses. Empty for bytes that make no sense. */
export function sipServers(bytes: Uint8Array | undefined): readonly string[] {
  if (bytes === undefined || bytes.length < 2) return [];
  if (bytes[0] === 1) {
    const addresses = bytes.subarray(1);
    if (addresses.length % 4 !== 0) return [];
    const count = Math.min(addresses.length / 4, mostServers);
    return Array.from({ length: count }, (_, i) => addresses.subarray(i * 4, i * 4 + 4).join('.'));
  }
  return bytes[0] === 0 ? domainNames(bytes.subarray(1)) : [];
}

/** Labels as in RFC 1035 §3.1. Compression (RFC 3361 allows it not) is no name. */
function domainNames(bytes: Uint8Array): readonly string[] {
  const names: string[] = [];
  let labels: string[] = [];
  for (let at = 0; at < bytes.length && names.length < mostServers; ) {
    const label = labelAt(bytes, at);
    if (label === undefined) return [];
    at += 1 + label.length;
    if (label !== '') labels.push(label);
    else {
      if (labels.length === 0 || labels.join('.').length > longestName) return [];
      names.push(labels.join('.'));
      labels = [];
    }
  }
  return labels.length === 0 ? names : [];
}

function labelAt(bytes: Uint8Array, at: number): string | undefined {
  const length = bytes[at] ?? 0;
  if (length > 63 || at + 1 + length > bytes.length) return undefined;
  const label = Buffer.from(bytes.subarray(at + 1, at + 1 + length)).toString('latin1');
  return /^[A-Za-z0-9_-]*$/.test(label) ? label : undefined;
}
