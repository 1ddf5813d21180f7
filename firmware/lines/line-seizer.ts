// Takes an appearance of a shared line while its dial tone is heard, so that the other phones see it in use before there is a call.

import type { SharedLine } from '#sip/ua/shared-line/shared-line';
import type { DialingSnapshot, LineIndex } from '#ui/phone';

/** What is needed of a shared line. */
type SeizableLine = Pick<SharedLine, 'seize' | 'release'>;

export interface LineSeizerOptions {
  readonly sharedLineOf: (line: LineIndex) => SeizableLine | undefined;
}

export class LineSeizer {
  readonly #options: LineSeizerOptions;
  #index: LineIndex | undefined;
  #line: SeizableLine | undefined;

  constructor(options: LineSeizerOptions) {
    this.#options = options;
  }

  /** A call that was dialled meanwhile keeps what was taken for it. */
  follow(dialing: DialingSnapshot | undefined): void {
    const index = dialing?.offHook === true ? dialing.line : undefined;
    if (index === this.#index) return;
    this.#line?.release();
    this.#index = index;
    this.#line = index === undefined ? undefined : this.#options.sharedLineOf(index);
    void this.#line?.seize();
  }
}
