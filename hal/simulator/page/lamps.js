// Lamps: colour, and the rhythm that the board gives in milliseconds.

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

/** @type {Map<string, Animation>} */
const running = new Map();

/**
 * @param {object} lamp
 * @param {string} lamp.name
 * @param {string} lamp.color
 * @param {string} lamp.pattern
 * @param {number[]} lamp.stepsMs On, off, on, off ...; empty when it does not change.
 */
export function showLamp({ name, color, pattern, stepsMs }) {
  running.get(name)?.cancel();
  running.delete(name);
  for (const lamp of document.querySelectorAll(`[data-lamp="${name}"]`)) {
    if (!(lamp instanceof HTMLElement)) continue;
    lamp.dataset.color = color;
    lamp.dataset.pattern = pattern;
    const light = lamp.firstElementChild;
    if (light && stepsMs.length > 0 && !stillness.matches) running.set(name, blink(light, stepsMs));
    sayAloud(lamp, color, pattern);
  }
}

/** @param {Element} light @param {number[]} stepsMs */
function blink(light, stepsMs) {
  const duration = stepsMs.reduce((sum, step) => sum + step, 0);
  /** @type {Keyframe[]} */
  const frames = [];
  let at = 0;
  for (const [index, step] of stepsMs.entries()) {
    const opacity = index % 2 === 0 ? 1 : 0;
    frames.push({ opacity, offset: at / duration }, { opacity, offset: Math.min(1, (at + step) / duration) });
    at += step;
  }
  const animation = light.animate(frames, { duration, iterations: Number.POSITIVE_INFINITY });
  // One beginning for all, so that lamps of one rhythm blink together.
  animation.startTime = 0;
  return animation;
}

/** @param {HTMLElement} lamp @param {string} color @param {string} pattern */
function sayAloud(lamp, color, pattern) {
  const words = color === 'off' ? 'lamp off' : `lamp ${color}${pattern === 'steady' ? '' : `, blinking (${pattern})`}`;
  const owner = lamp.closest('[data-name]');
  if (owner instanceof HTMLElement) owner.ariaLabel = `${owner.dataset.name}, ${words}`;
}
