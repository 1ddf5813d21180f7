// Certificates: whom the phone believes, and who it is itself. Keys come in and never go out.

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly fingerprint256: string;
  readonly selfSigned: boolean;
}

/** `web`: its pages · `sip`: registrars and callers over TLS · `ieee8021x`: the network · `provisioning`: the server of its configuration. */
export type CertificateUse = 'web' | 'sip' | 'ieee8021x' | 'provisioning';

export interface OwnCertificate {
  readonly use: CertificateUse;
  readonly certificate: CertificateFacts | undefined;
  readonly hasKey: boolean;
  /** A request was made, and its key waits for the certificate. */
  readonly requested: boolean;
  /** The address that it is fetched from, where it was not brought. */
  readonly source?: string;
}

export interface Authority {
  /** 0 to 4. */
  readonly slot: number;
  readonly certificates: readonly CertificateFacts[];
  readonly source?: string;
}

export type CertificateStored =
  | { readonly ok: true; readonly needsRestart: boolean }
  | { readonly ok: false; readonly expected: string };

export interface Certificates {
  readonly authorities: readonly Authority[];
  readonly own: readonly OwnCertificate[];
  /** PEM, several are one bundle; an empty one clears the slot. */
  setAuthority(slot: number, pem: string): Promise<CertificateStored>;
  /** The certificate with its chain; with a key, or for the key of the request that was made. */
  setOwn(use: CertificateUse, certificatePem: string, keyPem: string | undefined): Promise<CertificateStored>;
  clearOwn(use: CertificateUse): Promise<CertificateStored>;
  /** Makes a new key and a request for its certificate, as PEM (RFC 2986). */
  request(use: CertificateUse, commonName: string, organization: string): Promise<string>;
}
