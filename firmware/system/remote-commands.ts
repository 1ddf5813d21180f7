// What a proven server told the phone to do: done when nobody talks, once, however often it was told.

import type { Log } from '#sip/ports';
import type { LineCommand } from '../lines/line-news.ts';

export interface RemoteCommandsOptions {
  readonly log: Log;
  /** Calls that there are now. */
  readonly calls: () => number;
  readonly restart: () => void;
}

export class RemoteCommands {
  readonly #options: RemoteCommandsOptions;
  #pending = false;
  #restarted = false;

  constructor(options: RemoteCommandsOptions) {
    this.#options = options;
  }

  take(command: LineCommand): void {
    const { log } = this.#options;
    // A phone that starts reads its configuration; nothing else does so yet.
    const restarts = command.type === 'restartRequested' || (command.type === 'resyncRequested' && command.restart !== false);
    if (!restarts) {
      log.info('system', 'a server asked for what only a restart does', { command: command.type });
      return;
    }
    log.info('system', 'the server wants a restart', { command: command.type });
    this.#pending = true;
    this.follow();
  }

  /** The calls may be others than before. */
  follow(): void {
    if (!this.#pending || this.#restarted || this.#options.calls() > 0) return;
    this.#restarted = true;
    this.#options.restart();
  }
}
