// Every key of the phone: made from one table, pressed by finger, mouse, keyboard focus or the stream.

/** A press shorter than a blink still shows. */
const shortestSinkMs = 110;

const letters = { 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', 0: '+' };

/** @typedef {{key: string, name: string, print?: string, letters?: string, icon?: string, lamp?: boolean}} KeyShape */

const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => index + 1);

/** Container id to the keys in it, in reading order. @type {Record<string, KeyShape[]>} */
const groups = {
  'dial-keys': ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'].map((key) => ({
    key,
    name: { '*': 'Star', '#': 'Hash' }[key] ?? key,
    print: key === '*' ? '✱' : key,
    letters: letters[/** @type {keyof letters} */ (key)] ?? '',
  })),
  'soft-keys': numbers(4).map((n) => ({ key: `softkey${n}`, name: `Soft key ${n}` })),
  'line-keys': numbers(6).map((n) => ({ key: `line${n}`, name: `Line ${n}`, lamp: true })),
  'function-keys': numbers(12).map((n) => ({ key: `function${n}`, name: `Function key ${n}`, print: String(n), lamp: true })),
  'feature-keys': [
    { key: 'voicemail', name: 'Voice mail', print: 'Message', icon: 'voicemail', lamp: true },
    { key: 'directory', name: 'Directory', print: 'Directory', icon: 'directory' },
    { key: 'redial', name: 'Redial', print: 'Redial', icon: 'redial' },
    { key: 'hold', name: 'Hold', print: 'Hold', icon: 'hold' },
    { key: 'transfer', name: 'Transfer', print: 'Transfer', icon: 'transfer' },
    { key: 'conference', name: 'Conference', print: 'Conf', icon: 'conference' },
  ],
  'volume-keys': [
    { key: 'volumeDown', name: 'Volume down', icon: 'minus' },
    { key: 'volumeUp', name: 'Volume up', icon: 'plus' },
  ],
  'ring-keys': [
    { key: 'up', name: 'Up', icon: 'up' },
    { key: 'left', name: 'Left', icon: 'left' },
    { key: 'ok', name: 'OK', print: 'OK' },
    { key: 'right', name: 'Right', icon: 'right' },
    { key: 'down', name: 'Down', icon: 'down' },
  ],
  'corner-keys': [
    { key: 'menu', name: 'Menu', icon: 'menu' },
    { key: 'back', name: 'Back', icon: 'back' },
  ],
  'audio-keys': [
    { key: 'mute', name: 'Mute', icon: 'mute', lamp: true },
    { key: 'headset', name: 'Headset', icon: 'headset', lamp: true },
    { key: 'speaker', name: 'Speaker', icon: 'speaker', lamp: true },
  ],
};

export class Keypad {
  /** @type {Map<string, HTMLButtonElement>} */ #buttons = new Map();
  /** Down by this page's doing. @type {Set<string>} */ #held = new Set();
  /** @type {Map<string, number>} */ #sunkAt = new Map();
  /** @type {(key: string, action: 'down' | 'up') => void} */ #moved;

  /** @param {(key: string, action: 'down' | 'up') => void} moved */
  constructor(moved) {
    this.#moved = moved;
  }

  /** Puts the keys into their places on the page. */
  build() {
    for (const [id, shapes] of Object.entries(groups)) {
      const place = document.getElementById(id);
      for (const shape of shapes) place?.append(this.#make(shape));
    }
  }

  /**
   * Shows the keys that this board has, the first three line keys on the left where labels are on both sides.
   * @param {Set<string>} names
   * @param {1 | 2} sides
   */
  arrange(names, sides) {
    for (const [key, button] of this.#buttons) button.hidden = !names.has(key);
    for (const key of ['line3', 'line2', 'line1']) {
      const button = this.#buttons.get(key);
      if (button) document.getElementById(sides === 2 ? 'left-line-keys' : 'line-keys')?.prepend(button);
    }
    for (const id of [...Object.keys(groups), 'left-line-keys']) {
      const place = document.getElementById(id);
      if (place) place.hidden = [...place.children].every((child) => child instanceof HTMLElement && child.hidden);
    }
  }

  /** @param {string} key */
  down(key) {
    const button = this.#buttons.get(key);
    if (!button || button.hidden || this.#held.has(key)) return;
    this.#held.add(key);
    this.show(key, 'down');
    this.#moved(key, 'down');
  }

  /** @param {string} key */
  up(key) {
    if (!this.#held.delete(key)) return;
    this.show(key, 'up');
    this.#moved(key, 'up');
  }

  upAll() {
    for (const key of [...this.#held]) this.up(key);
  }

  get held() {
    return [...this.#held];
  }

  /** What the board says, whoever pressed. @param {string} key @param {'down' | 'up'} action */
  show(key, action) {
    const button = this.#buttons.get(key);
    if (!button) return;
    if (action === 'down') {
      this.#sunkAt.set(key, performance.now());
      button.classList.add('down');
      return;
    }
    const sunkAt = this.#sunkAt.get(key) ?? 0;
    const restMs = Math.max(0, sunkAt + shortestSinkMs - performance.now());
    setTimeout(() => {
      if (this.#sunkAt.get(key) === sunkAt && !this.#held.has(key)) button.classList.remove('down');
    }, restMs);
  }

  /** @param {KeyShape} shape */
  #make({ key, name, print, letters: below, icon, lamp }) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'key';
    button.dataset.key = key;
    button.dataset.name = name;
    button.ariaLabel = name;
    if (lamp) button.append(makeLamp(key));
    if (icon) button.append(makeIcon(icon));
    if (print) button.append(makeText('print', print));
    if (below !== undefined) button.append(makeText('letters', below));
    this.#listen(button, key);
    this.#buttons.set(key, button);
    return button;
  }

  /** @param {HTMLButtonElement} button @param {string} key */
  #listen(button, key) {
    button.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      // Without focus the keyboard goes on meaning the phone's keys.
      event.preventDefault();
      button.setPointerCapture(event.pointerId);
      this.down(key);
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) button.addEventListener(end, () => this.up(key));
    button.addEventListener('contextmenu', (event) => event.preventDefault());
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.#fromFocus(event, () => this.down(key));
    });
    button.addEventListener('keyup', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.#fromFocus(event, () => this.up(key));
    });
    // A screen reader clicks without a pointer and without keys.
    button.addEventListener('click', (event) => {
      if (event.detail !== 0) return;
      this.down(key);
      this.up(key);
    });
    button.addEventListener('blur', () => this.up(key));
  }

  /** @param {KeyboardEvent} event @param {() => void} act */
  #fromFocus(event, act) {
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) act();
  }
}

/** @param {string} name */
function makeLamp(name) {
  const lamp = document.createElement('span');
  lamp.className = 'lamp';
  lamp.dataset.lamp = name;
  lamp.append(document.createElement('i'));
  return lamp;
}

/** @param {string} name */
function makeIcon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} className @param {string} text */
function makeText(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}
