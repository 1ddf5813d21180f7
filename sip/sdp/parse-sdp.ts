// Reads SDP (RFC 8866 §5, §9). Lenient where phones in the field are: bare LF, missing s= and t=, unknown lines. Never throws; linear.

import type { Attribute, Connection, MediaDescription, Origin, SessionDescription } from './session-description.ts';

export type SdpResult =
  | { readonly ok: true; readonly description: SessionDescription }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly reason: string; readonly line: number };

const maximumBytes = 65_536;
const maximumLines = 2_000;
const maximumMedia = 64;

interface Section {
  connection: Connection | undefined;
  readonly attributes: Attribute[];
}

interface Draft {
  origin: Origin | undefined;
  name: string;
  readonly session: Section;
  readonly media: {
    readonly line: Pick<MediaDescription, 'kind' | 'port' | 'protocol' | 'formats'>;
    readonly section: Section;
  }[];
}

export function parseSdp(body: Uint8Array | string): SdpResult {
  if (body.length > maximumBytes) return { ok: false, reason: 'too long', line: 0 };
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const lines = text.split('\n');
  if (lines.length > maximumLines) return { ok: false, reason: 'too many lines', line: maximumLines };
  const draft: Draft = { origin: undefined, name: '-', session: { connection: undefined, attributes: [] }, media: [] };
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const problem = index === 0 ? (line === 'v=0' ? undefined : 'no v=0') : readLine(draft, line);
    if (problem !== undefined) return { ok: false, reason: problem, line: index + 1 };
  }
  if (draft.origin === undefined) return { ok: false, reason: 'no o=', line: lines.length };
  return {
    ok: true,
    description: {
      origin: draft.origin,
      name: draft.name,
      ...draft.session,
      media: draft.media.map(({ line, section }) => ({ ...line, ...section })),
    },
  };
}

/** The problem with the line, if any. */
function readLine(draft: Draft, line: string): string | undefined {
  if (line === '') return undefined;
  if (line[1] !== '=' || /[\r\0]/.test(line)) return 'not type=value';
  const value = line.slice(2);
  const section = draft.media.at(-1)?.section ?? draft.session;
  switch (line[0]) {
    case 'o':
      draft.origin ??= parseOrigin(value);
      return draft.origin === undefined ? 'malformed o=' : undefined;
    case 's':
      draft.name = value === '' ? '-' : value;
      return undefined;
    case 'c':
      section.connection ??= parseConnection(value);
      return section.connection === undefined ? 'malformed c=' : undefined;
    case 'a':
      section.attributes.push(parseAttribute(value));
      return undefined;
    case 'm':
      return readMedia(draft, value);
    default:
      return undefined;
  }
}

/** `m=audio 49170/2 RTP/AVP 0 8`. */
function readMedia(draft: Draft, value: string): string | undefined {
  const [kind, ports, protocol, ...formats] = value.trim().split(/ +/);
  const port = /^(\d{1,5})(?:\/\d{1,5})?$/.exec(ports ?? '')?.[1];
  if (kind === undefined || protocol === undefined || port === undefined || Number(port) > 65535 || formats.length === 0) {
    return 'malformed m=';
  }
  if (draft.media.length === maximumMedia) return 'too many m=';
  const line = { kind: kind.toLowerCase(), port: Number(port), protocol: protocol.toUpperCase(), formats };
  draft.media.push({ line, section: { connection: undefined, attributes: [] } });
  return undefined;
}

function parseOrigin(value: string): Origin | undefined {
  const [user, sessionId, version, ...rest] = value.trim().split(/ +/);
  const connection = parseConnection(rest.join(' '));
  if (user === undefined || sessionId === undefined || version === undefined || connection === undefined) return undefined;
  return /^\d{1,40}$/.test(sessionId) && /^\d{1,40}$/.test(version) ? { user, sessionId, version, ...connection } : undefined;
}

/** `IN IP4 224.2.1.1/127`. */
function parseConnection(value: string): Connection | undefined {
  const match = /^IN IP([46]) ([0-9A-Za-z.:_-]{1,253})(?:\/\d{1,5}){0,2} *$/i.exec(value);
  return match?.[2] === undefined ? undefined : { family: match[1] === '6' ? 6 : 4, address: match[2] };
}

function parseAttribute(value: string): Attribute {
  const colon = value.indexOf(':');
  return colon < 0
    ? { name: value.trim().toLowerCase(), value: undefined }
    : { name: value.slice(0, colon).toLowerCase(), value: value.slice(colon + 1).trim() };
}
