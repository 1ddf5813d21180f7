// The handset: lies in its cradle or is lifted, and its coiled cord follows it.

const svgName = 'http://www.w3.org/2000/svg';
const settleMs = 520;

/** @typedef {{x: number, y: number}} Point */

export class Handset {
  #button = /** @type {HTMLButtonElement} */ (document.getElementById('hook'));
  #cord = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById('cord')));
  #off = false;
  #moved;

  /** @param {(off: boolean) => void} moved */
  constructor(moved) {
    this.#moved = moved;
  }

  start() {
    this.#button.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#button.addEventListener('click', () => this.toggle());
    addEventListener('resize', () => this.followCord());
    this.followCord();
  }

  toggle() {
    this.show(!this.#off);
    this.#moved(this.#off);
  }

  /** @param {boolean} off */
  show(off) {
    this.#off = off;
    document.body.classList.toggle('off-hook', off);
    this.#button.ariaPressed = String(off);
    this.#button.ariaLabel = off ? 'Handset, lifted' : 'Handset, in its cradle';
    this.followCord();
  }

  /** Draws the cord until the handset has come to rest. */
  followCord() {
    const until = performance.now() + settleMs;
    const step = () => {
      this.#drawCord();
      if (performance.now() < until) requestAnimationFrame(step);
    };
    step();
  }

  #drawCord() {
    const origin = this.#cord.getBoundingClientRect();
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--unit')) / 16;
    const from = centre('cord-end', origin);
    const to = centre('cord-base', origin);
    const bend = (this.#off ? 60 : 78) * unit;
    const curve = [from, { x: from.x, y: from.y + bend }, { x: to.x - 128 * unit, y: to.y + bend * 1.5 }, to];
    this.#cord.replaceChildren(...coil(curve, unit));
  }
}

/** @param {string} id @param {DOMRect} origin @returns {Point} */
function centre(id, origin) {
  const box = document.getElementById(id)?.getBoundingClientRect() ?? origin;
  return { x: box.left + box.width / 2 - origin.left, y: box.top + box.height / 2 - origin.top };
}

/**
 * Each turn is drawn twice, its far half first, so that turns overlap as they do on a real cord.
 * @param {Point[]} curve @param {number} unit
 */
function coil(curve, unit) {
  const turns = Math.max(14, Math.round(length(curve) / (7.4 * unit)));
  const far = [];
  const near = [];
  for (let turn = 0; turn < turns; turn++) {
    far.push(strand(curve, turn / turns, (turn + 0.56) / turns, turns, unit, 'far'));
    near.push(strand(curve, (turn + 0.44) / turns, (turn + 1.06) / turns, turns, unit, 'rim'));
    near.push(strand(curve, (turn + 0.44) / turns, (turn + 1.06) / turns, turns, unit, 'near'));
    near.push(strand(curve, (turn + 0.62) / turns, (turn + 0.86) / turns, turns, unit, 'gleam'));
  }
  return [...far, ...near];
}

/** @param {Point[]} curve @param {number} from @param {number} to @param {number} turns @param {number} unit @param {string} kind */
function strand(curve, from, to, turns, unit, kind) {
  const points = [];
  for (let step = 0; step <= 10; step++) {
    const t = Math.min(1, from + ((to - from) * step) / 10);
    const angle = t * turns * 2 * Math.PI;
    const { x, y } = pointAt(curve, t);
    const along = directionAt(curve, t);
    // The ends of the cord are straight.
    const radius = 8.5 * unit * Math.min(1, 14 * t, 14 * (1 - t));
    const across = Math.cos(angle) * radius;
    const ahead = Math.sin(angle) * radius * 0.42;
    points.push(`${(x - along.y * across + along.x * ahead).toFixed(1)} ${(y + along.x * across + along.y * ahead).toFixed(1)}`);
  }
  const path = document.createElementNS(svgName, 'path');
  path.setAttribute('class', kind);
  path.setAttribute('d', `M${points.join('L')}`);
  return path;
}

/** Cubic Bézier. @param {Point[]} curve @param {number} t @returns {Point} */
function pointAt([a, b, c, d], t) {
  const s = 1 - t;
  const at = (/** @type {'x' | 'y'} */ axis) =>
    s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis];
  return { x: at('x'), y: at('y') };
}

/** @param {Point[]} curve @param {number} t @returns {Point} */
function directionAt(curve, t) {
  const from = pointAt(curve, Math.max(0, t - 0.01));
  const to = pointAt(curve, Math.min(1, t + 0.01));
  const size = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / size, y: (to.y - from.y) / size };
}

/** @param {Point[]} curve */
function length(curve) {
  let sum = 0;
  for (let step = 0; step < 20; step++) {
    const from = pointAt(curve, step / 20);
    const to = pointAt(curve, (step + 1) / 20);
    sum += Math.hypot(to.x - from.x, to.y - from.y);
  }
  return sum;
}
