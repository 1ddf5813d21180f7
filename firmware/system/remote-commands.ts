// What a proven server told the phone to do: done when nobody talks, once, however often it was told.

import type { Log } from '#sip/ports';
import type { LineCommand } from '../lines/line-news.ts';

export interface RemoteCommandsOptions {
  readonly log: Log;
  /** Calls that there are now. */
  readonly calls: () => number;
  readonly restart: () => void;
  /** Fetches the settings. */
  readonly resync: () => void;
}

export class RemoteCommands {
  readonly #options: RemoteCommandsOptions;
  #pending = false;
  #restarted = false;

  constructor(options: RemoteCommandsOptions) {
    this.#options = options;
  }

  take(command: LineCommand): void {
    const { log, resync } = this.#options;
    switch (command.type) {
      case 'reportRequested':
        log.info('system', 'a server asked for a report, which this version does not send');
        return;
      case 'resyncRequested':
        // A phone that starts fetches its settings as well.
        if (command.restart === true) break;
        log.info('system', 'the server wants the settings to be fetched');
        resync();
        return;
      case 'restartRequested':
        break;
    }
    log.info('system', 'the server wants a restart', { command: command.type });
    this.restartWhenIdle();
  }

  /** Once, as soon as nobody talks. */
  restartWhenIdle(): void {
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
