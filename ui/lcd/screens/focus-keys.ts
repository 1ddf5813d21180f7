// Up and down in a list.

import type { Intent } from '../intents.ts';
import type { Page } from '../navigation.ts';
import type { View } from './view.ts';

/** Keys that move the focus through `count` rows of a page, around the ends. */
export function focusKeys(page: Page, count: number): View['keys'] {
  if (count < 2) return {};
  const to = (index: number): Intent => ({ do: 'focus', index: (index + count) % count });
  return { up: to(page.focus - 1), down: to(page.focus + 1) };
}
