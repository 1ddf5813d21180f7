// What the registrar says of our own registration (RFC 3680 §4.7): when it has ended it, we register again at once, not at the next refresh.

import { SipParseError } from '../../errors.ts';
import type { DocumentResult } from '../../event-package/document.ts';
import { type RegInfo, RegInfoState, type WatchedContact } from '../../event-package/reginfo.ts';
import { isSipUri, parseUri } from '../../message/uri.ts';
import type { Clock, Log, Timer } from '../../ports.ts';
import { RateLimit } from './rate-limit.ts';

export interface RegistrationWatchOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** User part of our Contact. */
  readonly contactUser: string;
  readonly registerAgain: () => void;
}

/** A registrar that throws us out each time we come is not fought. */
const again = { most: 3, periodMs: 60_000 } as const;
/** §5.1: it asked for some time without us. */
const probationMs = 60_000;

export class RegistrationWatch {
  readonly #options: RegistrationWatchOptions;
  readonly #limit: RateLimit;
  readonly #state: RegInfoState = new RegInfoState();
  #timer: Timer | undefined;

  constructor(options: RegistrationWatchOptions) {
    this.#options = options;
    this.#limit = new RateLimit(options.clock, again.most, again.periodMs);
  }

  /** `gap`: a document was missed (RFC 3680 §5.1); the owner refreshes its subscription. */
  seen(read: DocumentResult<RegInfo>): 'gap' | 'seen' {
    if (!read.ok) {
      this.#options.log.info('sip', 'a registration document can not be read', { problem: read.problem });
      return 'seen';
    }
    const outcome = this.#state.apply(read.value);
    // After a gap the ended binding may not be told again: it counts at once.
    if (outcome !== 'stale') this.#judge(read.value);
    return outcome === 'gap' ? 'gap' : 'seen';
  }

  #judge(document: RegInfo): void {
    const ended = this.#ownOf(document).find(({ active }) => !active);
    // While one binding of ours stands, the ended one is what an address change left behind; a partial document tells of that one alone.
    const stands = [document, this.#state].some((told) =>
      this.#ownOf(told).some((contact) => contact.active && !isSame(contact, ended)),
    );
    if (ended === undefined || stands) return;
    this.#timer?.cancel();
    // `rejected` is a refusal for good (§5.1); the registration's own refresh will hear it.
    if (ended.event === 'rejected') return;
    const pauseMs = ended.event === 'probation' ? (ended.retryAfterS ?? probationMs / 1000) * 1000 : 0;
    this.#timer = this.#options.clock.setTimer(Math.min(pauseMs, 3_600_000), () => this.#registerAgain(ended.event));
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #registerAgain(event: string | undefined): void {
    if (!this.#limit.take()) return;
    this.#options.log.info('sip', 'the registrar ended our registration', { event });
    this.#options.registerAgain();
  }

  #ownOf({ registrations }: Pick<RegInfo, 'registrations'>): readonly WatchedContact[] {
    return registrations.flatMap(({ contacts }) => contacts).filter((contact) => this.#isOwn(contact));
  }

  #isOwn({ uri }: WatchedContact): boolean {
    if (uri === undefined) return false;
    try {
      const read = parseUri(uri);
      return isSipUri(read) && read.user === this.#options.contactUser;
    } catch (error) {
      if (error instanceof SipParseError) return false;
      throw error;
    }
  }
}

/** A document that was missed may have told of its end before. */
function isSame(contact: WatchedContact, ended: WatchedContact | undefined): boolean {
  return contact.id === ended?.id;
}
