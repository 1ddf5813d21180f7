// Who takes part in the conferences that our calls lead to: while such a call stands its focus is subscribed to (RFC 4575 §3, RFC 4579 §4.2).

import { ConferenceRoster, conferenceInfoType, readConferenceInfo } from '../../event-package/conference-info.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { isSipUri, parseUri, type SipUri, unescapeUri } from '../../message/uri.ts';
import type { Log } from '../../ports.ts';
import type { Account } from '../account/account.ts';
import type { SubscriptionEvent, SubscriptionHandle } from '../subscription/subscription-events.ts';
import { targetDialogField } from '../transfer/target-dialog.ts';
import type { Call, CallEvent, UserAgentEvent } from '../user-agent-events.ts';
import { isNobody } from './anonymous.ts';
import type { CallsWatcher } from './calls.ts';

export interface FollowedConferencesOptions {
  readonly log: Log;
  readonly accountOf: (id: string) => Pick<Account, 'settings' | 'subscribe'> | undefined;
  readonly listener: (event: UserAgentEvent) => void;
}

interface Followed {
  readonly accountId: string;
  subscription: SubscriptionHandle | undefined;
}

/** RFC 4575 §3.3. */
const watchS = 3600;

export class FollowedConferences implements CallsWatcher {
  readonly #options: FollowedConferencesOptions;
  readonly #calls: Map<Call, Followed> = new Map();

  constructor(options: FollowedConferencesOptions) {
    this.#options = options;
  }

  added(call: Call, accountId: string): void {
    this.#calls.set(call, { accountId, subscription: undefined });
  }

  heard(call: Call, event: CallEvent): void {
    const followed = this.#calls.get(call);
    if ((event.type !== 'answered' && event.type !== 'focusChanged') || followed === undefined) return;
    followed.subscription?.close();
    // A SUBSCRIBE would show the name that the call hides.
    const isHidden = call.dialogs.some(({ dialog }) => isNobody(dialog.local.uri));
    const target = event.focus === undefined || isHidden ? undefined : sipUriOf(event.focus);
    followed.subscription = target === undefined ? undefined : this.#subscribe(call, followed.accountId, target);
  }

  removed(call: Call): void {
    this.#calls.get(call)?.subscription?.close();
    this.#calls.delete(call);
  }

  /**
   * A dialog of its own (RFC 6665 §4.5.1) to the conference's URI, by the account's servers as all that begins something (RFC 3261 §8.1.2): the
   * route set is the call's alone. That we are in the call is said by Target-Dialog. A focus that does not tell (489, 403) is asked again as any notifier is, seldom; the call is a call all the same. */
  #subscribe(call: Call, accountId: string, target: SipUri): SubscriptionHandle | undefined {
    const account = this.#options.accountOf(accountId);
    if (account === undefined) return undefined;
    let roster = new ConferenceRoster();
    const { dialog } = call.dialogs.find(({ state }) => state === 'confirmed') ?? {};
    const headers = dialog === undefined ? [] : [targetDialogField(dialog)];
    const request = { event: 'conference', accept: [conferenceInfoType], target, expiresS: watchS, headers };
    const subscription: SubscriptionHandle = account.subscribe(request, (event) => {
      if (event.type === 'terminated') {
        roster = new ConferenceRoster();
        this.#options.listener({ type: 'conferenceChanged', call, count: undefined, others: [] });
        return;
      }
      const outcome = this.#read(roster, event);
      // §4.6: something was missed.
      if (outcome === 'gap') subscription.refresh();
      if (outcome !== 'applied') return;
      const count = roster.over ? undefined : roster.count;
      const others = roster.present.flatMap(({ entity, displayName }) => {
        const uri = sipUriOf(entity);
        return uri === undefined || isUs(uri, account) ? [] : [{ displayName, uri, parameters: new Map() } satisfies NameAddr];
      });
      this.#options.listener({ type: 'conferenceChanged', call, count, others });
    });
    return subscription;
  }

  #read(roster: ConferenceRoster, event: SubscriptionEvent): 'applied' | 'stale' | 'gap' | undefined {
    if (event.type !== 'notified' || event.body.length === 0) return undefined;
    const read = readConferenceInfo(event.body);
    if (read.ok) return roster.apply(read.value);
    this.#options.log.info('sip', 'a NOTIFY can not be read', { event: 'conference', problem: read.problem });
    return undefined;
  }
}

function isUs({ user, host }: SipUri, { settings }: Pick<Account, 'settings'>): boolean {
  return user !== undefined && unescapeUri(user) === settings.user && host.toLowerCase() === settings.domain.toLowerCase();
}

function sipUriOf(text: string): SipUri | undefined {
  try {
    const uri = parseUri(text);
    return isSipUri(uri) ? uri : undefined;
  } catch {
    return undefined;
  }
}
