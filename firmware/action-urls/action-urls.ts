// Asks for the addresses of what happened, one after the other, and waits for none of them with anything else.

import type { Log } from '#sip/ports';
import type { Phone, PhoneSnapshot } from '#ui/phone';
import type { Parameters } from '../lines/line-settings.ts';
import { actionEvents } from './action-events.ts';
import { actionPaths } from './action-paths.ts';
import { actionUrl } from './action-url.ts';

export interface ActionUrlsOptions {
  readonly phone: Phone;
  readonly parameters: Parameters;
  readonly log: Log;
  /** Undefined: it was asked for; else why not. Never rejects. */
  readonly ask: (url: URL) => Promise<string | undefined>;
  /** Nobody waits for answers any more. */
  readonly closed: () => void;
}

/** A server that is gone must not make the phone remember a day's events. */
const mostWaiting = 30;

export class ActionUrls implements Disposable {
  readonly #options: ActionUrlsOptions;
  readonly #waiting: URL[] = [];
  #seen: PhoneSnapshot;
  #asking = false;
  #unsubscribe: (() => void) | undefined;

  constructor(options: ActionUrlsOptions) {
    this.#options = options;
    // A line that is registered by now, or a call that came, is news: nobody has been told.
    this.#seen = { ...options.phone.snapshot, phase: 'starting', lines: [], calls: [] };
  }

  start(): void {
    this.#unsubscribe = this.#options.phone.subscribe(() => this.#follow());
    this.#follow();
  }

  [Symbol.dispose](): void {
    this.#unsubscribe?.();
    this.#waiting.length = 0;
    this.#options.closed();
  }

  #follow(): void {
    const { phone, parameters, log } = this.#options;
    const [before, now] = [this.#seen, phone.snapshot];
    this.#seen = now;
    for (const event of actionEvents(before, now)) {
      const template = parameters.get(actionPaths[event.name]);
      const url = template === '' ? undefined : actionUrl(template, event, now);
      if (url === undefined) continue;
      if (this.#waiting.length < mostWaiting) this.#waiting.push(url);
      else log.warn('web', 'too many action addresses wait; one is left out', { event: event.name });
    }
    void this.#askNext();
  }

  async #askNext(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    for (let url = this.#waiting.shift(); url !== undefined; url = this.#waiting.shift()) {
      const failure = await this.#options.ask(url);
      // Not the address: it may hold what its server takes for a password.
      if (failure !== undefined) this.#options.log.warn('web', 'an action address did not answer', { host: url.host, failure });
    }
    this.#asking = false;
  }
}
