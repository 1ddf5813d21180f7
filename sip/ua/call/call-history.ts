// Who sent a call on before it came to us: Diversion (RFC 5806) and History-Info (RFC 7044).

import type { Headers } from '../../message/headers.ts';
import { type NameAddr, parseNameAddr } from '../../message/name-addr.ts';
import { isSipUri } from '../../message/uri.ts';
import type { HeaderFields } from '../request/request-sending.ts';

/** More stations are not looked at. */
const maxEntries = 20;

/** The last who diverted: the topmost Diversion (RFC 5806 §5.1), else by History-Info. */
export function diverterOf(headers: Headers): NameAddr | undefined {
  return read(headers, 'Diversion')[0] ?? diverterByHistory(read(headers, 'History-Info'));
}

/** The addresses that the call was sent to, the first one first; without what came with them. */
export function historyOf(headers: Headers): readonly NameAddr[] {
  return read(headers, 'History-Info').map(withoutHeaders);
}

/** The header fields that tell it, for a call that is sent on by us. */
export function historyFields(headers: Headers): HeaderFields {
  return ['Diversion', 'History-Info'].flatMap((name) =>
    headers
      .getAll(name)
      .slice(0, maxEntries)
      .map((value) => [name, value] as const),
  );
}

/** §5: `rc`, `mp` or `np` of an entry is the index of the one that it was made from; before that (RFC 4244) the entry itself has a Reason. */
function diverterByHistory(entries: readonly NameAddr[]): NameAddr | undefined {
  for (const entry of entries.toReversed()) {
    const from = entry.parameters.get('mp') ?? entry.parameters.get('rc');
    const source = from === undefined ? undefined : entries.find(({ parameters }) => parameters.get('index') === from);
    if (source !== undefined && source !== entry) return withoutHeaders(source);
  }
  const reasoned = entries.slice(0, -1).findLast(({ uri }) => isSipUri(uri) && hasReason(uri.headers));
  return reasoned === undefined ? undefined : withoutHeaders(reasoned);
}

function hasReason(headers: ReadonlyMap<string, string>): boolean {
  return [...headers.keys()].some((name) => name.toLowerCase() === 'reason');
}

function withoutHeaders(entry: NameAddr): NameAddr {
  return isSipUri(entry.uri) ? { ...entry, uri: { ...entry.uri, headers: new Map() } } : entry;
}

function read(headers: Headers, name: string): readonly NameAddr[] {
  const entries: NameAddr[] = [];
  for (const value of headers.getAll(name).slice(0, maxEntries)) {
    try {
      entries.push(parseNameAddr(value));
    } catch {
      // The others still tell.
    }
  }
  return entries;
}
