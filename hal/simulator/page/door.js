// The page's side of the panel's door: requests in order, and the stream that is opened again when it breaks.

const firstRetryMs = 400;
const longestRetryMs = 5_000;

/**
 * @typedef {object} DoorListener
 * @property {(message: Record<string, unknown> & {type: string}) => void} told A text message of the stream.
 * @property {(view: DataView) => void} given A binary message of the stream.
 * @property {(connected: boolean) => void} connectionChanged
 */

export class Door {
  /** @type {DoorListener} */ #listener;
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {Promise<void>} */ #queue = Promise.resolve();
  #retryMs = firstRetryMs;

  /** @param {DoorListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  open() {
    const socket = new WebSocket(`ws://${location.host}/api/stream`);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      this.#retryMs = firstRetryMs;
      this.#listener.connectionChanged(true);
    });
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') this.#listener.told(JSON.parse(data));
      else this.#listener.given(new DataView(data));
    });
    socket.addEventListener('close', () => {
      this.#listener.connectionChanged(false);
      setTimeout(() => this.open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    });
    this.#socket = socket;
  }

  /**
   * One after the other: a key must not come up before it went down. What is to be asked may be found out when its turn has come.
   * @param {string} path
   * @param {object | (() => Promise<object>)} body
   */
  post(path, body) {
    const ask = async () => {
      const text = JSON.stringify(typeof body === 'function' ? await body() : body);
      return fetch(path, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } });
    };
    this.#queue = this.#queue.then(ask).then(
      () => {},
      () => this.#listener.connectionChanged(false),
    );
    return this.#queue;
  }

  /** The semantic tree of the screen; undefined while there is none. */
  async screen() {
    const answer = await fetch('/api/screen');
    return answer.ok ? await answer.json() : undefined;
  }

  /** @param {object | ArrayBuffer} message */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(message instanceof ArrayBuffer ? message : JSON.stringify(message));
  }
}
