// A notice in full, the question before a restart, and the words while the phone starts.

import type { Notice } from '../../phone.ts';
import { noticeText } from '../../text/notice-text.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Page, Question } from '../navigation.ts';
import { brandName, logoSettings } from '../screen-settings.ts';
import type { Tone } from '../themes/palette.ts';
import { framed, noticeOf, softKey } from './frame.ts';
import type { NoticeBody, ProgressBody, View, ViewInput } from './view.ts';

export const noticeLooks: Readonly<Record<Notice['severity'], { readonly icon: IconName; readonly tone: Tone }>> = {
  information: { icon: 'information', tone: 'ringing' },
  warning: { icon: 'warning', tone: 'held' },
  error: { icon: 'error', tone: 'error' },
};

/** The page of the gravest notice, if there is any. */
export function noticePage(input: ViewInput): Page | undefined {
  const notice = noticeOf(input.snapshot);
  return notice === undefined ? undefined : { page: 'notice', notice: notice.id, focus: 0 };
}

export function noticeView(input: ViewInput, id: string): View<NoticeBody> {
  const { notices } = input.snapshot;
  const index = notices.findIndex((notice) => notice.id === id);
  const notice = notices[index];
  const neighbour = (step: number): Page | undefined => {
    const other = notices[(index + step + notices.length) % notices.length];
    return other === undefined || other.id === id ? undefined : { page: 'notice', notice: other.id, focus: 0 };
  };
  const next = neighbour(1);
  const previous = neighbour(-1);
  const close = { do: 'dismissNotice', notice: id } as const;
  return framed(
    input,
    {
      title: input.text.notice.title,
      position: notices.length > 1 ? `${index + 1}/${notices.length}` : '',
      softKeys: [
        undefined,
        next === undefined ? undefined : softKey(input, 'next', { do: 'replace', page: next }),
        softKey(input, 'close', close),
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: {
        back: { do: 'back' },
        ok: close,
        ...(next === undefined ? {} : { down: { do: 'replace', page: next } }),
        ...(previous === undefined ? {} : { up: { do: 'replace', page: previous } }),
      },
    },
    {
      screen: 'notice',
      id,
      ...noticeLooks[notice?.severity ?? 'information'],
      ...(notice === undefined ? { title: '', text: '' } : noticeText(input.text, notice)),
    },
  );
}

const questionLooks: Readonly<
  Record<Question, { readonly icon: IconName; readonly yes: 'restart' | 'clear' | 'restore' | 'reset' }>
> = {
  restart: { icon: 'restart', yes: 'restart' },
  clearCallLog: { icon: 'warning', yes: 'clear' },
  restoreDefaults: { icon: 'warning', yes: 'restore' },
  factoryReset: { icon: 'warning', yes: 'reset' },
};

/** A step that cannot be taken back is asked about first. */
export function questionView(input: ViewInput, id: Question): View<NoticeBody> {
  const words = input.text[id];
  const { icon, yes } = questionLooks[id];
  return framed(
    input,
    {
      title: words.title,
      softKeys: [softKey(input, yes, { do: id }, 'error'), undefined, undefined, softKey(input, 'cancel', { do: 'back' })],
      keys: { back: { do: 'back' }, left: { do: 'back' } },
    },
    { screen: 'notice', id, icon, tone: 'held', ...words },
  );
}

/** Long enough to be read; afterwards the idle screen says it in its banner. */
const recoveryShowsMs = 30_000;

/** What the phone had to put right to start, until somebody has read it. */
export function recoveryView(input: ViewInput): View<NoticeBody> | undefined {
  const { snapshot, nowMs, text } = input;
  const leftMs = snapshot.status.startedAtMs + recoveryShowsMs - nowMs;
  const notice = snapshot.notices.find(({ recovery, seen }) => recovery === true && seen !== true);
  if (notice === undefined || leftMs <= 0) return undefined;
  const close = { do: 'dismissNotice', notice: notice.id } as const;
  return framed(
    input,
    {
      title: text.notice.title,
      softKeys: [undefined, undefined, undefined, softKey(input, 'close', close)],
      keys: { ok: close, back: close },
      redrawAfterMs: leftMs,
    },
    { screen: 'recovery', id: notice.id, ...noticeLooks[notice.severity], ...noticeText(text, notice) },
  );
}

/** Longer than this nobody looks at a name: idle shows what the lines are waiting for. */
const bootShowsMs = 3000;

/** How long the start is still shown; 0 when it is over. */
export function bootLeftMs({ snapshot, nowMs }: ViewInput): number {
  if (snapshot.phase !== 'starting') return 0;
  return Math.max(0, snapshot.status.startedAtMs + bootShowsMs - nowMs);
}

export function bootView(input: ViewInput): View<ProgressBody> {
  const { text, snapshot, pictures, settings } = input;
  const logo = logoSettings(settings);
  return framed(
    input,
    { title: '', time: false, softKeys: [undefined, undefined, undefined, undefined], redrawAfterMs: bootLeftMs(input) },
    {
      screen: 'boot',
      id: 'boot',
      icon: 'phone',
      tone: 'calm',
      title: logo.shown === 'NONE' ? '' : (logo.shown === 'TEXT' && logo.text) || brandName(settings),
      text: `${text.boot.starting} ${snapshot.status.version}`.trim(),
      ...(pictures.logo === undefined ? {} : { logo: pictures.logo }),
      progress: undefined,
    },
  );
}
