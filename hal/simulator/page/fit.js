// How large the phone is drawn: the LCD at a whole number of device pixels, everything else as large as then fits.

/**
 * `scale`: LCD pixels to CSS pixels when a key has its natural size; `least` and `most`: how far keys may shrink and grow
 * beside it; `lines`: on how many sides, and between which rows of the picture, the line keys stand by their labels.
 * @typedef {{scale: number, least: number, most: number, lines: {sides: 1 | 2, top: number, bottom: number}}} Proportions
 */

/** @type {Record<string, Proportions>} */
const proportions = {
  'mono-128': { scale: 3, least: 0.8, most: 1.35, lines: { sides: 1, top: 0, bottom: 64 } },
  'mono-132': { scale: 3, least: 0.8, most: 1.35, lines: { sides: 1, top: 0, bottom: 64 } },
  'mono-256': { scale: 1.35, least: 0.6, most: 1.35, lines: { sides: 1, top: 0, bottom: 128 } },
  'color-320': { scale: 1, least: 0.85, most: 1.35, lines: { sides: 1, top: 28, bottom: 208 } },
  'color-480': { scale: 1, least: 0.78, most: 1.35, lines: { sides: 2, top: 32, bottom: 232 } },
  'touch-800': { scale: 1, least: 0.7, most: 1.35, lines: { sides: 2, top: 44, bottom: 412 } },
};

/** @param {{class: string}} board @returns {Proportions} */
export function proportionsOf({ class: name }) {
  return proportions[name] ?? proportions['color-320'];
}

const narrow = matchMedia('(max-width: 719px)');
const steps = 12;
const largestScale = 4;

/** @param {{class: string, width: number, height: number}} board */
export function keepFitting(board) {
  const fit = () => (narrow.matches ? fitNarrow(board) : fitWide(board));
  addEventListener('resize', fit);
  narrow.addEventListener('change', fit);
  fit();
}

/**
 * Beside the panel if both fit in the window; else above it, whole; else above it, as wide as the window.
 * @param {{class: string, width: number, height: number}} board
 */
function fitWide(board) {
  const beside = { stacked: false, whole: true };
  const above = { stacked: true, whole: true };
  const wide = { stacked: true, whole: false };
  if ([beside, above, wide].some((arrangement) => tryArrangement(board, arrangement))) return;
  const natural = proportionsOf(board);
  setSizes(board, 1, natural.least / natural.scale);
}

/**
 * @param {{class: string, width: number, height: number}} board
 * @param {{stacked: boolean, whole: boolean}} arrangement
 */
function tryArrangement(board, { stacked, whole }) {
  document.body.classList.toggle('stacked', stacked);
  const natural = proportionsOf(board);
  for (let scale = largestScale; scale >= 1; scale -= 1 / devicePixelRatio) {
    const middle = scale / natural.scale;
    for (let step = 0; step <= steps; step++) {
      setSizes(board, scale, middle * (natural.most - ((natural.most - natural.least) * step) / steps));
      const room = roomLeft(stacked);
      if (room.across >= 0 && (room.down >= 0 || !whole)) return true;
    }
  }
  return false;
}

/** @param {{class: string, width: number, height: number}} board */
function fitNarrow(board) {
  document.body.classList.add('stacked');
  const room = document.documentElement.clientWidth - 32;
  const whole = Math.floor((room * devicePixelRatio) / board.width) / devicePixelRatio;
  setSizes(board, whole > 0 ? whole : room / board.width, 1);
}

/** @param {{class: string, width: number, height: number}} board @param {number} scale @param {number} unit */
function setSizes(board, scale, unit) {
  const { lines } = proportionsOf(board);
  const { width, height } = board;
  const style = document.documentElement.style;
  style.setProperty('--unit', `${unit * 16}px`);
  style.setProperty('--lcd-width', `${width * scale}px`);
  style.setProperty('--lcd-height', `${height * scale}px`);
  style.setProperty('--lcd-pixel', `${scale}px`);
  style.setProperty('--lines-top', `${lines.top * scale}px`);
  style.setProperty('--lines-height', `${(lines.bottom - lines.top) * scale}px`);
}

/** What the window has over, with the air around the phone counted in. @param {boolean} stacked */
function roomLeft(stacked) {
  const [desk, phone, side] = ['.desk', '.phone', '.side'].map(
    (name) => /** @type {HTMLElement} */ (document.querySelector(name)),
  );
  const air = getComputedStyle(desk);
  const [left, right, top, bottom, gap] = [
    air.paddingLeft,
    air.paddingRight,
    air.paddingTop,
    air.paddingBottom,
    air.columnGap,
  ].map((size) => Number.parseFloat(size));
  const beside = stacked ? 0 : gap + side.offsetWidth;
  return {
    across: document.documentElement.clientWidth - left - phone.offsetWidth - beside - right,
    down: innerHeight - top - phone.offsetHeight - bottom,
  };
}
