// A line that cannot register tells so on the screen, once, until it can.

import type { LineSnapshot } from '#ui/line-snapshot';
import type { NoticeKind } from '#ui/phone';
import { knownNotice } from '../system/known-notices.ts';
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
        const kind = kindOf(reason);
        this.#notices.raise(knownNotice(kind, { id, severity: 'error', lasting: true }, { line: index + 1, label, reason }));
      }
    }
  }
}

function kindOf(reason: string): NoticeKind {
  if (reason === 'Wrong password') return 'password';
  return /certificate/.test(reason) ? 'certificate' : 'registration';
}
