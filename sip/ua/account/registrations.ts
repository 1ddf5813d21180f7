// An account's registration, or its two: at the primary and at the backup all the time, of which the better one is told upwards.

import type { Target } from '../../transport/transport.ts';
import type { AccountEvent } from '../user-agent-events.ts';
import { Registration, type RegistrationPlace } from './registration.ts';
import type { RegistrationEvent } from './registration-machine.ts';
import type { ServerRole } from './servers.ts';

export interface RegistrationsOptions {
  readonly place: RegistrationPlace;
  /** Before each attempt: whatever has to be known first. */
  readonly prepare: () => Promise<void>;
  readonly listener: (event: AccountEvent) => void;
  readonly registeredAt: (server: ServerRole) => void;
}

export class Registrations {
  readonly #options: RegistrationsOptions;
  readonly #members: readonly Registration[];
  /** Of the member at the primary, and of the one at the backup. */
  readonly #standings: (RegistrationEvent | undefined)[] = [];

  constructor(options: RegistrationsOptions) {
    this.#options = options;
    const { place, prepare } = options;
    const { sender, settings } = place.context;
    const both = settings().redundancy?.registersAtBoth === true;
    const ways = both
      ? [() => sender.resolveServer('primary'), () => sender.resolveServer('backup')]
      : [() => sender.resolveProxy()];
    this.#members = ways.map((resolve, position) => {
      const way = (): Promise<readonly Target[]> => prepare().then(resolve);
      const listener = (event: RegistrationEvent, server: ServerRole): void => this.#heard(position, event, server);
      return new Registration({ place, way, regId: position + 1, listener });
    });
  }

  start(): void {
    for (const member of this.#members) member.start();
  }

  /** Resolves when the registrars answered or gave no answer. */
  async stop(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.stop()));
  }

  renew(): void {
    for (const member of this.#members) member.renew();
  }

  /** The server in use is another one; who is registered at both need not follow. */
  follow(): void {
    if (this.#members.length === 1) this.renew();
  }

  get isRegistered(): boolean {
    return this.#best?.type === 'registered';
  }

  isOver(flow: string): boolean {
    return this.#members.some((member) => member.isOver(flow));
  }

  flowClosed(flow: string): void {
    for (const member of this.#members) member.flowClosed(flow);
  }

  /** A server that we keep a flow to is silent. */
  flowFailed(): void {
    for (const member of this.#members) member.flowFailed();
  }

  abandon(): void {
    for (const member of this.#members) member.abandon();
  }

  #heard(position: number, event: RegistrationEvent, server: ServerRole): void {
    const before = this.#best;
    this.#standings[position] = event.type === 'registered' && server === 'backup' ? { ...event, server } : event;
    if (event.type === 'registered') this.#options.registeredAt(server);
    const best = this.#best;
    if (best !== undefined && (best !== before || this.#members.length === 1)) this.#options.listener(best);
  }

  /** Registered anywhere is registered; for the rest the primary speaks. */
  get #best(): RegistrationEvent | undefined {
    return this.#standings.find((standing) => standing?.type === 'registered') ?? this.#standings[0];
  }
}
