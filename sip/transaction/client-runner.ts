// Runs a client machine: keeps its state and timers, sends for it and reports to the one who sent the request.

import type { SipRequest } from '../message/message.ts';
import type { Clock, Log } from '../ports.ts';
import { type Target, TransportError } from '../transport/transport.ts';
import { ackFor } from './derived-messages.ts';
import type { ClientAction, ClientInput, ClientTimer, MachineContext, Step } from './machine.ts';
import { TimerSet } from './timer-set.ts';
import type { ClientTransaction, ClientTransactionEvent } from './transaction-events.ts';

export interface ClientRunnerOptions<State extends { readonly name: string }> {
  readonly clock: Clock;
  readonly log: Log;
  /** To the target. */
  readonly send: (message: SipRequest) => Promise<void>;
  readonly context: MachineContext;
  readonly request: SipRequest;
  readonly target: Target;
  readonly start: State;
  /** The machine's `terminated`. */
  readonly end: State;
  readonly machine: (state: State, input: ClientInput, context: MachineContext) => Step<State, ClientAction>;
  readonly listener: (event: ClientTransactionEvent) => void;
  /** After every step; the runner is in its new state. */
  readonly stepped: (runner: ClientRunner<State>) => void;
}

export class ClientRunner<State extends { readonly name: string }> implements ClientTransaction {
  readonly #options: ClientRunnerOptions<State>;
  readonly #timers: TimerSet<ClientTimer>;
  #state: State;

  constructor(options: ClientRunnerOptions<State>) {
    this.#options = options;
    this.#state = options.start;
    this.#timers = new TimerSet(options.clock, (timer) => this.input({ type: 'timerExpired', timer }));
  }

  get request(): SipRequest {
    return this.#options.request;
  }

  get target(): Target {
    return this.#options.target;
  }

  get phase(): State['name'] {
    return this.#state.name;
  }

  abandon(): void {
    if (this.phase === 'terminated') return;
    this.#finish();
  }

  /** Ends it as timer B would: the answer to a cancelled INVITE never came (RFC 3261 §9.1). */
  giveUp(): void {
    if (this.phase === 'terminated') return;
    this.#finish();
    this.#report({ type: 'timedOut' });
    this.#report({ type: 'terminated' });
  }

  input(input: ClientInput): void {
    const { machine, context, stepped } = this.#options;
    if (this.phase === 'terminated') return;
    const step = machine(this.#state, input, context);
    this.#state = step.state;
    const terminated = this.phase === 'terminated';
    if (terminated) this.#timers.stopAll();
    for (const action of step.actions) this.#do(action);
    // A report may have led back here, and the end was told there.
    if (terminated) this.#report({ type: 'terminated' });
    stepped(this);
  }

  #finish(): void {
    this.#timers.stopAll();
    this.#state = this.#options.end;
    this.#options.stepped(this);
  }

  #do(action: ClientAction): void {
    switch (action.type) {
      case 'sendRequest':
        this.#send(this.request);
        break;
      case 'sendAck':
        this.#send(ackFor(this.request, action.response));
        break;
      case 'startTimer':
        this.#timers.start(action.timer, action.delayMs);
        break;
      case 'stopTimer':
        this.#timers.stop(action.timer);
        break;
      case 'reportResponse':
        this.#report({ type: 'responseReceived', response: action.response, source: action.source });
        break;
      case 'reportTimeout':
        this.#report({ type: 'timedOut' });
        break;
      case 'reportTransportFailure':
        this.#report({ type: 'transportFailed', error: action.error });
        break;
    }
  }

  #send(message: SipRequest): void {
    this.#options.send(message).catch((cause: unknown) => {
      const error = cause instanceof TransportError ? cause : new TransportError('unreachable', 'sending failed', { cause });
      this.input({ type: 'transportFailed', error });
    });
  }

  /** A listener that throws harms its own transaction, not the layer. */
  #report(event: ClientTransactionEvent): void {
    try {
      this.#options.listener(event);
    } catch (error) {
      this.#options.log.error('sip', 'a client transaction listener threw', { event: event.type, error });
    }
  }
}
