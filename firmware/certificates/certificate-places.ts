// Which parameters say where a certificate is: one pair for each use, and five slots of authorities (AudioCodes tables 3-42 and 3-43).

import type { ParameterPath } from '#config/schema';
import type { CertificateUse } from '#ui/administration/certificates';

export const authoritySlots = [0, 1, 2, 3, 4] as const;
export const certificateUses: readonly CertificateUse[] = ['web', 'sip', 'ieee8021x', 'provisioning'];

/** A pair, or the authorities of one slot. */
export type CertificateSlot = CertificateUse | `authority-${(typeof authoritySlots)[number]}`;

export interface CertificatePaths {
  readonly certificate: ParameterPath;
  /** Undefined: authorities have none. */
  readonly key: ParameterPath | undefined;
}

interface PairPaths extends CertificatePaths {
  readonly key: ParameterPath;
}

export const pairPaths: Readonly<Record<CertificateUse, PairPaths>> = {
  web: { certificate: 'security/web_certificate_uri', key: 'security/web_private_key_uri' },
  sip: { certificate: 'security/sip_certificate_uri', key: 'security/sip_private_key_uri' },
  ieee8021x: { certificate: 'security/ieee802_1x_certificate_uri', key: 'security/ieee802_1x_private_key_uri' },
  provisioning: { certificate: 'security/autoupdate_certificate_uri', key: 'security/autoupdate_private_key_uri' },
};

export const certificatePlaces: ReadonlyMap<CertificateSlot, CertificatePaths> = new Map<CertificateSlot, CertificatePaths>([
  ...certificateUses.map((use) => [use, pairPaths[use]] as const),
  ...authoritySlots.map((slot) => {
    const paths: CertificatePaths = { certificate: `security/ca_certificate/${slot}/uri`, key: undefined };
    return [`authority-${slot}`, paths] as const;
  }),
]);

const slots: ReadonlyMap<string, CertificateSlot> = new Map(
  [...certificatePlaces].flatMap(([slot, { certificate, key }]) => [
    [certificate, slot],
    ...(key === undefined ? [] : [[key, slot] as const]),
  ]),
);

/** Undefined: it says something else. */
export function slotOfPath(path: string): CertificateSlot | undefined {
  return slots.get(path);
}

/** Of authorities, which have no key. */
export function isAuthority(slot: CertificateSlot): slot is Exclude<CertificateSlot, CertificateUse> {
  return certificatePlaces.get(slot)?.key === undefined;
}

/** To be fetched from another machine. */
export function isRemote(address: string): boolean {
  return address !== '' && !/^(?:data:|file:|\/)/.test(address);
}
