// Rings for ever.

import type { LabNumber } from './lab-number.ts';

export const neverAnswers: LabNumber = {
  number: '603',
  does: 'Rings and never answers',
  take: (call) => call.ring(),
};
