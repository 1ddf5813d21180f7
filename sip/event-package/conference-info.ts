// Who takes part in a conference (RFC 4575 §5), put together from full and partial documents.

import { attributeOf, childOf, childrenOf, childText, type XmlElement } from '../xml/xml-element.ts';
import { booleanOf, countOf, type DocumentResult, judgeVersion, readRoot, shortText } from './document.ts';

/** What of an element is told: all, a change, or that it is gone (§4.4). */
type ElementState = 'full' | 'partial' | 'deleted';

export interface ConferenceInfo {
  readonly entity: string;
  readonly version: number;
  readonly state: ElementState;
  readonly subject: string | undefined;
  readonly maximumUsers: number | undefined;
  readonly userCount: number | undefined;
  readonly locked: boolean | undefined;
  readonly users: readonly ConferenceUser[];
  /** Whether `users` is all of them. */
  readonly usersComplete: boolean;
}

export interface ConferenceUser {
  readonly entity: string;
  readonly state: ElementState;
  readonly displayName: string | undefined;
  readonly roles: readonly string[];
  /** `connected`, `on-hold`, `dialing-out`, `alerting`, `muted-via-focus`, `pending`, `disconnected` ...: of the first endpoint. */
  readonly status: string | undefined;
}

export const conferenceInfoType = 'application/conference-info+xml';

const maximumUsers = 256;
const maximumRoles = 8;

export function readConferenceInfo(body: Uint8Array): DocumentResult<ConferenceInfo> {
  const root = readRoot(body, 'conference-info');
  if (!root.ok) return root;
  const entity = shortText(attributeOf(root.value, 'entity'));
  if (entity === undefined) return { ok: false, problem: 'no entity' };
  const description = childOf(root.value, 'conference-description');
  const state = childOf(root.value, 'conference-state');
  const users = childOf(root.value, 'users');
  const whole = stateOf(root.value) === 'full';
  return {
    ok: true,
    value: {
      entity,
      version: countOf(attributeOf(root.value, 'version')) ?? 0,
      state: stateOf(root.value),
      subject: shortText(childText(description, 'subject') ?? childText(description, 'display-text')),
      maximumUsers: countOf(childText(description, 'maximum-user-count')),
      userCount: countOf(childText(state, 'user-count')),
      locked: booleanOf(childText(state, 'locked')),
      users: childrenOf(users, 'user')
        .slice(0, maximumUsers)
        .map((user) => readUser(user)),
      usersComplete:
        users === undefined ? whole : stateOf(users) === 'full' && (whole || attributeOf(users, 'state') !== undefined),
    },
  };
}

/** The roster (RFC 4575 §4.6). */
export class ConferenceRoster {
  readonly #users: Map<string, ConferenceUser> = new Map();
  #version: number | undefined;
  #over: boolean = false;
  #count: number = 0;

  get users(): readonly ConferenceUser[] {
    return [...this.#users.values()];
  }

  /** How many take part: a focus may count more than it names. */
  get count(): number {
    return this.#count;
  }

  /** Those who are there now, not those who were called and have gone. */
  get present(): readonly ConferenceUser[] {
    return this.users.filter(({ status }) => status !== 'disconnected');
  }

  get over(): boolean {
    return this.#over;
  }

  /** `gap`: something was missed, and nothing changed; the owner refreshes its subscription. */
  apply(document: ConferenceInfo): 'applied' | 'stale' | 'gap' {
    const verdict = judgeVersion(this.#version, document.version, document.state === 'partial' ? 'partial' : 'full');
    if (verdict !== 'apply') return verdict;
    this.#version = document.version;
    this.#over = document.state === 'deleted';
    const counted = document.state === 'full' ? 0 : this.#count - this.present.length;
    if (document.usersComplete || this.#over) this.#users.clear();
    for (const user of document.users) {
      const known = this.#users.get(user.entity);
      if (user.state === 'deleted') this.#users.delete(user.entity);
      else if (known !== undefined || this.#users.size < maximumUsers) this.#users.set(user.entity, mergeUser(known, user));
    }
    // Who is counted and not named stays counted while nothing else is said (§4.6).
    this.#count = document.userCount ?? Math.max(counted, 0) + this.present.length;
    return 'applied';
  }
}

function mergeUser(known: ConferenceUser | undefined, told: ConferenceUser): ConferenceUser {
  if (known === undefined || told.state === 'full') return told;
  const roles = told.roles.length > 0 ? told.roles : known.roles;
  return { ...told, displayName: told.displayName ?? known.displayName, roles, status: told.status ?? known.status };
}

function readUser(element: XmlElement): ConferenceUser {
  const roles = childrenOf(childOf(element, 'roles'), 'entry').slice(0, maximumRoles);
  return {
    entity: shortText(attributeOf(element, 'entity')) ?? '',
    state: stateOf(element),
    displayName: shortText(childText(element, 'display-text')),
    roles: roles.map((role) => shortText(role.children.find((child) => typeof child === 'string')) ?? ''),
    status: shortText(childText(childOf(element, 'endpoint'), 'status')),
  };
}

function stateOf(element: XmlElement): ElementState {
  const state = attributeOf(element, 'state');
  return state === 'partial' || state === 'deleted' ? state : 'full';
}
