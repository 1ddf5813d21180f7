// Runs a client machine: sends for it and reports to the one who sent the request.

import type { SipRequest } from '../message/message.ts';
import type { Clock, Log } from '../ports.ts';
import type { Target } from '../transport/transport.ts';
import { ackFor } from './derived-messages.ts';
import type { ClientAction, ClientInput, ClientTimer, MachineContext, Step } from './machine.ts';
import { MachineRunner } from './machine-runner.ts';
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
  readonly #runner: MachineRunner<State, ClientInput, ClientAction, ClientTimer, ClientTransactionEvent>;

  constructor(options: ClientRunnerOptions<State>) {
    this.#options = options;
    this.#runner = new MachineRunner<State, ClientInput, ClientAction, ClientTimer, ClientTransactionEvent>({
      ...options,
      act: (action) => this.#do(action),
      stepped: () => options.stepped(this),
    });
  }

  get request(): SipRequest {
    return this.#options.request;
  }

  get target(): Target {
    return this.#options.target;
  }

  get phase(): State['name'] {
    return this.#runner.phase;
  }

  abandon(): void {
    this.#runner.finish();
  }

  /** Ends it as timer B would: the answer to a cancelled INVITE never came (RFC 3261 §9.1). */
  giveUp(): void {
    if (!this.#runner.finish()) return;
    this.#runner.report({ type: 'timedOut' });
    this.#runner.report({ type: 'terminated' });
  }

  input(input: ClientInput): void {
    this.#runner.input(input);
  }

  #do(action: ClientAction): void {
    const { send } = this.#options;
    switch (action.type) {
      case 'sendRequest':
        this.#runner.sent(send(this.request));
        break;
      case 'sendAck':
        this.#runner.sent(send(ackFor(this.request, action.response)));
        break;
      case 'startTimer':
        this.#runner.timers.start(action.timer, action.delayMs);
        break;
      case 'stopTimer':
        this.#runner.timers.stop(action.timer);
        break;
      case 'reportResponse':
        this.#runner.report({ type: 'responseReceived', response: action.response, source: action.source });
        break;
      case 'reportTimeout':
        this.#runner.report({ type: 'timedOut' });
        break;
      case 'reportTransportFailure':
        this.#runner.report({ type: 'transportFailed', error: action.error });
        break;
    }
  }
}
