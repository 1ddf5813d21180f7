// What went wrong with a server, in the words of an answer.

import { TransportError } from '#sip/transport/transport';
import { FetchError, type FetchFailed, type FetchFailure } from './fetched.ts';

/** Of whatever was thrown on the way. */
export function fetchFailure(error: unknown): FetchFailed {
  if (error instanceof FetchError) return failed(error.failure, error.message);
  if (error instanceof TransportError) return failed('certificate', error.message);
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (certificateAlerts.test(`${text} ${code}`)) return failed('denied', 'the server does not take our certificate');
  if (code.startsWith('HPE_') || code.startsWith('ERR_SSL'))
    return failed('protocol', 'the server does not speak the protocol of its address');
  return failed('unreachable', code === '' ? text : code);
}

function failed(failure: FetchFailure, detail: string): FetchFailed {
  return { type: 'failed', failure, detail };
}

/** Alerts with which a server refuses our certificate, or asks for the one that we do not have (RFC 8446 §6.2). */
const certificateAlerts =
  /alert (?:certificate|bad certificate|unknown ca|access denied|handshake failure)|CERTIFICATE_REQUIRED/i;
