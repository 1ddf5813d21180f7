// A line that cannot register tells so on the screen, once, until it can.

import type { LineSnapshot } from '#ui/phone';
import type { Notices } from '../system/notices.ts';

/** A dismissed notice stays away while the reason is the same. */
export class LineNotices {
  readonly #notices: Notices;
  readonly #told = new Map<number, string>();

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  follow(lines: readonly LineSnapshot[]): void {
    for (const { index, label, registration } of lines) {
      const reason = registration.state === 'failed' ? registration.reason : undefined;
      if (reason === this.#told.get(index)) continue;
      const id = `line-${index}`;
      if (reason === undefined) {
        this.#told.delete(index);
        this.#notices.clear(id);
      } else {
        this.#told.set(index, reason);
        this.#notices.raise({ id, severity: 'error', title: `Line ${index + 1}: ${reason}`, text: adviceFor(reason, label) });
      }
    }
  }
}

/** Short enough to be read whole on 128 by 64 pixels; the title says what is wrong already. */
function adviceFor(reason: string, label: string): string {
  if (reason === 'Wrong password') return `${label}: ask your administrator for the right one.`;
  return `No calls on ${label} for now. The phone keeps trying.`;
}
