// Under which Call-ID each line registers: the same after a restart, as RFC 3261 §10.2 would have it, unless settings want a new one. Its
// sequence numbers go on where the last start cannot have come to.

import type { Collection } from '#config/collection';
import type { Store } from '#config/store';
import { newCallId } from '#sip/dialog/identifiers';
import type { Random } from '#sip/ports';
import { newRegistrationNames, type RegistrationName } from '#sip/ua/account/registration-name';

export type RegistrationRecord = {
  readonly registration: string;
  readonly callId: string;
  /** No REGISTER has had a higher one. */
  readonly reserved: number;
};

export interface RegistrationNamesOptions {
  readonly random: Random;
  readonly records: Collection<RegistrationRecord>;
  /** A Call-ID of this start's own. */
  readonly isNew: () => boolean;
}

interface KeptName extends RegistrationName {
  /** What was reserved beyond the last is free again. */
  settle(): void;
}

export function openRegistrationNames(store: Store, random: Random): RegistrationNames {
  return new RegistrationNames({
    random,
    records: store.collection<RegistrationRecord>('registrations', mostRegistrations),
    isNew: () => store.get('voip/signalling/sip/random_register_call_id'),
  });
}

/** As many registrations as a phone can have: two of each line. */
const mostRegistrations = 64;
/** So seldom something is written. */
const block = 256;
/** RFC 3261 §8.1.1.5: below 2^31. Long before, a new Call-ID begins at 1. */
const last = 2 ** 30;

export class RegistrationNames implements Disposable {
  readonly #options: RegistrationNamesOptions;
  readonly #names = new Map<string, KeptName>();

  constructor(options: RegistrationNamesOptions) {
    this.#options = options;
  }

  /** One after the other may have the same: a registration that is given up, and the one that follows it. */
  name(account: string, regId: number): RegistrationName {
    const { isNew, random } = this.#options;
    if (isNew()) return newRegistrationNames(random)(account, regId);
    const registration = `${account} ${regId}`;
    const known = this.#names.get(registration) ?? this.#kept(registration);
    this.#names.set(registration, known);
    return known;
  }

  /** RFC 3261 §10.2: each REGISTER counts one more. After an orderly end that holds over the restart; a loss of power leaves a gap. */
  [Symbol.dispose](): void {
    for (const name of this.#names.values()) name.settle();
  }

  #kept(registration: string): KeptName {
    const { records, random } = this.#options;
    const found = records.list().find((each) => each.registration === registration);
    const before = found === undefined || found.reserved > last ? undefined : found;
    const callId = before?.callId ?? newCallId(random);
    let sequence = before?.reserved ?? 0;
    let reserved = sequence;
    const nextSequence = (): number => {
      sequence++;
      if (sequence > reserved) {
        reserved = sequence + block - 1;
        this.#keep({ registration, callId, reserved });
      }
      return sequence;
    };
    const settle = (): void => {
      if (reserved !== sequence) this.#keep({ registration, callId, reserved: sequence });
      reserved = sequence;
    };
    return { callId, nextSequence, settle };
  }

  #keep(record: RegistrationRecord): void {
    const { records } = this.#options;
    const entry = records.list().find((each) => each.registration === record.registration);
    if (entry === undefined) records.add(record);
    else records.replace(entry.id, record);
  }
}
