// A finger on the screen: it touches what is there, holds a key down, or draws a list along. Pure; the surface keeps one.

import type { TouchEvent } from '#hal/display/display';
import type { DigitKey } from '#hal/keys/keys';
import type { Intent } from './intents.ts';
import type { TouchTarget } from './pass.ts';

/** The finger lies on a list. */
interface Drag {
  readonly fromY: number;
  /** Of a row. */
  readonly step: number;
  /** Rows that the list has gone along. */
  readonly gone: number;
  readonly target: Intent;
}

/** What the finger lies on until it goes up. */
export type Finger = { readonly drag: Drag } | { readonly key: DigitKey };

/** The list that is on the screen, where there is one. */
export interface DraggedList {
  readonly focus: number;
  readonly count: number;
}

interface Touched {
  readonly finger: Finger | undefined;
  readonly intent?: Intent;
  readonly keyDown?: DigitKey;
  readonly keyUp?: DigitKey;
}

function targetAt(targets: readonly TouchTarget[], { x, y }: TouchEvent): TouchTarget | undefined {
  return targets.findLast(({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}

function along(drag: Drag, list: DraggedList | undefined, y: number): Touched {
  const gone = Math.trunc((drag.fromY - y) / drag.step);
  if (gone === drag.gone || list === undefined) return { finger: { drag } };
  const index = Math.max(0, Math.min(list.count - 1, list.focus + gone - drag.gone));
  return { finger: { drag: { ...drag, gone } }, intent: { do: 'focus', index } };
}

/** Another finger, or the same whose going up got lost: a key that was held is let go. */
function letGo(finger: Finger | undefined): Pick<Touched, 'keyUp'> {
  return finger !== undefined && 'key' in finger ? { keyUp: finger.key } : {};
}

/** Keys act when they are touched, rows when the finger leaves them where it came. */
export function touched(
  event: TouchEvent,
  targets: readonly TouchTarget[],
  finger: Finger | undefined,
  list: DraggedList | undefined,
): Touched {
  if (event.action === 'down') {
    const target = targetAt(targets, event);
    const before = letGo(finger);
    if (target === undefined) return { finger: undefined, ...before };
    if ('key' in target) return { finger: { key: target.key }, keyDown: target.key, ...before };
    if (target.row === undefined) return { finger: undefined, intent: target.intent, ...before };
    return { finger: { drag: { fromY: event.y, step: target.row, gone: 0, target: target.intent } }, ...before };
  }
  if (event.action === 'move') return finger !== undefined && 'drag' in finger ? along(finger.drag, list, event.y) : { finger };
  if (finger !== undefined && 'drag' in finger && finger.drag.gone === 0)
    return { finger: undefined, intent: finger.drag.target };
  return { finger: undefined, ...letGo(finger) };
}
