// What enrolment knows over a restart: the certificate that was given last, the request that waits for its answer, what went wrong. Keys and
// requests, which may carry a password, are sealed as the store seals secrets.

import type { Collection } from '#config/collection';
import type { Store } from '#config/store';
import type { EnrolmentFailure } from '#ui/administration/enrolment';
import type { Identity } from '../device-identity.ts';
import type { MadeRequest } from './make-request.ts';

export interface GivenCertificate {
  readonly identity: Identity;
  readonly takenAtMs: number;
  /** From 0 to below 1: a thousand phones that got theirs together do not renew together. */
  readonly chance: number;
}

export interface WaitingRequest extends MadeRequest {
  readonly ticket?: string;
  /** Undefined: the server has not agreed to wait; the request is as good as a new one. */
  readonly sinceMs?: number;
}

/** All times are the calendar's. */
export interface Remembered {
  /** What the settings asked for. */
  readonly asked: string;
  readonly given?: GivenCertificate;
  readonly waiting?: WaitingRequest;
  /** In a row. */
  readonly failures: number;
  readonly lastFailure?: { readonly atMs: number; readonly reason: EnrolmentFailure };
  /** When the server is asked next because of a failure, or of a wait. */
  readonly againAtMs?: number;
}

type MemoryRecord = { readonly asked: string; readonly sealed: string };

type Written = Omit<Remembered, 'asked' | 'waiting'> & {
  readonly waiting?: Omit<WaitingRequest, 'csr'> & { readonly csr: string };
};

const purpose = 'enrolment';

export class EnrolmentMemory {
  readonly #store: Store;
  readonly #records: Collection<MemoryRecord>;

  constructor(store: Store) {
    this.#store = store;
    this.#records = store.collection<MemoryRecord>('enrolment', 1);
  }

  /** Of what the settings ask for. */
  recall(asked: string): Remembered {
    const record = this.#records.list()[0];
    const text = record?.asked === asked ? this.#store.openText(purpose, record.sealed) : undefined;
    if (text === undefined) return { asked, failures: 0 };
    const { waiting, ...written } = JSON.parse(text) as Written;
    return { asked, ...written, ...(waiting && { waiting: { ...waiting, csr: Buffer.from(waiting.csr, 'base64') } }) };
  }

  keep({ asked, waiting, ...remembered }: Remembered): void {
    const csr = waiting && Buffer.from(waiting.csr).toString('base64');
    const written: Written = { ...remembered, ...(waiting && csr !== undefined && { waiting: { ...waiting, csr } }) };
    const sealed = this.#store.sealText(purpose, JSON.stringify(written));
    const [before] = this.#records.list();
    if (before === undefined) this.#records.add({ asked, sealed });
    else this.#records.replace(before.id, { asked, sealed });
  }
}
