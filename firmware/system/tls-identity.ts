// Certificates and keys from where the parameters say that they are, as the SIP transport wants them.

import type { Log } from '#sip/ports';
import { checkIdentity, type TlsSettings } from '#sip/transport/tls-settings';
import { pemAt } from '../certificates/pem-address.ts';
import type { Parameters } from '../lines/line-settings.ts';

const authorityCount = 5;
const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What can not be read is told to the log and left out. */
export function tlsSettings(parameters: Parameters, log: Log): TlsSettings {
  const authorities: string[] = [];
  for (let n = 0; n < authorityCount; n++) {
    const uri = parameters.get(`security/ca_certificate/${n}/uri`);
    const text = readPem(uri, `root CA ${n + 1}`, log);
    authorities.push(...(text.match(pemCertificate) ?? []));
  }
  const certificate = readPem(parameters.get('security/sip_certificate_uri'), 'SIP certificate', log);
  const privateKey = readPem(parameters.get('security/sip_private_key_uri').reveal(), 'SIP private key', log);
  return usable(
    {
      authorities,
      trustsPublicAuthorities: parameters.get('security/sip/public_authorities'),
      identity: certificate === '' || privateKey === '' ? undefined : { certificate, privateKey },
      minVersion: leastVersion(parameters),
      verifiesServer: parameters.get('security/sip/verify_server_certificate'),
      allowsWildcards: parameters.get('security/sip/wildcard_certificates'),
      ignoresDatesUntilTimeIsKnown: parameters.get('security/sip/ignore_dates_until_time_is_known'),
      demandsClientCertificate: parameters.get('security/sip/demand_client_certificate'),
    },
    log,
  );
}

/** What is older than TLS 1.2 is never spoken (RFC 8996). */
function leastVersion(parameters: Parameters): TlsSettings['minVersion'] {
  const isOff = parameters.get('voip/signalling/sip/tls_disable').split(' ').includes('tls_1_2');
  return isOff || parameters.get('voip/signalling/sip/tls_method') === 'tls_1_3' ? 'TLSv1.3' : 'TLSv1.2';
}

/** For fetching settings: the authorities of the site, and a certificate of its own, or else the one for SIP. */
export function provisioningTls(parameters: Parameters, log: Log): TlsSettings {
  const certificate = readPem(parameters.get('security/autoupdate_certificate_uri'), 'provisioning certificate', log);
  const privateKey = readPem(parameters.get('security/autoupdate_private_key_uri').reveal(), 'provisioning private key', log);
  const settings = tlsSettings(parameters, log);
  const verifies =
    parameters.get('security/SSLCertificateErrorsMode') === 'Disallow' &&
    parameters.get('security/provisioning/verify_server_certificate');
  return usable(
    {
      ...settings,
      identity: certificate === '' || privateKey === '' ? settings.identity : { certificate, privateKey },
      verifiesServer: verifies,
      // The web's certificates have them.
      allowsWildcards: true,
      ignoresDatesUntilTimeIsKnown: true,
      minVersion: 'TLSv1.2',
    },
    log,
  );
}

/** Without the certificate when it and the key are no pair: a phone that cannot show one still makes calls. */
function usable(settings: TlsSettings, log: Log): TlsSettings {
  try {
    checkIdentity(settings);
    return settings;
  } catch (error) {
    log.error('sip', 'the SIP certificate and its key can not be used', { error: String(error) });
    return { ...settings, identity: undefined };
  }
}

/** Empty when there is none. `what` goes into the log, the address does not: it may hold the key itself. */
export function readPem(uri: string, what: string, log: Log): string {
  try {
    return pemAt(uri);
  } catch (error) {
    log.error('sip', `the ${what} can not be read`, { error: error instanceof Error ? error.message : String(error) });
    return '';
  }
}
