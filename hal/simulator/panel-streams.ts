// All pages on `/api/stream`, and which of them is the one that speaks.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../ports.ts';
import type { PanelSources } from './panel-sources.ts';
import { StreamClient } from './stream-client.ts';
import type { VirtualBoard } from './virtual-board.ts';

const mostClients = 16;
const mostMessageBytes = 65_536;
/** RFC 6455 §7.4.1: the end point goes away; the server is overloaded (1013, registered later). */
const goingAway = 1001;
const tryAgainLater = 1013;

export class PanelStreams {
  readonly #board: VirtualBoard;
  readonly #log: Log;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes, perMessageDeflate: false });
  readonly #clients = new Map<WebSocket, StreamClient>();
  #sources: PanelSources | undefined;
  #speaker: WebSocket | undefined;

  constructor({ board, log }: { readonly board: VirtualBoard; readonly log: Log }) {
    this.#board = board;
    this.#log = log;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened));
  }

  attach(sources: PanelSources): void {
    this.#sources = sources;
    for (const client of this.#clients.values()) client.attach(sources);
  }

  close(): void {
    for (const [socket, client] of this.#clients) {
      client.stop();
      socket.close(goingAway);
      socket.terminate();
    }
    this.#clients.clear();
    this.#server.close();
  }

  #open(socket: WebSocket): void {
    socket.on('error', (error) => this.#log.debug('panel', 'A page broke the rules of its line', { error: error.message }));
    if (this.#clients.size >= mostClients) {
      socket.close(tryAgainLater, 'too many pages');
      return;
    }
    const client = new StreamClient({
      socket,
      board: this.#board,
      microphoneClaimed: (on) => {
        if (on) this.#speaker = socket;
        else if (this.#speaker === socket) this.#speaker = undefined;
      },
      microphoneHeard: (sound) => {
        if (this.#speaker === socket) this.#sources?.audio.feedMicrophone(sound);
      },
    });
    this.#clients.set(socket, client);
    socket.on('close', () => {
      this.#clients.delete(socket);
      if (this.#speaker === socket) this.#speaker = undefined;
      client.stop();
    });
    client.start();
    if (this.#sources !== undefined) client.attach(this.#sources);
  }
}
