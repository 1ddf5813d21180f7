// A finger on the screen: it touches what is there, or draws a list along. Pure; the surface keeps one.

import type { TouchEvent } from '#hal/display/display';
import type { Intent } from './intents.ts';
import type { TouchTarget } from './pass.ts';

/** The finger lies on a list. */
export interface Drag {
  readonly fromY: number;
  /** Of a row. */
  readonly step: number;
  /** Rows that the list has gone along. */
  readonly gone: number;
  readonly target: TouchTarget;
}

/** The list that is on the screen, where there is one. */
export interface DraggedList {
  readonly focus: number;
  readonly count: number;
}

interface Touched {
  readonly drag: Drag | undefined;
  readonly intent: Intent | undefined;
}

const nothing: Touched = { drag: undefined, intent: undefined };

function targetAt(targets: readonly TouchTarget[], { x, y }: TouchEvent): TouchTarget | undefined {
  return targets.findLast(({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}

function along(drag: Drag, list: DraggedList | undefined, y: number): Touched {
  const gone = Math.trunc((drag.fromY - y) / drag.step);
  if (gone === drag.gone || list === undefined) return { drag, intent: undefined };
  const index = Math.max(0, Math.min(list.count - 1, list.focus + gone - drag.gone));
  return { drag: { ...drag, gone }, intent: { do: 'focus', index } };
}

/** Keys act when they are touched, rows when the finger leaves them where it came. */
export function touched(
  event: TouchEvent,
  targets: readonly TouchTarget[],
  drag: Drag | undefined,
  list: DraggedList | undefined,
): Touched {
  if (event.action === 'down') {
    const target = targetAt(targets, event);
    if (target?.row === undefined) return { drag: undefined, intent: target?.intent };
    return { drag: { fromY: event.y, step: target.row, gone: 0, target }, intent: undefined };
  }
  if (drag === undefined) return nothing;
  if (event.action === 'move') return along(drag, list, event.y);
  return { drag: undefined, intent: drag.gone === 0 ? drag.target.intent : undefined };
}
