// sipp's side of a call that it made, told by sipp itself: what somebody else needs to name that call in Replaces or Join.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedPhone } from '../../support/simulated-phone.ts';
import type { Step } from './sipp-words.ts';

/** After `callsPhone`. */
export const tellsDialog: Step = '<nop><action><log message="[call_id] [$callee] [pid]f[call_number]"/></action></nop>';

export class ToldDialog {
  readonly #file: string;

  constructor(directory: string) {
    this.#file = join(directory, 'dialog.log');
    // Of an earlier call.
    rmSync(this.#file, { force: true });
  }

  /** Of the sipp that tells. */
  get arguments(): readonly string[] {
    return ['-trace_logs', '-log_file', this.#file];
  }

  /** As the phone sees it: `call;to-tag=its;from-tag=sipp's`. */
  async value(phone: SimulatedPhone): Promise<string> {
    return await phone.waitFor('the dialog', async () => {
      const told = readFileSync(this.#file, { encoding: 'utf8', flag: 'a+' });
      const [, call, toTag, fromTag] = /(\S+@\S+) .*;tag=(\S+) (\S+f\d+)/.exec(told) ?? [];
      return call === undefined ? undefined : `${call};to-tag=${toTag};from-tag=${fromTag}`;
    });
  }
}
