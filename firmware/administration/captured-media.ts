// Copies of RTP come without addresses. Whose they were is known by their sources: of some at once, of the first ones of a call when the media
// core has told of it, which is before anybody fetches the capture.

import type { MediaFlow, Place } from '../calls/media-flow.ts';

/** A copy, before it is known between whom it went. */
export interface MediaCopy {
  readonly source: number;
  /** Port of the session's mirror: copies of one session come from one. */
  readonly mirror: number;
}

export interface Way {
  readonly from: Place;
  readonly to: Place;
}

const mostSources = 1000;
const unknownPlace: Place = { address: '0.0.0.0', port: 0 };

export class CapturedMedia {
  readonly #flows = new Map<number, MediaFlow>();
  readonly #flowOfMirror = new Map<number, MediaFlow>();

  told(flow: MediaFlow): void {
    for (const source of [flow.localSsrc, flow.remoteSsrc]) {
      if (source !== undefined && (this.#flows.has(source) || this.#flows.size < mostSources)) this.#flows.set(source, flow);
    }
  }

  /** Undefined: nobody has told yet. */
  way({ source, mirror }: MediaCopy): Way | undefined {
    const flow = this.#flows.get(source);
    if (flow !== undefined && (this.#flowOfMirror.has(mirror) || this.#flowOfMirror.size < mostSources))
      this.#flowOfMirror.set(mirror, flow);
    // A source that nobody told of is the other side's: our own are told of from the beginning.
    const { local, remote, localSsrc } = flow ?? this.#flowOfMirror.get(mirror) ?? {};
    if (local === undefined || remote === undefined) return undefined;
    return source === localSsrc ? { from: local, to: remote } : { from: remote, to: local };
  }

  /** When nobody will tell any more. */
  wayAtLast(copy: MediaCopy): Way {
    return this.way(copy) ?? { from: unknownPlace, to: unknownPlace };
  }

  clear(): void {
    this.#flows.clear();
    this.#flowOfMirror.clear();
  }
}
