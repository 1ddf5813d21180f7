// Live state over WebSockets (RFC 6455): the phone's snapshot once, then what of it has changed, at most ten times a second.

import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Phone, PhoneSnapshot } from '../../phone.ts';
import type { Clock, Log, Timer } from '../../ports.ts';
import type { Session } from './sessions.ts';
import type { SpokenPhone } from './spoken-phone.ts';

/** Without the directory: thousands of contacts are asked for by whoever shows them, and by nobody else. */
type LiveSnapshot = Omit<PhoneSnapshot, 'directory'>;

/** What a page hears. `phone` holds the parts of the snapshot that are other ones now; the first message has all of them. */
export interface LiveMessage {
  readonly phone: Partial<LiveSnapshot>;
  /** `GET /api/directory` gives another one now. */
  readonly directoryChanged: boolean;
  /** `Clock.monotonicMs`, to which all times of the snapshot count. */
  readonly nowMs: number;
  readonly wall: { readonly ms: number; readonly trusted: boolean };
}

export interface LiveOptions {
  readonly phone: Pick<Phone, 'subscribe'>;
  readonly spoken: SpokenPhone;
  readonly clock: Clock;
  readonly log: Log;
}

type Socket = Parameters<WebSocketServer['handleUpgrade']>[1];

/** Who was let in, and whether he still would be. */
export interface Admission {
  readonly session: Session | undefined;
  readonly isAllowed: () => boolean;
}

interface Listener extends Admission {
  readonly webSocket: WebSocket;
  told: PhoneSnapshot | undefined;
  answers: boolean;
}

const mostListeners = 16;
const shortestGapMs = 100;
const pingMs = 30_000;
/** Who reads so slowly has lost the connection or means ill. */
const mostUnsentBytes = 1_048_576;
/** Pages say nothing here. */
const largestMessageBytes = 1024;

export class Live {
  readonly #options: LiveOptions;
  readonly #server: WebSocketServer;
  readonly #listeners = new Set<Listener>();
  #gap: Timer | undefined;
  #ping: Timer | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes, perMessageDeflate: false });
  }

  /** The guard has let it in. */
  take(request: IncomingMessage, socket: Socket, head: Buffer, admission: Admission): void {
    if (this.#listeners.size >= mostListeners) {
      refuseUpgrade(socket, '503 Service Unavailable');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) =>
      this.#add({ ...admission, webSocket, told: undefined, answers: true }),
    );
  }

  /** The same is said in other words. */
  languageChanged(): void {
    if (this.#listeners.size > 0) this.#later();
  }

  sessionEnded(session: Session): void {
    for (const listener of this.#listeners) if (listener.session === session) listener.webSocket.close(1008, 'logged out');
  }

  close(): void {
    for (const { webSocket } of this.#listeners) webSocket.terminate();
    this.#listeners.clear();
    this.#rest();
  }

  #add(listener: Listener): void {
    const { webSocket } = listener;
    this.#listeners.add(listener);
    webSocket.on('error', () => undefined);
    webSocket.on('pong', () => {
      listener.answers = true;
    });
    webSocket.on('close', () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    });
    this.#unsubscribe ??= this.#options.phone.subscribe(() => this.#later());
    this.#ping ??= this.#armPing();
    this.#tell(listener);
  }

  #later(): void {
    this.#gap ??= this.#options.clock.setTimer(shortestGapMs, () => {
      this.#gap = undefined;
      for (const listener of this.#listeners) this.#tell(listener);
    });
  }

  #tell(listener: Listener): void {
    const now = this.#options.spoken.snapshot;
    const { told } = listener;
    if (now === told) return;
    listener.told = now;
    this.#send(listener, { phone: differing(told, now), directoryChanged: told?.directory !== now.directory });
  }

  #send({ webSocket }: Listener, news: Pick<LiveMessage, 'phone' | 'directoryChanged'>): void {
    if (webSocket.bufferedAmount > mostUnsentBytes) {
      webSocket.terminate();
      return;
    }
    const { clock } = this.#options;
    const message: LiveMessage = { ...news, nowMs: clock.monotonicMs, wall: clock.wall };
    // A part that went away is said to be null: JSON has no undefined.
    webSocket.send(JSON.stringify(message, (_, value: unknown) => (value === undefined ? null : value)));
  }

  #armPing(): Timer {
    return this.#options.clock.setTimer(pingMs, () => {
      for (const listener of this.#listeners) {
        if (!listener.isAllowed()) listener.webSocket.close(1008, 'logged out');
        else if (!listener.answers) listener.webSocket.terminate();
        listener.answers = false;
        listener.webSocket.ping();
        // Scripts do not see pings: a page that hears nothing for longer knows that the phone is gone.
        this.#send(listener, { phone: {}, directoryChanged: false });
      }
      this.#ping = this.#listeners.size > 0 ? this.#armPing() : undefined;
    });
  }

  #rest(): void {
    this.#gap?.cancel();
    this.#ping?.cancel();
    this.#unsubscribe?.();
    this.#gap = this.#ping = this.#unsubscribe = undefined;
  }
}

export function refuseUpgrade(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function differing(before: PhoneSnapshot | undefined, now: PhoneSnapshot): Partial<LiveSnapshot> {
  const { directory: _, ...parts } = now;
  if (before === undefined) return parts;
  const changed = Object.entries(parts).filter(([name, part]) => before[name as keyof LiveSnapshot] !== part);
  return Object.fromEntries(changed) as Partial<LiveSnapshot>;
}
