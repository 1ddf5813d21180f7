// The end of a call that a transfer has done away with: the other side may end it before (SPA `Referor_Bye_Delay` and its like).

import type { CallDialog } from '../call/call-dialog.ts';

export function endLater(dialog: CallDialog, delayMs: number): void {
  if (delayMs === 0) {
    dialog.call.end();
    return;
  }
  const timer = dialog.context.core.clock.setTimer(delayMs, () => dialog.call.end());
  dialog.whenOver(() => timer.cancel());
}
