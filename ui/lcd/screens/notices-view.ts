// Everything that the person should know, as a list; each leads to its words in full.

import { noticeText } from '../../text/notice-text.ts';
import type { NoticesPage } from '../navigation.ts';
import { chosenFrom } from './menu-view.ts';
import { noticeLooks } from './notice-view.ts';
import type { RowsBody, View, ViewInput } from './view.ts';

export function noticesView(input: ViewInput, page: NoticesPage): View<RowsBody> {
  const rows = input.snapshot.notices.toReversed().map((notice) => ({
    id: notice.id,
    text: noticeText(input.text, notice).title,
    detail: '',
    ...noticeLooks[notice.severity],
    intent: { do: 'open', page: { page: 'notice', notice: notice.id, focus: 0 } } as const,
    leads: true,
  }));
  const { list, none } = input.text.notice;
  return chosenFrom(input, page, 'notices', { title: list, screen: 'list', rows, empty: none });
}
