// A notice in the person's language, where there are words for its kind; else as whoever raised it said it.

import type { Notice } from '../../phone.ts';
import { filled, type Strings } from '../../text/strings.ts';

export function noticeText(
  text: Strings,
  { kind, values, title, text: sentence }: Notice,
): { readonly title: string; readonly text: string } {
  if (kind === undefined) return { title, text: sentence };
  const words = text.notices[kind];
  return { title: filled(words.title, values ?? {}), text: filled(words.text, values ?? {}) };
}
