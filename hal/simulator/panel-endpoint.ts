// The shape of the panel's endpoints: each is data and one function from a request to an answer.

import type { Clock } from '../ports.ts';
import type { Answer } from './panel-answer.ts';
import type { PanelSources } from './panel-sources.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** What the endpoints work on. */
export interface PanelView {
  readonly board: VirtualBoard;
  readonly clock: Clock;
  /** Undefined until the firmware has attached them. */
  readonly sources: PanelSources | undefined;
}

export interface PanelRequest {
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  /** Fires when the client has gone, or the panel closes. */
  readonly signal: AbortSignal;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly mostBodyBytes: number;
  readonly handle: (view: PanelView, request: PanelRequest) => Answer | Promise<Answer>;
}

export type Endpoints = Readonly<Record<string, Endpoint>>;
