// The phone's lines: one account each, made and changed as the parameters say, and how each stands with its registrar.

import type { FeatureEvent } from '#sip/event-package/as-feature-event';
import type { Clock, Log } from '#sip/ports';
import type { Account } from '#sip/ua/account/account';
import type { AccountEvent, AccountSettings } from '#sip/ua/user-agent-events';
import type { AppearanceSnapshot, LineSnapshot, Registration } from '#ui/line-snapshot';
import type { LineIndex } from '#ui/phone';
import {
  isNews,
  type LineCommand,
  type LineNews,
  messagesOf,
  noMessages,
  type RegistrationNews,
  someMessages,
  type WaitingMessages,
} from './line-news.ts';
import { accountId, accountSettings, lineCount, type Parameters } from './line-settings.ts';
import { failureText } from './registration-words.ts';
import { appearancesOf } from './shared-line.ts';

export interface LinesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly parameters: Parameters;
  readonly addAccount: (settings: AccountSettings, listener: (event: AccountEvent) => void) => Account;
  /** The snapshots are others than before. */
  readonly changed: () => void;
  /** The server keeps do not disturb or forwarding otherwise than before. */
  readonly featureChanged: (feature: FeatureEvent) => void;
  /** A server wants the phone to fetch its configuration or to start again. */
  readonly commanded: (command: LineCommand) => void;
  /** Whether messages wait is worth to be known after a restart. Settles when it is written or cannot be. */
  readonly keepMessageWaiting: (line: LineIndex, waits: boolean) => Promise<void>;
}

interface Line {
  readonly account: Account;
  readonly settings: AccountSettings;
  /** What the account was last told, the password of that moment included. */
  readonly told: string;
  registration: Registration;
  messages: WaitingMessages;
  /** As the settings had it last, or are about to. */
  waitsBySettings: boolean;
  /** Undefined: nobody shares it. */
  appearances: readonly AppearanceSnapshot[] | undefined;
}

export class Lines {
  readonly #options: LinesOptions;
  readonly #lines = new Map<LineIndex, Line>();
  /** Lines whose waiting messages are being written: until that is done the settings say something older. */
  readonly #keeping = new Set<LineIndex>();
  #snapshots: readonly LineSnapshot[] = [];

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /** Reads the parameters again and adds, changes and removes accounts; a line that stays the same is not touched. */
  configure(): void {
    for (let line = 0; line < lineCount; line++) this.#configureLine(line);
    this.#publish();
  }

  get snapshots(): readonly LineSnapshot[] {
    return this.#snapshots;
  }

  get usable(): readonly LineIndex[] {
    return [...this.#lines.keys()].toSorted((a, b) => a - b);
  }

  /** True when no line is still at its first try. */
  get settled(): boolean {
    return [...this.#lines.values()].every((line) => line.registration.state !== 'registering');
  }

  /** The first whose messages have not been heard. */
  get withMessages(): LineIndex | undefined {
    return this.#snapshots.find(({ newMessages }) => newMessages > 0)?.index;
  }

  /** What the person changed goes to every server that keeps such things. */
  setFeature(feature: FeatureEvent): void {
    for (const { account } of this.#lines.values()) account.setFeature(feature);
  }

  accountOf(line: LineIndex): Account | undefined {
    return this.#lines.get(line)?.account;
  }

  lineOf(id: string): LineIndex | undefined {
    return this.usable.find((line) => accountId(line) === id);
  }

  #configureLine(index: LineIndex): void {
    const settings = accountSettings(this.#options.parameters, index);
    const waits = this.#waitsBySettings(index);
    const known = this.#lines.get(index);
    const line = this.#keeping.has(index) ? known : this.#withMessages(known, waits);
    if (settings === undefined) {
      this.#lines.delete(index);
      line?.account.remove().catch((cause: unknown) => this.#options.log.warn('lines', 'removing an account failed', { cause }));
    } else if (line === undefined) {
      const account: Account = this.#options.addAccount(settings, (event) => this.#onAccountEvent(index, account, event));
      this.#lines.set(index, {
        account,
        settings,
        told: whatIsTold(settings),
        registration: { state: 'registering' },
        messages: waits ? someMessages : noMessages,
        waitsBySettings: waits,
        appearances: undefined,
      });
      account.register();
    } else if (line.told !== whatIsTold(settings)) {
      this.#lines.set(index, { ...line, settings, told: whatIsTold(settings) });
      line.account.update(settings);
    } else this.#lines.set(index, line);
  }

  /** What the settings say when they change; what the server said last is kept there, so that they mostly say the same. */
  #withMessages(line: Line | undefined, waits: boolean): Line | undefined {
    if (line === undefined || line.waitsBySettings === waits) return line;
    const messages = waits === line.messages.new > 0 ? line.messages : waits ? someMessages : noMessages;
    return { ...line, messages, waitsBySettings: waits };
  }

  #waitsBySettings(index: LineIndex): boolean {
    return this.#options.parameters.get(`voip/line/${index}/message_waiting`);
  }

  /** One write at a time, of what was said last: a server may say something else before the first is done. */
  async #keepMessageWaiting(index: LineIndex): Promise<void> {
    if (this.#keeping.has(index)) return;
    this.#keeping.add(index);
    let line = this.#lines.get(index);
    while (line !== undefined && line.messages.new > 0 !== line.waitsBySettings) {
      line.waitsBySettings = line.messages.new > 0;
      await this.#options.keepMessageWaiting(index, line.waitsBySettings);
      line = this.#lines.get(index);
    }
    this.#keeping.delete(index);
    // What could not be written is tried again with the next news.
    if (line !== undefined) line.waitsBySettings = this.#waitsBySettings(index);
  }

  #onAccountEvent(index: LineIndex, account: Account, event: AccountEvent): void {
    const line = this.#lines.get(index);
    // One that was removed still says farewell, while the line may have another already.
    if (line?.account !== account) return;
    this.#logEvent(index, event);
    if (isNews(event)) {
      this.#onNews(index, line, event);
      return;
    }
    // A line that failed shows so until it is registered: the tries between are nobody's news.
    if (event.type === 'registering' && line.registration.state === 'failed') return;
    line.registration = this.#registrationOf(event);
    this.#publish();
  }

  #logEvent(index: LineIndex, event: AccountEvent): void {
    const line = accountId(index);
    if (event.type !== 'registrationFailed') {
      this.#options.log.info('lines', event.type, { line });
      return;
    }
    const { cause, status, reason, retryAfterMs } = event;
    this.#options.log.warn('lines', 'the registration failed', { line, cause, status, reason, retryAfterMs });
  }

  #onNews(index: LineIndex, line: Line, event: LineNews): void {
    if (event.type === 'messageWaiting') {
      line.messages = messagesOf(event);
      this.#publish();
      void this.#keepMessageWaiting(index);
    } else if (event.type === 'featureChanged') {
      this.#options.featureChanged(event.feature);
    } else if (event.type === 'appearancesChanged') {
      line.appearances = appearancesOf(event.status);
      this.#publish();
    } else {
      this.#options.commanded(event);
    }
  }

  #registrationOf(event: RegistrationNews): Registration {
    switch (event.type) {
      case 'registering':
        return { state: 'registering' };
      case 'registered':
        return { state: 'registered', server: event.server ?? 'primary' };
      case 'unregistered':
        return { state: 'off' };
      case 'registrationFailed': {
        const { retryAfterMs } = event;
        const retryAtMs = retryAfterMs === undefined ? undefined : this.#options.clock.monotonicMs + retryAfterMs;
        return { state: 'failed', reason: failureText(event), retryAtMs };
      }
    }
  }

  #publish(): void {
    this.#snapshots = Array.from({ length: lineCount }, (_, index) => this.#snapshotOf(index));
    this.#options.changed();
  }

  #snapshotOf(index: LineIndex): LineSnapshot {
    const line = this.#lines.get(index);
    const before = this.#snapshots[index];
    const label = line?.settings.displayName ?? line?.settings.user ?? '';
    const number = line?.settings.user ?? '';
    const registration = line?.registration ?? { state: 'off' as const };
    const { new: newMessages, old: oldMessages } = line?.messages ?? noMessages;
    const appearances = line?.settings.sharedLine === undefined ? undefined : line.appearances;
    const same =
      before?.label === label &&
      before.number === number &&
      before.registration === registration &&
      before.newMessages === newMessages &&
      before.oldMessages === oldMessages &&
      before.appearances === appearances;
    const shared = appearances === undefined ? {} : { appearances };
    return same ? before : { index, label, number, registration, newMessages, oldMessages, ...shared };
  }
}

/** `credentials` answers with the password of today, so that it must be written down to be compared later. */
function whatIsTold(settings: AccountSettings): string {
  return JSON.stringify({ ...settings, credentials: settings.credentials() });
}
