// What the person is told of a registration that failed, or of a server that is not reached.

import type { TransportErrorCode } from '#sip/transport/transport';
import type { AccountEvent } from '#sip/ua/user-agent-events';

const causeWords = {
  credentialsRefused: 'Wrong password',
  unreachable: 'Server cannot be reached',
  timedOut: 'Server does not answer',
} as const;

/** What the way to the server was refused for, where that says more than that there is none. */
const transportWords: Partial<Readonly<Record<TransportErrorCode, string>>> = {
  untrustedCertificate: 'Server certificate is not trusted',
  expiredCertificate: 'Server certificate is out of date',
  wrongCertificateName: 'Server certificate is for another name',
  ourCertificateRefused: 'Server refuses our certificate',
  tlsFailed: 'No secure connection to the server',
  webSocketRefused: 'Server takes no SIP over WebSocket',
};

const wordsByReason: ReadonlyMap<string, string> = new Map(Object.entries(transportWords));

export function failureText(event: Extract<AccountEvent, { type: 'registrationFailed' }>): string {
  const { cause, status, reason } = event;
  if (cause === 'unreachable') return unreachableText(reason);
  if (cause !== 'refused') return causeWords[cause];
  return status === undefined ? reason : `Refused: ${reason} (${status})`;
}

/** `reason`: a code of the transport's, or the user agent's own words, which are for the log. */
export function unreachableText(reason: string): string {
  return wordsByReason.get(reason) ?? causeWords.unreachable;
}
