// The dialogs of one entity, put together from full and partial documents (RFC 4235 §4.3).

import type { DialogInfo, WatchedDialog } from './dialog-info.ts';
import { judgeVersion } from './document.ts';
import { maximumDialogs } from './read-dialog-info.ts';

export class DialogInfoState {
  readonly #dialogs: Map<string, WatchedDialog> = new Map();
  #version: number | undefined;

  /** Those that are not over. */
  get dialogs(): readonly WatchedDialog[] {
    return [...this.#dialogs.values()];
  }

  /** False before the first full document. */
  get isKnown(): boolean {
    return this.#version !== undefined;
  }

  /** `gap`: something was missed, and nothing changed; the owner asks for the whole state by refreshing its subscription. */
  apply(document: DialogInfo): 'applied' | 'stale' | 'gap' {
    const verdict = judgeVersion(this.#version, document.version, document.scope);
    if (verdict !== 'apply') return verdict;
    this.#version = document.version;
    if (document.scope === 'full') this.#dialogs.clear();
    for (const dialog of document.dialogs) {
      if (dialog.state === 'terminated') this.#dialogs.delete(dialog.id);
      else if (this.#dialogs.has(dialog.id) || this.#dialogs.size < maximumDialogs) this.#dialogs.set(dialog.id, dialog);
    }
    return 'applied';
  }

  /** A new subscription begins: what is known may be old. */
  forget(): void {
    this.#dialogs.clear();
    this.#version = undefined;
  }
}
