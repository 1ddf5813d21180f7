// NOTIFYs that nobody subscribed to (RFC 6665 §4.1.3 answers them 481). Two kinds are known all the same: message summaries, from the
// account's own proxy, and commands, from whoever proves to be the account's server. Nothing else changes anything here.

import { messageSummaryType, readMessageSummary } from '../../event-package/message-summary.ts';
import type { Clock, Log, Random } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import { mediaType } from './notify-content.ts';
import type { UnaskedNotifyReceiver } from './notify-handler.ts';
import { RateLimit } from './rate-limit.ts';
import { remoteCommandOf } from './remote-commands.ts';
import type { RemoteCommand } from './remote-control.ts';
import { SenderCheck } from './sender-check.ts';
import { eventOf } from './subscription-headers.ts';

export interface UnaskedNotifiesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly responder: Responder;
  /** Whom a request is for; undefined when it is nobody here. */
  readonly accountOf: (transaction: ServerTransaction) => Account | undefined;
}

/** A server that sends a command to each line, or twice, means it once. */
const commands = { most: 1, periodMs: 30_000 } as const;

export class UnaskedNotifies implements UnaskedNotifyReceiver {
  readonly #options: UnaskedNotifiesOptions;
  readonly #senders: SenderCheck;
  readonly #limits: Map<RemoteCommand['type'], RateLimit> = new Map();

  constructor(options: UnaskedNotifiesOptions) {
    this.#options = options;
    this.#senders = new SenderCheck(options);
  }

  receive(transaction: ServerTransaction): void {
    const event = eventOf(transaction.request.headers);
    const account = this.#options.accountOf(transaction);
    const { messageSummary = true, resync = true } = account?.settings.remoteControl ?? {};
    const command = event === undefined || !resync ? undefined : remoteCommandOf(event);
    if (account === undefined) this.#answer(transaction, 404);
    else if (event?.name === 'message-summary' && messageSummary) this.#summaryReceived(transaction, account);
    else if (command !== undefined) this.#commandReceived(transaction, account, command);
    else this.#answer(transaction, 489);
  }

  #summaryReceived(transaction: ServerTransaction, account: Account): void {
    const { headers, body } = transaction.request;
    if (!account.context.isProxy(transaction.source)) {
      this.#answer(transaction, 403);
      return;
    }
    if (mediaType(headers.get('Content-Type') ?? '') !== messageSummaryType) {
      answerWith(this.#options.responder, transaction, { status: 415, headers: [['Accept', messageSummaryType]] });
      return;
    }
    const read = readMessageSummary(body);
    this.#answer(transaction, read.ok ? 200 : 400);
    if (read.ok) account.report({ type: 'messageWaiting', summary: read.value });
  }

  #commandReceived(transaction: ServerTransaction, account: Account, command: RemoteCommand): void {
    const { resyncUnproven = false } = account.settings.remoteControl ?? {};
    const isTrusted = resyncUnproven && account.context.isProxy(transaction.source);
    const refusal = isTrusted ? undefined : this.#senders.refusal(transaction, account);
    if (refusal !== undefined) {
      answerWith(this.#options.responder, transaction, refusal);
      return;
    }
    this.#answer(transaction, 200);
    if (!this.#limitOf(command).take()) return;
    this.#options.log.info('sip', `told to ${command.type}`, { account: account.settings.id });
    account.report(command);
  }

  #limitOf({ type }: RemoteCommand): RateLimit {
    const known = this.#limits.get(type);
    if (known !== undefined) return known;
    const limit = new RateLimit(this.#options.clock, commands.most, commands.periodMs);
    this.#limits.set(type, limit);
    return limit;
  }

  #answer(transaction: ServerTransaction, status: number): void {
    answerWith(this.#options.responder, transaction, { status });
  }
}
