// What an account subscribes to for itself: its messages, its own registration, the features that the server keeps for it.

import {
  type FeatureEvent,
  featureEventType,
  readFeatureEvents,
  writeFeatureRequest,
} from '../../event-package/as-feature-event.ts';
import type { DocumentResult } from '../../event-package/document.ts';
import { messageSummaryType, readMessageSummary } from '../../event-package/message-summary.ts';
import { type RegInfo, readRegInfo, regInfoType } from '../../event-package/reginfo.ts';
import type { SipUri } from '../../message/uri.ts';
import type { Log } from '../../ports.ts';
import type { ServerAddress } from '../account/routing-settings.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import type { AccountEvent, AccountSettings } from '../user-agent-events.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from './subscription-events.ts';

export interface EventSettings {
  /** `user`: whose mailbox it is, when not the account's. `server`: where it is, when not at the account's domain. */
  readonly messageSummary?: { readonly expiresS: number; readonly user?: string; readonly server?: ServerAddress };
  /** The registrar's word on our registration (RFC 3680). */
  readonly registration?: boolean;
  /** Do not disturb and forwarding are kept at the server (as-feature-event). */
  readonly features?: boolean;
  /** A server that is told of forwarding, and asked nothing; the account's own when it has no address. */
  readonly forwardingTold?: { readonly server?: ServerAddress };
}

export interface AccountEventsOptions {
  readonly log: Log;
  readonly settings: () => AccountSettings;
  readonly subscribe: (request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void) => SubscriptionHandle;
  readonly listener: (event: AccountEvent) => void;
  /** The registrar's view of our own Contact; `gap`: it has to tell the whole again. */
  readonly registrationSeen: (document: DocumentResult<RegInfo>) => 'gap' | 'seen';
}

/** A registrar tells of changes by itself; the refresh only shows that it still does. */
const watchS = 3600;

export class AccountEvents {
  readonly #options: AccountEventsOptions;
  #subscriptions: SubscriptionHandle[] = [];
  #features: SubscriptionHandle | undefined;
  #forwardingTold: SubscriptionHandle | undefined;
  #followed = '';

  constructor(options: AccountEventsOptions) {
    this.#options = options;
  }

  /** The settings may be others than before. */
  follow(): void {
    const { events, user, domain } = this.#options.settings();
    const wanted = JSON.stringify([events, user, domain]);
    if (wanted === this.#followed) return;
    this.#followed = wanted;
    for (const subscription of this.#subscriptions) subscription.close();
    this.#features = events?.features === true ? this.#watchFeatures() : undefined;
    const { forwardingTold } = events ?? {};
    // Who keeps features is told of them already.
    const alreadyTold = forwardingTold?.server === undefined && this.#features !== undefined;
    this.#forwardingTold = forwardingTold === undefined || alreadyTold ? undefined : this.#openForwarding(forwardingTold.server);
    const all = [
      events?.messageSummary === undefined ? undefined : this.#watchMessages(events.messageSummary),
      events?.registration === true ? this.#watchRegistration() : undefined,
      this.#features,
      this.#forwardingTold,
    ];
    this.#subscriptions = all.filter((each) => each !== undefined);
  }

  /** False: the server keeps no features for this account. */
  setFeature(feature: FeatureEvent): boolean {
    const body = { contentType: featureEventType, bytes: writeFeatureRequest(feature) };
    this.#features?.refresh(body);
    if (feature.feature === 'forwarding') this.#forwardingTold?.refresh(body);
    return this.#features !== undefined;
  }

  #watchMessages({ expiresS, user, server }: NonNullable<EventSettings['messageSummary']>): SubscriptionHandle {
    const settings = this.#options.settings();
    const aor = addressOfRecord(user ?? settings.user, settings.domain);
    const target = at(aor, server);
    const request = { event: 'message-summary', accept: [messageSummaryType], target, expiresS };
    return this.#options.subscribe(request, (event) => {
      if (event.type !== 'notified' || event.body.length === 0) return;
      const read = readMessageSummary(event.body);
      if (read.ok) this.#options.listener({ type: 'messageWaiting', summary: read.value });
      else this.#unreadable('message-summary', read.problem);
    });
  }

  #watchRegistration(): SubscriptionHandle {
    const request = { event: 'reg', accept: [regInfoType], expiresS: watchS };
    const watch: SubscriptionHandle = this.#options.subscribe(request, (event) => {
      if (event.type !== 'notified' || event.body.length === 0) return;
      if (this.#options.registrationSeen(readRegInfo(event.body)) === 'gap') watch.refresh();
    });
    return watch;
  }

  #watchFeatures(): SubscriptionHandle {
    const request = { event: 'as-feature-event', accept: [featureEventType, 'multipart/mixed'], expiresS: watchS };
    return this.#options.subscribe(request, (event) => {
      if (event.type !== 'notified' || event.body.length === 0) return;
      const read = readFeatureEvents(event.contentType, event.body);
      if (!read.ok) this.#unreadable('as-feature-event', read.problem);
      else for (const feature of read.value) this.#options.listener({ type: 'featureChanged', feature });
    });
  }

  #openForwarding(server: ServerAddress | undefined): SubscriptionHandle {
    const { user, domain } = this.#options.settings();
    const target = at(addressOfRecord(user, domain), server);
    return this.#options.subscribe(
      { event: 'as-feature-event', accept: [featureEventType, 'multipart/mixed'], target, expiresS: watchS },
      () => undefined,
    );
  }

  #unreadable(event: string, problem: string): void {
    this.#options.log.info('sip', 'a NOTIFY can not be read', { account: this.#options.settings().id, event, problem });
  }
}

/** The user of an address as another server knows it. */
function at(address: SipUri, server: ServerAddress | undefined): SipUri {
  return server === undefined ? address : { ...hostUri(server.host, server.port), user: address.user };
}
