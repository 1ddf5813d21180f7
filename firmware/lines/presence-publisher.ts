// Tells each line's server how the person at this phone stands (RFC 3856, RFC 3903): there, in a call, not to be disturbed.

import { type Presence, presenceType, writePresence } from '#sip/event-package/presence';
import { serializeUri } from '#sip/message/uri';
import type { Log } from '#sip/ports';
import { addressOfRecord } from '#sip/ua/call-target';
import type { PublicationHandle, PublicationRequest } from '#sip/ua/publication/publication';
import type { PublicationEvent } from '#sip/ua/publication/publication-machine';
import type { LineIndex, PhoneSnapshot } from '#ui/phone';

export interface PublishingAccount {
  readonly settings: { readonly user: string; readonly domain: string };
  publish(request: PublicationRequest, listener: (event: PublicationEvent) => void): PublicationHandle;
}

export interface PresencePublisherOptions {
  readonly log: Log;
  readonly publishes: () => boolean;
  readonly lines: () => readonly LineIndex[];
  readonly accountOf: (line: LineIndex) => PublishingAccount | undefined;
}

interface Published {
  readonly account: PublishingAccount;
  readonly handle: PublicationHandle;
}

/** RFC 3903 §6.1.1 leaves it to the package; RFC 3856 §6.4 has an hour. */
const expiresS = 3600;

export class PresencePublisher {
  readonly #options: PresencePublisherOptions;
  readonly #published = new Map<LineIndex, Published>();
  /** What the servers were told. */
  #activities = '';

  constructor(options: PresencePublisherOptions) {
    this.#options = options;
  }

  follow(snapshot: Pick<PhoneSnapshot, 'calls' | 'doNotDisturb'>): void {
    const { publishes, lines, accountOf } = this.#options;
    const wanted = publishes() ? lines() : [];
    for (const [line, { account, handle }] of this.#published) {
      if (wanted.includes(line) && accountOf(line) === account) continue;
      handle.close();
      this.#published.delete(line);
    }
    const activities = activitiesOf(snapshot);
    const changed = activities.join() !== this.#activities;
    this.#activities = activities.join();
    for (const line of wanted) {
      const published = this.#published.get(line);
      const account = accountOf(line);
      if (published === undefined && account !== undefined) this.#publish(line, account, activities);
      else if (changed) published?.handle.update(bodyOf(published.account, activities));
    }
  }

  #publish(line: LineIndex, account: PublishingAccount, activities: readonly string[]): void {
    const request = { event: 'presence', contentType: presenceType, body: bodyOf(account, activities), expiresS };
    const handle = account.publish(request, (event) => {
      if (event.type !== 'failed') return;
      const { status, reason } = event;
      this.#options.log.info('lines', 'the server does not take our presence', { line, status, reason });
    });
    this.#published.set(line, { account, handle });
  }
}

/** Words of RFC 4480 §3.2; it has none for "do not disturb", and servers know `busy`. */
function activitiesOf({ calls, doNotDisturb }: Pick<PhoneSnapshot, 'calls' | 'doNotDisturb'>): readonly string[] {
  const talks = calls.some(({ state }) => state === 'active' || state === 'held');
  return [...(talks ? ['on-the-phone'] : []), ...(doNotDisturb ? ['busy'] : [])];
}

function bodyOf({ settings: { user, domain } }: PublishingAccount, activities: readonly string[]): Uint8Array {
  const entity = serializeUri(addressOfRecord(user, domain));
  const presence: Presence = {
    entity,
    tuples: [{ id: 'phone', open: true, contact: entity, note: undefined }],
    activities,
    note: undefined,
  };
  return writePresence(presence);
}
