// Which contacts are registered (RFC 3680 §5).

import { attributeOf, childOf, childrenOf, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import { countOf, type DocumentResult, type DocumentScope, judgeVersion, readRoot, shortText } from './document.ts';

export const regInfoType = 'application/reginfo+xml';

export interface RegInfo {
  readonly version: number;
  readonly scope: DocumentScope;
  readonly registrations: readonly WatchedRegistration[];
}

export interface WatchedRegistration {
  readonly id: string;
  /** Address of record. */
  readonly aor: string;
  readonly state: 'init' | 'active' | 'terminated';
  readonly contacts: readonly WatchedContact[];
}

export interface WatchedContact {
  readonly id: string;
  readonly uri: string | undefined;
  readonly displayName: string | undefined;
  readonly active: boolean;
  /** `registered`, `refreshed`, `expired`, `deactivated`, `probation`, `unregistered`, `rejected` ... */
  readonly event: string | undefined;
  readonly expiresS: number | undefined;
  readonly retryAfterS: number | undefined;
  readonly callId: string | undefined;
  /** RFC 5628. */
  readonly gruu: string | undefined;
}

const maximumRegistrations = 64;
const maximumContacts = 64;

export function readRegInfo(body: Uint8Array): DocumentResult<RegInfo> {
  const root = readRoot(body, 'reginfo');
  if (!root.ok) return root;
  const version = countOf(attributeOf(root.value, 'version'));
  if (version === undefined) return { ok: false, problem: 'no version' };
  const scope = attributeOf(root.value, 'state') === 'partial' ? 'partial' : 'full';
  const elements = childrenOf(root.value, 'registration').slice(0, maximumRegistrations);
  return { ok: true, value: { version, scope, registrations: elements.map((element) => readRegistration(element)) } };
}

/** The registrations put together from full and partial documents (RFC 3680 §5.1). */
export class RegInfoState {
  readonly #registrations: Map<string, WatchedRegistration> = new Map();
  #version: number | undefined;

  get registrations(): readonly WatchedRegistration[] {
    return [...this.#registrations.values()];
  }

  /** `gap`: something was missed, and nothing changed; the owner refreshes its subscription. */
  apply(document: RegInfo): 'applied' | 'stale' | 'gap' {
    const verdict = judgeVersion(this.#version, document.version, document.scope);
    if (verdict !== 'apply') return verdict;
    this.#version = document.version;
    if (document.scope === 'full') this.#registrations.clear();
    for (const registration of document.registrations) {
      const known = this.#registrations.get(registration.id);
      if (known !== undefined || this.#registrations.size < maximumRegistrations) {
        this.#registrations.set(registration.id, {
          ...registration,
          contacts: merge(known?.contacts ?? [], registration.contacts),
        });
      }
    }
    return 'applied';
  }
}

function merge(known: readonly WatchedContact[], told: readonly WatchedContact[]): readonly WatchedContact[] {
  const contacts = new Map(known.map((contact) => [contact.id, contact]));
  for (const contact of told) {
    if (!contact.active) contacts.delete(contact.id);
    else if (contacts.has(contact.id) || contacts.size < maximumContacts) contacts.set(contact.id, contact);
  }
  return [...contacts.values()];
}

function readRegistration(element: XmlElement): WatchedRegistration {
  const state = attributeOf(element, 'state');
  const contacts = childrenOf(element, 'contact').slice(0, maximumContacts);
  return {
    id: shortText(attributeOf(element, 'id')) ?? '',
    aor: shortText(attributeOf(element, 'aor')) ?? '',
    state: state === 'active' || state === 'terminated' ? state : 'init',
    contacts: contacts.map((contact) => readContact(contact)),
  };
}

function readContact(element: XmlElement): WatchedContact {
  const gruu = childOf(element, 'pub-gruu');
  return {
    id: shortText(attributeOf(element, 'id')) ?? '',
    uri: shortText(childText(element, 'uri')),
    displayName: shortText(childText(element, 'display-name')),
    active: attributeOf(element, 'state') === 'active',
    event: shortText(attributeOf(element, 'event')),
    expiresS: countOf(attributeOf(element, 'expires')),
    retryAfterS: countOf(attributeOf(element, 'retry-after')),
    callId: shortText(attributeOf(element, 'callid')),
    gruu: shortText(attributeOf(gruu, 'uri') ?? textOf(gruu)),
  };
}
