// Declines the call.

import type { LabNumber } from './lab-number.ts';

export const declined: LabNumber = {
  number: '604',
  does: 'Declines the call',
  take: (call) => call.refuse(603),
};
