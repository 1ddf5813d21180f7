// Whose voice is heard, as the core is told it: the calls that are mixed in, those whose other side nobody hears, and who hears each other.

import type { MediaCommand, SessionId } from '#media/messages';

/** As many as the core takes; who waits beyond them hears the phone's own music. */
const mostGroups = 8;

export interface HeardCallsOptions {
  /** Those that a call has now. */
  readonly sessionsOf: (call: string) => readonly SessionId[];
  readonly send: (command: MediaCommand) => void;
}

export class HeardCalls {
  readonly #options: HeardCallsOptions;
  #heard: readonly string[] = [];
  #kept: readonly string[] = [];
  /** The call that somebody hears who waits, by the waiting one. */
  readonly #music = new Map<string, string>();
  /** As the core was told last. */
  #mixed = '[]';

  constructor(options: HeardCallsOptions) {
    this.#options = options;
  }

  /** Whether we hear the call and it hears us. */
  hears(call: string): boolean {
    return this.#heard.includes(call);
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

  /** Who waits hears the other call instead of the phone's own music; undefined: that. */
  play(waiting: string, music: string | undefined): void {
    if (music === undefined) this.#music.delete(waiting);
    else this.#music.set(waiting, music);
    this.mix();
  }

  /** The parties of several calls hear each other, and who waits hears music. To be called when a session has gone, too. */
  mix(): void {
    const { sessionsOf, send } = this.#options;
    const waiting = [...this.#music].filter(([call]) => !this.#heard.includes(call));
    const groups = [this.#heard.length > 1 ? this.#heard : [], ...waiting]
      .map((calls) => calls.flatMap((call) => sessionsOf(call)))
      .filter((sessions) => sessions.length > 1)
      .slice(0, mostGroups);
    const mixed = JSON.stringify(groups);
    if (mixed === this.#mixed) return;
    this.#mixed = mixed;
    send({ type: 'mixSessions', groups });
  }

  #connect(call: string, heard: boolean): void {
    for (const session of this.#options.sessionsOf(call)) this.#options.send({ type: 'connectSession', session, heard });
  }

  #setVoice(call: string, muted: boolean): void {
    for (const session of this.#options.sessionsOf(call)) this.#options.send({ type: 'setVoice', session, muted, levelDb: 0 });
  }
}
