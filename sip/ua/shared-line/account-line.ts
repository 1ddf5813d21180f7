// The shared line of an account: there while the settings say so, made anew when they change.

import { newTag } from '../../dialog/identifiers.ts';
import { type SipUri, serializeUri, type Uri } from '../../message/uri.ts';
import type { Clock, Random } from '../../ports.ts';
import { uriOfServer } from '../account/servers.ts';
import type { CallOptions } from '../call/call-options.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import type { AccountSettings, Call, CallEvent } from '../user-agent-events.ts';
import { CallInfoLine } from './call-info-line.ts';
import { DialogLine } from './dialog-line.ts';
import type { DialectEvent, LineDialect } from './line-dialect.ts';
import type { Subscribe } from './line-seizure.ts';
import { PublishingAgent, type PublishingAgentOptions } from './publishing-agent.ts';
import { SharedLine } from './shared-line.ts';
import type { SharedLineEvent, SharedLineSettings } from './shared-line-settings.ts';

export interface AccountLineOptions {
  readonly clock: Clock;
  readonly settings: () => AccountSettings;
  readonly random: Random;
  readonly subscribe: Subscribe;
  readonly publish: PublishingAgentOptions['publish'];
  readonly call: (target: string, listener: (event: CallEvent) => void, options: CallOptions) => Call;
  readonly listener: (event: SharedLineEvent) => void;
}

export class AccountLine {
  readonly #options: AccountLineOptions;
  /** Who tells others of our part of the line. */
  readonly #watchers: Set<() => void> = new Set();
  #line: SharedLine | undefined;
  #followed = '';

  constructor(options: AccountLineOptions) {
    this.#options = options;
  }

  /** Undefined: the line is this phone's alone. */
  get current(): SharedLine | undefined {
    return this.#line;
  }

  /** `changed` hears when `own` of the line is another. Returns the way to stop. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** The settings may be others than before. */
  follow(): void {
    const { sharedLine } = this.#options.settings();
    const wanted = JSON.stringify([sharedLine, serializeUri(this.#address)]);
    if (wanted === this.#followed) return;
    this.#followed = wanted;
    this.#line?.close();
    this.#line = sharedLine === undefined ? undefined : this.#make(sharedLine);
    this.#line?.start();
  }

  #make(settings: SharedLineSettings): SharedLine {
    const { clock, call, listener } = this.#options;
    return new SharedLine({
      clock,
      appearances: settings.appearances,
      dialect: (heard) => this.#dialect(settings, heard),
      call: (target, heard, options) => call(target ?? serializeUri(this.#address), heard, options),
      listener,
      ownChanged: () => {
        for (const changed of this.#watchers) changed();
      },
    });
  }

  #dialect(settings: SharedLineSettings, listener: (event: DialectEvent) => void): LineDialect {
    const { publish, random } = this.#options;
    const subscribe: Subscribe = (request, heard) => this.#options.subscribe({ ...request, target: this.#agent }, heard);
    const { dialect, subscriptionExpiresS: expiresS } = settings;
    if (dialect === 'callInfo') {
      const server = (): Uri => hostUri(this.#options.settings().domain, undefined);
      return new CallInfoLine({ subscribe, server, expiresS, listener });
    }
    const event = dialect === 'shared' ? 'dialog;shared' : dialect === 'bridged' ? 'dialog;sla' : 'dialog';
    return new DialogLine({
      subscribe,
      event,
      expiresS,
      entity: () => serializeUri(this.#address),
      prefix: newTag(random),
      agent:
        dialect === 'shared'
          ? new PublishingAgent({
              publish: (request, heard) => publish({ ...request, target: this.#agent }, heard),
              event,
              expiresS,
            })
          : undefined,
      listener,
    });
  }

  /** The line as whoever tells of it knows it. */
  get #agent(): SipUri {
    const { stateAgent } = this.#options.settings().sharedLine ?? {};
    return stateAgent === undefined ? this.#address : { ...uriOfServer(stateAgent), user: this.#address.user };
  }

  /** The line's: of another user when we register for that one (SPA9000 p. 190). */
  get #address(): SipUri {
    const { user, domain, thirdParty } = this.#options.settings();
    return addressOfRecord(thirdParty?.user ?? user, domain);
  }
}
