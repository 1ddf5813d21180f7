// How many connections strangers may open: all together, and from one address. Counted from the first packet, so that those who never
// finish a handshake are counted too.

export interface AdmissionLimits {
  readonly maxAccepted: number;
  readonly maxAcceptedPerAddress: number;
}

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** What gives the place back, once; undefined when there is none left. */
  enter(address: string): (() => void) | undefined {
    const before = this.#byAddress.get(address) ?? 0;
    if (this.#count >= this.#limits.maxAccepted || before >= this.#limits.maxAcceptedPerAddress) return undefined;
    this.#count++;
    this.#byAddress.set(address, before + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#count--;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    };
  }
}
