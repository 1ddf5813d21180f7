// For which SIP domains a certificate speaks, and whether that is the one that was asked for (RFC 5922 §7.1, §7.2).

import { isIP } from 'node:net';

/** Both as Node's `X509Certificate` writes them. */
export interface CertificateNames {
  readonly subject: string | undefined;
  readonly subjectAltName: string | undefined;
}

export interface NameRules {
  /** `*.example.org` for any one label, which RFC 5922 §7.2 forbids and certificates made for the web have. */
  readonly allowWildcards: boolean;
}

/** `asked`: the domain before SRV made another of it, or an address. */
export function speaksFor(names: CertificateNames, asked: string, rules: NameRules): boolean {
  const isAddress = isIP(asked) !== 0;
  const wanted = isAddress ? normalAddress(asked) : asked.toLowerCase().replace(/\.$/, '');
  const alternatives = alternativeNames(names.subjectAltName ?? '');
  if (alternatives.length === 0) {
    // Old certificates have their name there; only where the extension is missing (§7.1).
    return commonNames(names.subject ?? '').some((name) => name.toLowerCase() === wanted);
  }
  if (isAddress && alternatives.some(({ type, value }) => type === 'IP Address' && normalAddress(value) === wanted)) return true;
  const domains = alternatives.flatMap(({ type, value }) => (type === 'URI' ? sipDomain(value) : []));
  // A certificate that says which SIP domains it is for speaks for no other host names (§7.1).
  if (domains.length > 0) return domains.includes(wanted);
  const hosts = alternatives.flatMap(({ type, value }) => (type === 'DNS' ? [value.toLowerCase()] : []));
  return hosts.some((host) => host === wanted || (rules.allowWildcards && !isAddress && matchesWildcard(host, wanted)));
}

/** A URI with a user is a person's, and `sips` is none of RFC 5922's. */
function sipDomain(uri: string): readonly string[] {
  const host = /^sip:([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/i.exec(uri)?.[1];
  return host === undefined ? [] : [host.toLowerCase()];
}

/** One label, the first, and never the only one before a top-level domain. */
function matchesWildcard(pattern: string, wanted: string): boolean {
  if (!pattern.startsWith('*.') || pattern.split('.').length < 3) return false;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
}

interface AlternativeName {
  readonly type: string;
  readonly value: string;
}

/** `DNS:a.example, URI:sip:b.example`; a value with a comma or a quote in it stands as a JSON string, so that none can fake another. */
function alternativeNames(text: string): readonly AlternativeName[] {
  const names: AlternativeName[] = [];
  const entry = /([A-Za-z ]+):(?:"((?:[^"\\]|\\.)*)"|([^,"]*))(?:, |$)/y;
  for (let match = entry.exec(text); match !== null && match[0] !== ''; match = entry.exec(text)) {
    const [, type = '', quoted, plain = ''] = match;
    names.push({ type, value: quoted === undefined ? plain : unquote(quoted) });
  }
  return names;
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return '';
  }
}

/** Lines `CN=...` of a subject. */
function commonNames(subject: string): readonly string[] {
  return subject.split('\n').flatMap((line) => (line.startsWith('CN=') ? [line.slice(3)] : []));
}

/** `2001:DB8:0:0:0:0:0:1`, as certificates show it, and `2001:db8::1` are the same. */
function normalAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;
}
