// The header fields that we know by name: their canonical spelling, compact form, and whether they are lists or may appear only once.

interface HeaderName {
  readonly name: string;
  /** RFC 3261 §7.3.3 and the registry of compact forms. */
  readonly compact?: string;
  /** The grammar is a comma-separated list. */
  readonly list?: boolean;
  /** A second one makes the message ambiguous and is refused (RFC 4475 §3.3.8, §3.3.9). */
  readonly single?: boolean;
}

const known: readonly HeaderName[] = [
  { name: 'Via', compact: 'v', list: true },
  { name: 'From', compact: 'f', single: true },
  { name: 'To', compact: 't', single: true },
  { name: 'Call-ID', compact: 'i', single: true },
  { name: 'CSeq', single: true },
  { name: 'Max-Forwards', single: true },
  { name: 'Contact', compact: 'm', list: true },
  { name: 'Content-Length', compact: 'l', single: true },
  { name: 'Content-Type', compact: 'c', single: true },
  { name: 'Content-Encoding', compact: 'e', list: true },
  { name: 'Content-Disposition' },
  { name: 'Content-Language', list: true },
  { name: 'Route', list: true },
  { name: 'Record-Route', list: true },
  { name: 'Path', list: true },
  { name: 'Service-Route', list: true },
  { name: 'Allow', list: true },
  { name: 'Allow-Events', compact: 'u', list: true },
  { name: 'Supported', compact: 'k', list: true },
  { name: 'Unsupported', list: true },
  { name: 'Require', list: true },
  { name: 'Proxy-Require', list: true },
  { name: 'Accept', list: true },
  { name: 'Accept-Encoding', list: true },
  { name: 'Accept-Language', list: true },
  { name: 'Accept-Contact', compact: 'a', list: true },
  { name: 'Reject-Contact', compact: 'j', list: true },
  { name: 'Request-Disposition', compact: 'd', list: true },
  { name: 'Expires', single: true },
  { name: 'Min-Expires', single: true },
  { name: 'Event', compact: 'o', single: true },
  { name: 'Subscription-State', single: true },
  { name: 'Refer-To', compact: 'r', single: true },
  { name: 'Referred-By', compact: 'b', single: true },
  { name: 'Replaces', single: true },
  { name: 'Session-Expires', compact: 'x', single: true },
  { name: 'Min-SE', single: true },
  { name: 'RAck', single: true },
  { name: 'RSeq', single: true },
  { name: 'Subject', compact: 's' },
  { name: 'Identity', compact: 'y' },
  { name: 'WWW-Authenticate' },
  { name: 'Proxy-Authenticate' },
  { name: 'Authorization' },
  { name: 'Proxy-Authorization' },
  { name: 'Authentication-Info' },
  { name: 'User-Agent' },
  { name: 'Server' },
  { name: 'Date' },
  { name: 'Timestamp' },
  { name: 'Retry-After' },
  { name: 'Reason', list: true },
  { name: 'Diversion', list: true },
  { name: 'History-Info', list: true },
  { name: 'P-Asserted-Identity', list: true },
  { name: 'P-Preferred-Identity', list: true },
  { name: 'Remote-Party-ID', list: true },
  { name: 'Privacy' },
  { name: 'Alert-Info', list: true },
  { name: 'Call-Info', list: true },
  { name: 'Error-Info', list: true },
  { name: 'Warning', list: true },
  { name: 'In-Reply-To', list: true },
  { name: 'MIME-Version' },
  { name: 'Organization' },
  { name: 'Priority' },
  { name: 'Reply-To' },
  { name: 'SIP-ETag' },
  { name: 'SIP-If-Match' },
];

const canonical = new Map<string, string>();
const compactForms = new Map<string, string>();
const lists = new Set<string>();
const singles = new Set<string>();
for (const { name, compact, list, single } of known) {
  for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) canonical.set(spelling, name);
  if (compact !== undefined) {
    canonical.set(compact, name).set(compact.toUpperCase(), name);
    compactForms.set(name, compact);
  }
  if (list === true) lists.add(name);
  if (single === true) singles.add(name);
}

/** Canonical spelling of a name that we know, in whatever case or form it came; undefined for others. */
export function knownHeaderName(name: string): string | undefined {
  return canonical.get(name) ?? canonical.get(name.toLowerCase());
}

/** Takes a canonical name, and gives it back where it has no short one. */
export function compactHeaderName(name: string): string {
  return compactForms.get(name) ?? name;
}

/** Takes a canonical name. */
export function isListHeader(name: string): boolean {
  return lists.has(name);
}

/** Takes a canonical name. */
export function isSingleHeader(name: string): boolean {
  return singles.has(name);
}
