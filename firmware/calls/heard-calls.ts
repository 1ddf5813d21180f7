// Whose voice is heard, as the core is told it: the calls that are mixed in, those whose other side nobody hears, and who hears each other.

import type { MediaCommand, SessionId } from '#media/messages';

export interface HeardCallsOptions {
  /** Those that a call has now. */
  readonly sessionsOf: (call: string) => readonly SessionId[];
  readonly send: (command: MediaCommand) => void;
}

export class HeardCalls {
  readonly #options: HeardCallsOptions;
  #heard: readonly string[] = [];
  #kept: readonly string[] = [];
  /** As the core was told last. */
  #mixed: readonly SessionId[] = [];

  constructor(options: HeardCallsOptions) {
    this.#options = options;
  }

  /** The sound of these calls is mixed in, all others' is not; of `kept` ones nobody hears the other side. */
  hear(calls: readonly string[], kept: readonly string[]): void {
    const [heardBefore, keptBefore] = [this.#heard, this.#kept];
    this.#heard = calls;
    this.#kept = kept;
    for (const call of heardBefore) if (!calls.includes(call)) this.#connect(call, false);
    for (const call of calls) if (!heardBefore.includes(call)) this.#connect(call, true);
    for (const call of keptBefore) if (!kept.includes(call)) this.#setVoice(call, false);
    for (const call of kept) if (!keptBefore.includes(call)) this.#setVoice(call, true);
    this.mix();
  }

  /** A session of the call has been configured. */
  configured(session: SessionId, call: string): void {
    if (this.#heard.includes(call)) this.#options.send({ type: 'connectSession', session, heard: true });
    if (this.#kept.includes(call)) this.#setVoice(call, true);
    this.mix();
  }

  /** The parties of several calls hear each other. To be called when a session has gone, too. */
  mix(): void {
    const mixed = this.#heard.length > 1 ? this.#heard.flatMap((call) => this.#options.sessionsOf(call)) : [];
    if (mixed.join() === this.#mixed.join()) return;
    this.#mixed = mixed;
    this.#options.send({ type: 'mixSessions', groups: mixed.length > 1 ? [mixed] : [] });
  }

  #connect(call: string, heard: boolean): void {
    for (const session of this.#options.sessionsOf(call)) this.#options.send({ type: 'connectSession', session, heard });
  }

  #setVoice(call: string, muted: boolean): void {
    for (const session of this.#options.sessionsOf(call)) this.#options.send({ type: 'setVoice', session, muted, levelDb: 0 });
  }
}
