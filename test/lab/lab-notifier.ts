// What the lab tells of: messages that wait (RFC 3842), to those who subscribed and else unasked, and who is in a call (RFC 4235).

import { dialogKey } from '#sip/dialog/dialog';
import { newCallId, newTag } from '#sip/dialog/identifiers';
import { dialogInfoType } from '#sip/event-package/dialog-info';
import { messageSummaryType } from '#sip/event-package/message-summary';
import { writeDialogInfo } from '#sip/event-package/write-dialog-info';
import { makeRequest } from '#sip/message/make-request';
import type { SipRequest } from '#sip/message/message';
import { parseUri, serializeHostPort } from '#sip/message/uri';
import type { Clock, Random } from '#sip/ports';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import { CallStates, labDialog } from './call-states.ts';
import { LabSubscription } from './lab-subscription.ts';
import type { Binding, Locations } from './locations.ts';
import { Mailboxes } from './mailboxes.ts';
import { numbers } from './numbers/numbers.ts';
import { isUser } from './users.ts';

export interface LabNotifierOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly transactions: () => TransactionLayer;
  readonly locations: Locations;
  readonly advertised: { readonly host: string; readonly port: number };
}

interface Watch {
  readonly event: 'message-summary' | 'dialog';
  /** A user or a number. */
  readonly watched: string;
}

const mostSubscriptions = 256;

export class LabNotifier {
  readonly mailboxes: Mailboxes = new Mailboxes((user) => this.#messagesChanged(user));
  readonly calls: CallStates = new CallStates((watched) => this.#tell({ event: 'dialog', watched }));
  readonly #options: LabNotifierOptions;
  readonly #subscriptions = new Map<string, Watch & { readonly subscription: LabSubscription }>();

  constructor(options: LabNotifierOptions) {
    this.#options = options;
  }

  /** A SUBSCRIBE of `user`, who has proven it. Returns the status of a refusal. */
  subscribe(transaction: ServerTransaction, user: string, watched: string): number | undefined {
    const { clock, random, transactions } = this.#options;
    const event = transaction.request.headers.get('Event')?.split(';', 1)[0]?.trim();
    if (event !== 'message-summary' && event !== 'dialog') return 489;
    // A mailbox is its owner's alone.
    if (event === 'message-summary' && watched !== user) return 403;
    if (!isUser(watched) && !numbers.some(({ number }) => number === watched)) return 404;
    if (this.#subscriptions.size >= mostSubscriptions) return 503;
    const watch: Watch = { event, watched };
    const subscription = new LabSubscription({
      clock,
      random,
      transactions: transactions(),
      transaction,
      contact: this.#contact(watched),
      contentType: event === 'dialog' ? dialogInfoType : messageSummaryType,
      document: (version) => this.#document(watch, version),
      ended: () => this.#subscriptions.delete(subscription.key),
    });
    this.#subscriptions.set(subscription.key, { ...watch, subscription });
    subscription.start();
    return undefined;
  }

  /** False: not of a subscription. */
  received(transaction: ServerTransaction): boolean {
    const { to, from, callId } = transaction.request.headers;
    const key = dialogKey(callId, to.parameters.get('tag') ?? '', from.parameters.get('tag') ?? '');
    const found = this.#subscriptions.get(key);
    found?.subscription.received(transaction);
    return found !== undefined;
  }

  /** A phone that comes learns what waits. */
  registered(user: string): void {
    if (this.mailboxes.of(user).new > 0) this.#tellUnasked(user);
  }

  close(): void {
    for (const { subscription } of this.#subscriptions.values()) subscription.close();
    this.#subscriptions.clear();
  }

  #messagesChanged(user: string): void {
    if (!this.#tell({ event: 'message-summary', watched: user })) this.#tellUnasked(user);
  }

  /** False: nobody subscribed. */
  #tell({ event, watched }: Watch): boolean {
    const all = [...this.#subscriptions.values()].filter((each) => each.event === event && each.watched === watched);
    for (const { subscription } of all) subscription.changed();
    return all.length > 0;
  }

  #tellUnasked(user: string): void {
    for (const binding of this.#options.locations.of(user)) {
      this.#options.transactions().sendRequest(this.#unasked(user, binding), binding.target, () => undefined);
    }
  }

  #unasked(user: string, { contact }: Binding): SipRequest {
    const { random } = this.#options;
    const uri = parseUri(this.#address(user));
    return makeRequest({
      method: 'NOTIFY',
      uri: contact,
      from: { displayName: undefined, uri, parameters: new Map([['tag', newTag(random)]]) },
      to: { displayName: undefined, uri, parameters: new Map() },
      callId: newCallId(random),
      cseqNumber: 1,
      headers: [
        ['Contact', this.#contact(user)],
        ['Event', 'message-summary'],
        ['Subscription-State', 'terminated;reason=noresource'],
      ],
      body: { type: messageSummaryType, bytes: this.#summary(user) },
    });
  }

  #document({ event, watched }: Watch, version: number): Uint8Array {
    if (event === 'message-summary') return this.#summary(watched);
    const always = numbers.some(({ number, isAlwaysBusy }) => number === watched && isAlwaysBusy === true);
    const dialogs = always ? [labDialog('always', 'confirmed', 'recipient')] : this.calls.of(watched);
    return writeDialogInfo({ entity: this.#address(watched), version, scope: 'full', dialogs });
  }

  #summary(user: string): Uint8Array {
    const box = this.mailboxes.of(user);
    const lines = [
      `Messages-Waiting: ${box.new > 0 ? 'yes' : 'no'}`,
      `Message-Account: ${this.#address(user)}`,
      `Voice-Message: ${box.new}/${box.old} (0/0)`,
    ];
    return new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
  }

  #address(user: string): string {
    const { host, port } = this.#options.advertised;
    return `sip:${user}@${serializeHostPort(host, port)}`;
  }

  #contact(user: string): string {
    return `<${this.#address(user)}>`;
  }
}
