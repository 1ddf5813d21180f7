// Busy.

import type { LabNumber } from './lab-number.ts';

export const busy: LabNumber = {
  number: '602',
  does: 'Busy',
  isAlwaysBusy: true,
  take: (call) => call.refuse(486),
};
