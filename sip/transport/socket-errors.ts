// What the kernel's error codes mean to the layers above.

import { TransportError } from './transport.ts';

const meanings: Readonly<Record<string, TransportError['code']>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timedOut',
  EMSGSIZE: 'tooLarge',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  ERR_STREAM_DESTROYED: 'closed',
  ERR_STREAM_WRITE_AFTER_END: 'closed',
  ERR_SOCKET_DGRAM_NOT_RUNNING: 'closed',
};

/** Routes and addresses that are missing, and all that is not in the table, are `unreachable`. */
export function toTransportError(cause: unknown, doing: string): TransportError {
  if (cause instanceof TransportError) return cause;
  const code = errorCode(cause);
  return new TransportError(meanings[code] ?? 'unreachable', code === '' ? doing : `${doing}: ${code}`, { cause });
}

export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
