// A notice in the person's language, where there are words for its kind; else as whoever raised it said it.

import type { Notice } from '../phone.ts';
import { said } from './said.ts';
import { filled, type Strings } from './strings.ts';

/** Gaps that the phone itself fills, in English; the others hold names and addresses. */
const spoken: ReadonlySet<string> = new Set(['reason', 'what']);

export function noticeText(
  text: Strings,
  { kind, values, title, text: sentence }: Notice,
): { readonly title: string; readonly text: string } {
  if (kind === undefined) return { title: said(text, title), text: said(text, sentence) };
  const words = text.notices[kind];
  const gaps = Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' && spoken.has(name) ? said(text, value) : value,
    ]),
  );
  return { title: filled(words.title, gaps), text: filled(words.text, gaps) };
}
