// Who tells the phone where its settings are: the administrator, DHCP, a server on the wire, or a name that everybody knows.

import type { RuleOptions } from '#config/formats/spa/profile-rule';
import { type DhcpOptions, textOption, vendorOptions } from './dhcp-options.ts';
import type { PhoneNames } from './file-names.ts';
import { type Places, provisioningPlaces } from './provisioning-url.ts';

export type SourceKind = 'rule' | 'static' | 'dhcp' | 'plugAndPlay' | 'serverName' | 'redirect';

export interface Source extends Places {
  readonly kind: SourceKind;
  /** How a profile rule wants its file to be fetched and opened. */
  readonly options?: RuleOptions;
}

export interface SourceSettings {
  readonly method: 'Disable' | 'Dynamic' | 'Static';
  readonly configurationUrl: string;
  readonly optionNumber: number;
}

/** Undefined: nobody says anything. */
export function sourceOf(settings: SourceSettings, options: DhcpOptions, names: PhoneNames): Source | undefined {
  if (settings.method === 'Static') return staticSource(settings, names);
  return settings.method === 'Dynamic' ? dhcpSource(settings.optionNumber, options, names) : undefined;
}

function staticSource({ configurationUrl }: SourceSettings, names: PhoneNames): Source | undefined {
  const places = provisioningPlaces(configurationUrl, names, 'configuration');
  return places === undefined ? undefined : { kind: 'static', ...places };
}

/** Option 160 (or the one that the administrator chose) before 43 before 66 with 67 (AudioCodes §3.6.1). */
function dhcpSource(optionNumber: number, options: DhcpOptions, names: PhoneNames): Source | undefined {
  const vendor = options.get(43);
  const addresses = [
    textOption(options.get(optionNumber)),
    // A bare address in option 43, or as its first sub-option, as other vendors have it.
    textOption(vendor),
    textOption(vendorOptions(vendor)?.get(1)),
  ];
  for (const address of addresses) {
    const places = address === undefined ? undefined : provisioningPlaces(address, names, 'firmware');
    if (places !== undefined) return { kind: 'dhcp', ...places };
  }
  const server = textOption(options.get(66));
  const file = textOption(options.get(67)) ?? '';
  const address = server === undefined || server.includes('://') ? server : `tftp://${server}/${file}`;
  const places = address === undefined ? undefined : provisioningPlaces(address, names, 'firmware');
  return places === undefined ? undefined : { kind: 'dhcp', ...places };
}

/** `tftp://ProvisioningServer/<model>/` (AudioCodes appendix A.1). */
export function serverNameSource(name: string, names: PhoneNames): Source | undefined {
  if (name === '') return undefined;
  const places = provisioningPlaces(`tftp://${name}/${encodeURIComponent(names.model)}/`, names, 'configuration');
  return places === undefined ? undefined : { kind: 'serverName', ...places };
}
