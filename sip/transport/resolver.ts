// What is asked of the DNS, and how it answers.

/** RFC 2782. */
export interface ServiceRecord {
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** NAPTR as SIP uses it (RFC 3263 §4.1): where the SRV records of a service are. */
export interface PointerRecord {
  readonly order: number;
  readonly preference: number;
  /** `s`: `replacement` has SRV records. */
  readonly flags: string;
  /** `SIPS+D2T`. */
  readonly service: string;
  readonly replacement: string;
}

export interface Answer<T> {
  /** None: there is no such name, or it has no such records. */
  readonly records: readonly T[];
  /** Undefined where nobody told. */
  readonly ttlMs: number | undefined;
}

/** Rejects when no answer was had. */
export interface NameServers {
  addresses(host: string, family: 4 | 6): Promise<Answer<string>>;
  services(name: string): Promise<Answer<ServiceRecord>>;
  pointers(domain: string): Promise<Answer<PointerRecord>>;
}

export interface Resolver {
  addresses(host: string, family: 4 | 6): Promise<readonly string[]>;
  services(name: string): Promise<readonly ServiceRecord[]>;
  pointers(domain: string): Promise<readonly PointerRecord[]>;
}
