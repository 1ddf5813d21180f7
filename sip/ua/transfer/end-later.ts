// The end of a call that a transfer has done away with: the other side may end it before (SPA `Referor_Bye_Delay` and its like).

import type { CallDialog } from '../call/call-dialog.ts';
import type { Call } from '../user-agent-events.ts';

export function endLater(dialog: CallDialog, delayMs: number): void {
  if (delayMs === 0) {
    dialog.call.end();
    return;
  }
  const timer = dialog.context.core.clock.setTimer(delayMs, () => dialog.call.end());
  dialog.whenOver(() => timer.cancel());
}

/** A call of ours that another one has taken the place of; what was not answered ends at once. */
export function endReplaced(call: Call, delayMs: number): void {
  const dialog = call.dialogs.find(({ state }) => state === 'confirmed');
  if (dialog === undefined) call.end();
  else endLater(dialog, delayMs);
}
