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

export class LiveConnection {
  state: LiveState = { connected: false, phone: undefined, directoryChanges: 0, phoneMs: 0, heardAtMs: 0 };
  readonly #changed: (state: LiveState) => void;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(changed: (state: LiveState) => void) {
    this.#changed = changed;
  }

  open(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`);
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as LiveMessage;
      const phone = { ...this.state.phone, ...message.phone } as LiveSnapshot;
      const directoryChanges = this.state.directoryChanges + (message.directoryChanged ? 1 : 0);
      this.#set({ connected: true, phone, directoryChanges, phoneMs: message.nowMs, heardAtMs: performance.now() });
    };
    socket.onclose = () => {
      if (this.#closed) return;
      this.#set({ ...this.state, connected: false });
      // Who is not logged in any more hears it here: a refused WebSocket does not say why.
      void askAgain('/api/phone');
      this.#timer = setTimeout(() => this.open(), againMs);
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #set(state: LiveState): void {
    this.state = state;
    this.#changed(state);
  }
}
