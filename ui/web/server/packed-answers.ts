// Answers that are sent compressed: made for each question, or once for as long as they stay the same.

import type { WebMeans } from './means.ts';
import type { Route } from './route.ts';
import { writtenJson } from './written-json.ts';

export interface PackedAnswer {
  readonly gzipped: Uint8Array;
  /** Weak (RFC 9110 §8.8.1): it stands for the same content uncompressed, too. */
  readonly tag: string;
}

interface Kept {
  readonly edition: string;
  readonly made: Promise<PackedAnswer>;
}

/** Smaller ones fit into one packet as they are. */
const leastCharacters = 1024;

export class PackedAnswers {
  readonly #means: WebMeans;
  /** By route and role; the newest edition of each. */
  readonly #lasting = new Map<string, Kept>();

  constructor(means: WebMeans) {
    this.#means = means;
  }

  /** What was answered to another of the same role, while it is the same edition. */
  lasting(route: Route, role: string, edition: string, answer: () => unknown): Promise<PackedAnswer> {
    const key = `${role} ${route.path}`;
    const kept = this.#lasting.get(key);
    if (kept?.edition === edition) return kept.made;
    const made = this.#make(answer);
    this.#lasting.set(key, { edition, made });
    // What failed is tried again for the next who asks.
    made.catch(() => this.#lasting.delete(key));
    return made;
  }

  /** Undefined: not worth it. */
  async once(text: string): Promise<Uint8Array | undefined> {
    return text.length < leastCharacters ? undefined : await this.#means.gzip(text);
  }

  async #make(answer: () => unknown): Promise<PackedAnswer> {
    const gzipped = await this.#means.gzip(await writtenJson(await answer(), this.#means.turn));
    return { gzipped, tag: `W/"${this.#means.digest(gzipped)}"` };
  }
}

/** RFC 9110 §12.5.3; who says nothing is sent nothing compressed, as programs without a browser expect. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  return (acceptEncoding ?? '').split(',').some((each) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/i.test(each));
}

/** RFC 9110 §13.1.2, weak comparison. */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const strong = tag.replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === strong || each.trim() === '*');
}
