// Times as a person reads them.

import { useEffect, useState } from 'preact/hooks';
import type { LiveState } from './live.ts';
import { t } from './text/words.ts';

/** "0:07", "12:34", "1:02:03". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "3 d 4 h", "2 h 5 min". */
export function longDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return t('{days} d {hours} h', { days, hours });
  return hours > 0 ? t('{hours} h {minutes} min', { hours, minutes: minutes % 60 }) : t('{minutes} min', { minutes });
}

export function moment(atMs: number, timeTrusted: boolean): string {
  return timeTrusted ? new Date(atMs).toLocaleString() : t('before the time was known');
}

/** What the phone's clock says, each second anew. */
export function usePhoneMs({ phoneMs, heardAtMs }: LiveState): number {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return phoneMs + Math.max(0, now - heardAtMs);
}
