// Call-Info as BroadWorks shared lines use it: the state of each appearance of a line, and which appearance a call belongs to.

import { SipParseError } from '../errors.ts';
import { parseDecimal } from '../message/characters.ts';
import type { Headers } from '../message/headers.ts';
import { type NameAddr, parseNameAddr, serializeNameAddr } from '../message/name-addr.ts';
import { parseParameters } from '../message/parameters.ts';
import { Scanner } from '../message/scanner.ts';
import type { Uri } from '../message/uri.ts';

/** `bridge-active` and `bridge-held`: more than one phone of the line is in the call. */
export type CallInfoState =
  | 'idle'
  | 'seized'
  | 'progressing'
  | 'alerting'
  | 'active'
  | 'held'
  | 'held-private'
  | 'bridge-active'
  | 'bridge-held';

export interface AppearanceInfo {
  /** Counted from 1; `*`: all that the other entries do not name. */
  readonly index: number | '*';
  readonly state: CallInfoState | undefined;
  /** Who is on the other side. */
  readonly party: NameAddr | undefined;
}

const states: ReadonlySet<string> = new Set<CallInfoState>([
  'idle',
  'seized',
  'progressing',
  'alerting',
  'active',
  'held',
  'held-private',
  'bridge-active',
  'bridge-held',
]);
const highestIndex = 255;
const maximumAppearances = 64;

/** Entries that are about appearances; icons, cards and answer-after are other people's. */
export function readAppearances(headers: Headers): readonly AppearanceInfo[] {
  const appearances: AppearanceInfo[] = [];
  for (const value of headers.getAll('Call-Info').slice(0, maximumAppearances)) {
    const appearance = readAppearance(value);
    if (appearance !== undefined) appearances.push(appearance);
  }
  return appearances;
}

/** Value of the Call-Info of a request of ours. */
export function writeAppearance(server: Uri, appearance: AppearanceInfo): string {
  const parameters = new Map<string, string | undefined>([['appearance-index', `${appearance.index}`]]);
  if (appearance.state !== undefined) parameters.set('appearance-state', appearance.state);
  if (appearance.party !== undefined) parameters.set('appearance-uri', serializeNameAddr(appearance.party));
  return serializeNameAddr({ displayName: undefined, uri: server, parameters });
}

function readAppearance(value: string): AppearanceInfo | undefined {
  const scanner = new Scanner(value.slice(value.indexOf('>') + 1));
  try {
    const parameters = parseParameters(scanner);
    const index = indexOf(parameters.get('appearance-index'));
    const state = parameters.get('appearance-state')?.toLowerCase();
    if (index === undefined) return undefined;
    return { index, state: isState(state) ? state : undefined, party: partyOf(parameters.get('appearance-uri')) };
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return undefined;
  }
}

function indexOf(text: string | undefined): number | '*' | undefined {
  if (text === '*') return text;
  const index = text === undefined ? undefined : parseDecimal(text, highestIndex);
  return index === 0 ? undefined : index;
}

function isState(text: string | undefined): text is CallInfoState {
  return text !== undefined && states.has(text);
}

function partyOf(text: string | undefined): NameAddr | undefined {
  if (text === undefined) return undefined;
  try {
    return parseNameAddr(text);
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return undefined;
  }
}
