// A notice in the person's language, where there are words for its kind; else as whoever raised it said it.

import type { Notice } from '../../phone.ts';
import { said } from '../../text/said.ts';
import { filled, type Strings } from '../../text/strings.ts';

export function noticeText(
  text: Strings,
  { kind, values, title, text: sentence }: Notice,
): { readonly title: string; readonly text: string } {
  if (kind === undefined) return { title: said(text, title), text: said(text, sentence) };
  const words = text.notices[kind];
  const reason = values?.['reason'];
  const gaps = { ...values, ...(typeof reason === 'string' ? { reason: said(text, reason) } : {}) };
  return { title: filled(words.title, gaps), text: filled(words.text, gaps) };
}
