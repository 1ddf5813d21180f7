// Sends an account's requests: finds the way, and shows credentials to the account's own proxy alone.

import type { DigestClient } from '../../auth/digest-client.ts';
import type { SipRequest } from '../../message/message.ts';
import { isSipUri, type SipUri, type Uri } from '../../message/uri.ts';
import type { Target } from '../../transport/transport.ts';
import type { ProxyAddresses } from '../account/proxy-addresses.ts';
import { hostUri } from '../call-target.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { describeRequest } from './headers-of-ours.ts';
import { LargeRequests } from './large-requests.ts';
import { type PendingRequest, type RequestEvent, RequestSending } from './request-sending.ts';

export interface RequestSenderOptions {
  readonly core: UserAgentCore;
  readonly settings: () => AccountSettings;
  readonly proxies: ProxyAddresses;
  readonly digest: DigestClient;
}

/** Where to: targets that were resolved before, or the URI of the next hop. */
export type Way = { readonly targets: readonly Target[] } | { readonly nextHop: Uri };

export class RequestSender {
  readonly #options: RequestSenderOptions;
  readonly #large: LargeRequests;

  constructor(options: RequestSenderOptions) {
    this.#options = options;
    this.#large = new LargeRequests(options.core.clock);
  }

  /** None when there is no way: expected where a name server or the network is down. */
  async resolve(uri: Uri): Promise<readonly Target[]> {
    const { core, settings } = this.#options;
    if (!isSipUri(uri)) return [];
    try {
      return await core.resolve(uri, settings().protocol);
    } catch (error) {
      core.log.info('sip', 'no address', { account: settings().id, host: uri.host, error });
      return [];
    }
  }

  /** The account's proxy, or its domain; what it resolves to is trusted from then on. */
  async resolveProxy(): Promise<readonly Target[]> {
    const targets = await this.resolve(proxyUri(this.#options.settings()));
    this.#options.proxies.learn(targets);
    return targets;
  }

  send(
    request: SipRequest,
    way: Way,
    listener: (event: RequestEvent) => void,
    nextSequence: () => number = () => request.headers.cseq.number + 1,
  ): PendingRequest {
    const { core, digest, proxies, settings } = this.#options;
    describeRequest(request, core.capabilities);
    const over = core.openRequests.add();
    const isOwn = (target: Target): boolean => proxies.includes(target);
    const sending = new RequestSending({
      transactions: core.transactions,
      request,
      large: this.#large,
      nextSequence,
      prepare: (each, target) => (isOwn(target) ? digest.prepare(each, () => settings().credentials()) : each.headers),
      authorize: (each, challenge, target) => {
        // A stranger who challenges gets nothing to crack (the digest leak of softphones).
        if (!isOwn(target)) return undefined;
        const { credentials, domain, proxy } = settings();
        const ownRealms = [domain, proxy?.host ?? domain].map((host) => host.toLowerCase());
        const outcome = digest.authorize(each, challenge, credentials(), ownRealms);
        if (outcome.type === 'refused')
          core.log.info('sip', `a challenge is not answered: ${outcome.reason}`, { account: settings().id });
        return outcome.type === 'authorized' ? outcome.headers : undefined;
      },
      listener: (event) => {
        if (event.type === 'failed' || event.response.status >= 200) over();
        listener(event);
      },
      abandoned: over,
    });
    if ('targets' in way) sending.start(way.targets);
    else void this.resolve(way.nextHop).then((targets) => sending.start(targets));
    return sending;
  }

  /**
   * The ACK of a 2xx to `invite`; `sent` gets what went out, to repeat it. It shows the credentials of its INVITE (RFC 3261 §22.1), but only
   * to the account's own proxy: without Record-Route it goes to wherever the other side says.
   */
  acknowledge(ack: SipRequest, invite: SipRequest, nextHop: Uri, sent: (repeat: () => void) => void): void {
    const { core, proxies } = this.#options;
    describeRequest(ack, core.capabilities);
    void this.resolve(nextHop).then(([target]) => {
      if (target === undefined) return;
      for (const name of proxies.includes(target) ? ['Authorization', 'Proxy-Authorization'] : []) {
        for (const value of invite.headers.getAll(name)) ack.headers.append(name, value);
      }
      const asSent = core.transactions.sendAck(ack, target);
      sent(() => void core.transactions.sendAck(asSent, target));
    });
  }
}

function proxyUri(settings: AccountSettings): SipUri {
  const { proxy, domain } = settings;
  return hostUri(proxy?.host ?? domain, proxy?.port);
}
