// What can be dialled at the lab.

import { briefAnswer } from './brief-answer.ts';
import { brokenMedia } from './broken-media.ts';
import { busy } from './busy.ts';
import { declined } from './declined.ts';
import { digitPlayback } from './digit-playback.ts';
import { earlyMedia } from './early-media.ts';
import { echo } from './echo.ts';
import type { LabNumber } from './lab-number.ts';
import { leaveMessage } from './leave-message.ts';
import { music } from './music.ts';
import { neverAnswers } from './never-answers.ts';
import { voiceMail } from './voice-mail.ts';

export const numbers: readonly LabNumber[] = [
  echo,
  music,
  busy,
  neverAnswers,
  declined,
  earlyMedia,
  briefAnswer,
  digitPlayback,
  brokenMedia,
  leaveMessage,
  voiceMail,
];

/** Forked to every phone that is registered; the proxy's own. */
export const everybody = { number: '699', does: 'Rings every registered phone' } as const;
