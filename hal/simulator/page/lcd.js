// The LCD: rectangles from the stream onto a canvas, and a finger on it where the board has a touch-screen.

/** What a reflective display looks like with its light on: dark segments, the ground is the bezel's own. */
const darkPixel = [22, 34, 26, 232];

export class Lcd {
  /** @type {HTMLCanvasElement} */ #canvas;
  /** @type {CanvasRenderingContext2D} */ #context;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  }

  /** @param {{width: number, height: number, format: string, class: string}} board */
  prepare({ width, height, format }) {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#canvas.dataset.format = format;
  }

  /** @param {number} percent */
  setBrightness(percent) {
    this.#canvas.parentElement?.style.setProperty('--light', String(0.25 + (0.75 * percent) / 100));
  }

  /** A binary message of kind 1, see stream-format.md. @param {DataView} view */
  draw(view) {
    const [x, y, width, height] = [2, 4, 6, 8].map((at) => view.getUint16(at, true));
    const image = this.#context.createImageData(width, height);
    if (view.getUint8(1) === 0) fillMono(image.data, view);
    else fillColor(image.data, view);
    this.#context.putImageData(image, x, y);
  }

  /** @param {(touch: {x: number, y: number, action: 'down' | 'move' | 'up'}) => void} touched */
  listenToTouch(touched) {
    const canvas = this.#canvas;
    const report = (/** @type {PointerEvent} */ event, /** @type {'down' | 'move' | 'up'} */ action) => {
      const box = canvas.getBoundingClientRect();
      const x = Math.floor(((event.clientX - box.left) * canvas.width) / box.width);
      const y = Math.floor(((event.clientY - box.top) * canvas.height) / box.height);
      touched({ x: clamp(x, canvas.width), y: clamp(y, canvas.height), action });
    };
    canvas.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      report(event, 'down');
    });
    canvas.addEventListener('pointermove', (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) report(event, 'move');
    });
    canvas.addEventListener('pointerup', (event) => report(event, 'up'));
    canvas.addEventListener('pointercancel', (event) => report(event, 'up'));
  }
}

/** @param {number} value @param {number} size */
function clamp(value, size) {
  return Math.max(0, Math.min(size - 1, value));
}

/** @param {Uint8ClampedArray} data @param {DataView} view */
function fillMono(data, view) {
  for (let index = 0, at = 12; at < view.byteLength; index += 4, at++) {
    if (view.getUint8(at) !== 0) data.set(darkPixel, index);
  }
}

/** @param {Uint8ClampedArray} data @param {DataView} view */
function fillColor(data, view) {
  for (let index = 0, at = 12; at < view.byteLength; index += 4, at += 2) {
    const pixel = view.getUint16(at, true);
    data[index] = ((pixel >> 11) * 255) / 31;
    data[index + 1] = (((pixel >> 5) & 63) * 255) / 63;
    data[index + 2] = ((pixel & 31) * 255) / 31;
    data[index + 3] = 255;
  }
}
