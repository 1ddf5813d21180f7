// The administrator's commands at the phone, carried out: defaults, factory state, configuration, probes of the network.

import type { Store } from '#config/store';
import type { JobSnapshot, MachineFacts, Maintenance } from '#ui/maintenance';
import { markForReset, restoreDefaults } from './factory-reset.ts';
import type { Log } from './log.ts';
import { findProgram, NetworkProbe } from './network-probe.ts';

/** Fetches the configuration; says how far it is until it is done, failed or given up. */
export interface ConfigurationFetch {
  readonly source: string;
  start(changed: (job: Pick<JobSnapshot, 'state' | 'lines' | 'progress'>) => void): { cancel(): void };
}

export interface PhoneMaintenanceOptions {
  readonly store: Store;
  readonly dataDirectory: string;
  readonly log: Log;
  readonly facts: () => MachineFacts;
  readonly restart: () => void;
  /** Undefined: nothing is provisioned. */
  readonly configuration?: () => ConfigurationFetch | undefined;
}

export class PhoneMaintenance implements Maintenance {
  readonly probes: Maintenance['probes'];
  readonly #options: PhoneMaintenanceOptions;
  readonly #listeners = new Set<() => void>();
  #job: JobSnapshot | undefined;
  #cancel: () => void = () => {};

  constructor(options: PhoneMaintenanceOptions) {
    this.#options = options;
    this.probes = { ping: findProgram('ping') !== undefined, traceroute: findProgram('traceroute') !== undefined };
  }

  get job(): JobSnapshot | undefined {
    return this.#job;
  }
  get facts(): MachineFacts {
    return this.#options.facts();
  }
  get canUpdate(): boolean {
    return this.#options.configuration?.() !== undefined;
  }

  restoreDefaults(): void {
    const { store, log, restart } = this.#options;
    void restoreDefaults(store, log).then((restored) => {
      if (restored) restart();
    });
  }

  factoryReset(): void {
    const { dataDirectory, log, restart } = this.#options;
    try {
      markForReset(dataDirectory);
    } catch (error) {
      log.error('system', 'the factory reset could not be noted', { error });
      return;
    }
    restart();
  }

  updateNow(): void {
    const fetch = this.#options.configuration?.();
    if (fetch === undefined) return;
    this.cancelJob();
    const about = { kind: 'update', target: fetch.source } as const;
    this.#become({ ...about, state: 'running', lines: [], progress: undefined });
    const { cancel } = fetch.start((change) => this.#become({ ...about, ...change }));
    this.#cancel = cancel;
  }

  probe(kind: 'ping' | 'traceroute', host: string): void {
    this.cancelJob();
    const probe = new NetworkProbe(kind, host, { log: this.#options.log, changed: (job) => this.#become(job) });
    this.#cancel = () => probe.cancel();
    this.#become(probe.job);
    probe.start();
  }

  cancelJob(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  #become(job: JobSnapshot): void {
    this.#job = job;
    for (const changed of this.#listeners) changed();
  }
}
