// Sends keys by INFO one after the other, so that none overtakes another: each waits for the answer of the one before.

import type { CallDialog } from './call-dialog.ts';
import { writeDtmfInfo } from './dtmf-info.ts';

/** A person types slower than that even on a bad line. */
const maxWaiting = 32;

export class DtmfInfoSender {
  readonly #waiting: ReturnType<typeof writeDtmfInfo>[] = [];
  #isSending = false;

  send(dialog: CallDialog, digit: string, durationMs: number): void {
    if (this.#waiting.length >= maxWaiting) return;
    this.#waiting.push(writeDtmfInfo(dialog.context.settings().digitsByInfo ?? 'relay', digit, durationMs));
    if (!this.#isSending) this.#next(dialog);
  }

  #next(dialog: CallDialog): void {
    const info = this.#waiting.shift();
    this.#isSending = info !== undefined && dialog.state !== 'terminated';
    if (info === undefined || dialog.state === 'terminated') return;
    dialog.send({ method: 'INFO', ...info }, (event) => {
      // A key that was refused is lost; the next may do better.
      if (event.type === 'failed' || event.response.status >= 200) this.#next(dialog);
    });
  }
}
