// How the device is, for the status pages: the machine, its network, its release.

export interface NetworkInterfaceStatus {
  readonly name: string;
  readonly macAddress: string;
  readonly up: boolean;
  /** Undefined where the driver does not tell. */
  readonly speedMbps: number | undefined;
  readonly duplex: string | undefined;
  readonly mtu: number | undefined;
  readonly addresses: readonly { readonly family: 4 | 6; readonly address: string; readonly prefixLength: number }[];
  readonly receivedBytes: number | undefined;
  readonly sentBytes: number | undefined;
  readonly errors: number | undefined;
}

/** Settings of the machine's network that are shown beside how it is; whoever sets the network up acts on them. */
export const shownSettings = {
  ipType: 'network/lan_type',
  lanPortMode: 'network/lan/port_mode',
  pcPortMode: 'network/pc/port_mode',
  accessMethod: 'network/lan/_802_1x/eap_type',
  accessCertificate: 'security/ieee802_1x_certificate_uri',
} as const;

/** Being let into the network by 802.1X. */
export interface AccessControlStatus {
  /** As `network/lan/_802_1x/eap_type` says. */
  readonly method: string;
  /** `notCarriedOut`: it is set, and this version leaves it to the machine under it. */
  readonly state: 'off' | 'noCertificate' | 'notCarriedOut';
}

export interface DeviceStatus {
  readonly model: string;
  readonly version: string;
  readonly nodeVersion: string;
  /** Name and release of the system under it, `Linux 6.12.4`. */
  readonly kernel: string;
  readonly architecture: string;
  readonly cryptography: string;
  readonly headset: { readonly name: string; readonly firmware: string } | undefined;
  readonly upMs: number;
  readonly wall: { readonly ms: number; readonly trusted: boolean };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number; readonly ownBytes: number };
  readonly loadAverage: number;
  readonly disk: { readonly totalBytes: number; readonly freeBytes: number } | undefined;
  readonly network: {
    /** As `network/lan_type` says. */
    readonly ipType: string;
    /** What the phone speaks over; empty when it is not known. */
    readonly interface: string;
    /** 802.1Q; undefined: none. */
    readonly vlan: number | undefined;
    readonly hostName: string;
    readonly domainName: string;
    readonly macAddress: string;
    readonly interfaces: readonly NetworkInterfaceStatus[];
    readonly gateways: readonly string[];
    readonly nameServers: readonly string[];
    /** What the ports are set to: `AUTOMATIC`, or a speed. */
    readonly portModes: { readonly lan: string; readonly pc: string };
    readonly accessControl: AccessControlStatus;
  };
}
