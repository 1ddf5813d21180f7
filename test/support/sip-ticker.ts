// The messages that a simulated phone has sent and received, as its page's ticker shows them.

import type { SimulatedPhone } from './simulated-phone.ts';

export interface TickedMessage {
  readonly direction: 'sent' | 'received';
  readonly remote: string;
  readonly startLine: string;
  readonly text: string;
}

/** Collects from now on; the newest 200 of before come first. */
export class SipTicker implements Disposable {
  readonly messages: TickedMessage[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = typeof data === 'string' ? (JSON.parse(data) as TickedMessage & { type: string }) : undefined;
      if (message?.type === 'sip') this.messages.push(message);
    });
  }

  static open(phone: SimulatedPhone): Promise<SipTicker> {
    const socket = new WebSocket(`${phone.address.replace('http', 'ws')}/api/stream`);
    const ticker = new SipTicker(socket);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(ticker));
      socket.addEventListener('error', () => reject(new Error('no stream')));
    });
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}
