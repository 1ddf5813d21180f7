// What the status of an HTTP answer says about a request for a certificate, where it is not the one that was hoped for.

import type { FetchFailed } from '../../provisioning/fetch/fetched.ts';
import type { HttpAnswer } from '../../provisioning/fetch/http-exchange.ts';
import type { EnrolmentFailed } from './enrolment-protocol.ts';

const longestRetryAfterMs = 7 * 86_400_000;
const mostWords = 160;

export function failedBy(answer: HttpAnswer | FetchFailed, nowMs: number): EnrolmentFailed {
  if (answer.type === 'failed') return { type: 'failed', reason: answer.failure, detail: answer.detail };
  const { status } = answer;
  const waitMs = retryAfterMs(answer, nowMs);
  return {
    type: 'failed',
    reason: reasonOf(status),
    detail: `the server says ${status}${wordsOf(answer)}`,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  };
}

function reasonOf(status: number): EnrolmentFailed['reason'] {
  if (status === 401 || status === 403 || status === 407) return 'denied';
  if (status === 204 || status === 404 || status === 410) return 'notFound';
  if (status >= 300 && status < 400) return 'redirection';
  return status >= 400 && status < 600 ? 'refused' : 'protocol';
}

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterMs({ headers }: HttpAnswer, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 1000), longestRetryAfterMs);
}

/** Servers may say in words what was wrong (RFC 7030 §4.2.3). */
function wordsOf({ headers, bytes }: HttpAnswer): string {
  if (!headers['content-type']?.startsWith('text/plain')) return '';
  const words = Buffer.from(bytes.subarray(0, mostWords))
    .toString('latin1')
    .replaceAll(/[^ -~]+/g, ' ')
    .trim();
  return words === '' ? '' : `: ${words}`;
}
