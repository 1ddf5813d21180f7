// What a call of ours may and must do about encryption, from the parameters and from who may read its signalling.

import type { Random } from '#sip/ports';
import { type CryptoSuite, cryptoSuites, type Fingerprint, type LocalSecurity } from '#sip/ua/media-security';
import type { MediaSessionContext, RemoteOffer } from '#sip/ua/media-session';

export interface SecuritySettings {
  readonly mode: 'off' | 'optional' | 'required';
  /** Calls that we make are encrypted or fail. */
  readonly ownCallsRequired: boolean;
  readonly suites: readonly CryptoSuite[];
  readonly offers: LocalSecurity['offers'];
  /** Keys go also through signalling that others may read. */
  readonly keysInClear: boolean;
}

export interface SecurityMeans {
  readonly random: Random;
  /** Of our certificate, which is made when it is first asked for. */
  readonly fingerprint: () => Fingerprint | undefined;
}

/** Undefined: plain. Throws where encryption is required and there is no way to agree on keys. */
export function localSecurity(
  settings: SecuritySettings,
  means: SecurityMeans,
  { signallingSecured }: Pick<MediaSessionContext, 'signallingSecured'>,
  remoteOffer: RemoteOffer | undefined,
): LocalSecurity | undefined {
  const { mode, ownCallsRequired, suites, offers, keysInClear } = settings;
  const required = mode === 'required' || (ownCallsRequired && remoteOffer === undefined);
  if (mode === 'off' && !required) return undefined;
  const { random } = means;
  const fingerprint = means.fingerprint();
  const newKeys = (): ReturnType<NonNullable<LocalSecurity['newKeys']>> =>
    suites.map((suite) => ({ suite, master: random.bytes(cryptoSuites[suite]), encryptsRtcp: true }));
  const keysAllowed = signallingSecured || keysInClear;
  if (!keysAllowed && fingerprint === undefined) {
    if (required) throw new Error('encryption is required, and keys must not go through signalling that others can read');
    return undefined;
  }
  return {
    required,
    offers,
    ...(keysAllowed ? { newKeys } : {}),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
