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

/** OpenSSL's names of the alerts by which a server says that it does not like our certificate, or the lack of one (RFC 8446 §6.2). */
const certificateAlert = /ALERT_(?:CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|NO_CERTIFICATE|ACCESS_DENIED)/;

/** Routes and addresses that are missing, and all that is not in the table, are `unreachable`. */
export function toTransportError(cause: unknown, doing: string): TransportError {
  if (cause instanceof TransportError) return cause;
  const code = errorCode(cause);
  return new TransportError(meanings[code] ?? meaningOfTls(code) ?? 'unreachable', code === '' ? doing : `${doing}: ${code}`, {
    cause,
  });
}

function meaningOfTls(code: string): TransportError['code'] | undefined {
  if (certificateAlert.test(code)) return 'ourCertificateRefused';
  return code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO' ? 'tlsFailed' : undefined;
}

export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
