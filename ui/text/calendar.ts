// How the person wants dates and times to be shown, and a moment together with that.

import type { TimeZone } from './local-time.ts';

/** As `system/ntp/date_display_format` names them. */
export type DateOrder = 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'YYYY-MM-DD' | 'DD.MM.YYYY';

export interface Calendar {
  readonly zone: TimeZone;
  /** 1 to 12 with am and pm. */
  readonly twelveHours: boolean;
  readonly dateOrder: DateOrder;
}

/** From the factory: Greenwich, 0 to 23. */
export const factoryCalendar: Calendar = { zone: { offsetSeconds: 0 }, twelveHours: false, dateOrder: 'DD/MM/YYYY' };

/** A moment as the clock on the wall shows it. */
export interface WallTime {
  readonly ms: number;
  readonly trusted: boolean;
  readonly calendar: Calendar;
}
