// How a phone stands that gets its certificates otherwise.

import type { EnrolmentState } from '#ui/administration/enrolment';

export const noEnrolment: EnrolmentState = {
  protocol: 'NONE',
  server: undefined,
  uses: [],
  step: undefined,
  waitingSinceMs: undefined,
  enrolledUntilMs: undefined,
  nextAtMs: undefined,
  lastFailure: undefined,
};
