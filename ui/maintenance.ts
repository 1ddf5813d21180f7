// What an administrator does at the phone beyond parameters: restoring, fetching the configuration, looking at the network.

import type { Unsubscribe } from './phone.ts';

/** What takes its time: a probe of the network, or the configuration being fetched. */
export interface JobSnapshot {
  readonly kind: 'ping' | 'traceroute' | 'update';
  /** The host that is asked, or where the configuration comes from. */
  readonly target: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** What it said, oldest first; bounded. */
  readonly lines: readonly string[];
  /** 0 to 1; undefined: nobody knows. */
  readonly progress: number | undefined;
}

/** How the machine stands on its network. Empty texts and undefined: not known. */
export interface NetworkFacts {
  readonly interface: string;
  readonly gateway: string;
  readonly nameServers: readonly string[];
  readonly link: { readonly up: boolean; readonly speedMbps: number | undefined; readonly fullDuplex: boolean | undefined };
  /** 802.1Q; undefined: none. */
  readonly vlan: number | undefined;
}

export interface MachineFacts {
  readonly memoryMb: { readonly used: number; readonly total: number };
  /** Averaged over a minute, of all processors: 1 is one of them busy. */
  readonly load: number;
  readonly network: NetworkFacts;
}

export interface MaintenanceReader {
  /** The last one that was started; undefined: none yet, or put away. */
  readonly job: JobSnapshot | undefined;
  /** Which probes this machine has. */
  readonly probes: { readonly ping: boolean; readonly traceroute: boolean };
  /** Whether there is a place that the configuration comes from. */
  readonly canUpdate: boolean;
  /** A second old at most. */
  readonly facts: MachineFacts;
}

export interface Maintenance extends MaintenanceReader {
  /** Every parameter as from the factory; the phone restarts. */
  restoreDefaults(): void;
  /** That, and everything that people put into the phone is forgotten. */
  factoryReset(): void;
  /** Fetches the configuration now. */
  updateNow(): void;
  probe(kind: 'ping' | 'traceroute', host: string): void;
  cancelJob(): void;
  subscribe(changed: () => void): Unsubscribe;
}

/** A machine that nothing is known of. */
export const noMaintenance: Maintenance = {
  job: undefined,
  probes: { ping: false, traceroute: false },
  canUpdate: false,
  facts: {
    memoryMb: { used: 0, total: 0 },
    load: 0,
    network: {
      interface: '',
      gateway: '',
      nameServers: [],
      link: { up: false, speedMbps: undefined, fullDuplex: undefined },
      vlan: undefined,
    },
  },
  restoreDefaults: () => {},
  factoryReset: () => {},
  updateNow: () => {},
  probe: () => {},
  cancelJob: () => {},
  subscribe: () => () => {},
};
