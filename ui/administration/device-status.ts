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

export interface DeviceStatus {
  readonly model: string;
  readonly version: string;
  readonly nodeVersion: string;
  readonly upMs: number;
  readonly wall: { readonly ms: number; readonly trusted: boolean };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number; readonly ownBytes: number };
  readonly loadAverage: number;
  readonly disk: { readonly totalBytes: number; readonly freeBytes: number } | undefined;
  readonly network: {
    readonly hostName: string;
    readonly macAddress: string;
    readonly interfaces: readonly NetworkInterfaceStatus[];
    readonly gateways: readonly string[];
    readonly nameServers: readonly string[];
  };
}
