// The phone's state as it changes, over a WebSocket that comes back by itself.

import type { PhoneSnapshot } from '../../phone.ts';
import { askAgain } from './api.ts';

/** The directory is asked for by the page that shows it. */
type LiveSnapshot = Omit<PhoneSnapshot, 'directory'>;

export interface LiveState {
  readonly connected: boolean;
  readonly phone: LiveSnapshot | undefined;
  /** Counts how often the directory has become another one. */
  readonly directoryChanges: number;
  /** What the phone's clock said when `heardAtMs` of ours was. Both run at the same speed. */
  readonly phoneMs: number;
  readonly heardAtMs: number;
}

interface LiveMessage {
  readonly phone: Partial<LiveSnapshot>;
  readonly directoryChanged: boolean;
  readonly nowMs: number;
}

const againMs = 2000;
/** The phone says something every half minute. */
const longestSilenceMs = 75_000;

export class LiveConnection {
  state: LiveState = { connected: false, phone: undefined, directoryChanges: 0, phoneMs: 0, heardAtMs: 0 };
  readonly #changed: (state: LiveState) => void;
  #socket: WebSocket | undefined;
  /** Until it is tried again, or until a connection that is silent is given up. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: (state: LiveState) => void) {
    this.#changed = changed;
  }

  open(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`);
    this.#socket = socket;
    this.#listen(socket);
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      this.#listen(socket);
      const message = JSON.parse(data) as LiveMessage;
      const phone = { ...this.state.phone, ...message.phone } as LiveSnapshot;
      const directoryChanges = this.state.directoryChanges + (message.directoryChanged ? 1 : 0);
      this.#set({ connected: true, phone, directoryChanges, phoneMs: message.nowMs, heardAtMs: performance.now() });
    };
    socket.onclose = () => this.#lost(socket);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#leave(this.#socket);
  }

  /** A phone without power closes nothing. */
  #listen(socket: WebSocket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost(socket), longestSilenceMs);
  }

  #lost(socket: WebSocket): void {
    this.#leave(socket);
    this.#set({ ...this.state, connected: false });
    // Who is not logged in any more hears it here: a refused WebSocket does not say why.
    void askAgain('/api/phone');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), againMs);
  }

  /** Nothing more is heard of it. */
  #leave(socket: WebSocket | undefined): void {
    if (socket === undefined) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #set(state: LiveState): void {
    this.state = state;
    this.#changed(state);
  }
}
