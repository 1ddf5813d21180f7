// Runs a server machine: sends for it and reports to the user that answers the request.

import { makeResponse } from '../message/make-response.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Clock, Log } from '../ports.ts';
import { responseTarget } from '../transport/response-target.ts';
import type { Target, Transport } from '../transport/transport.ts';
import type { MachineContext, ServerAction, ServerInput, ServerTimer, Step } from './machine.ts';
import { MachineRunner } from './machine-runner.ts';
import type { ServerTransaction, ServerTransactionEvent } from './transaction-events.ts';

export interface ServerRunnerOptions<State extends { readonly name: string }> {
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  readonly context: MachineContext;
  readonly request: SipRequest;
  readonly source: Target;
  readonly start: State;
  /** The machine's `terminated`. */
  readonly end: State;
  readonly machine: (state: State, input: ServerInput, context: MachineContext) => Step<State, ServerAction>;
  readonly passAck: (ack: SipRequest, source: Target) => void;
  /** After every step; the runner is in its new state. */
  readonly stepped: (runner: ServerRunner<State>) => void;
}

export class ServerRunner<State extends { readonly name: string }> implements ServerTransaction {
  readonly #options: ServerRunnerOptions<State>;
  readonly #runner: MachineRunner<State, ServerInput, ServerAction, ServerTimer, ServerTransactionEvent>;
  #listener: ((event: ServerTransactionEvent) => void) | undefined;
  #finalResponse: SipResponse | undefined;

  constructor(options: ServerRunnerOptions<State>) {
    this.#options = options;
    this.#runner = new MachineRunner<State, ServerInput, ServerAction, ServerTimer, ServerTransactionEvent>({
      ...options,
      act: (action) => this.#do(action),
      listener: (event) => this.#listener?.(event),
      stepped: () => options.stepped(this),
    });
  }

  get request(): SipRequest {
    return this.#options.request;
  }

  get source(): Target {
    return this.#options.source;
  }

  get phase(): State['name'] {
    return this.#runner.phase;
  }

  /** The first final response that was given to `respond`. */
  get finalResponse(): SipResponse | undefined {
    return this.#finalResponse;
  }

  listen(listener: (event: ServerTransactionEvent) => void): void {
    this.#listener = listener;
  }

  respond(response: SipResponse): void {
    if (response.status >= 200) this.#finalResponse ??= response;
    this.input({ type: 'responded', response });
  }

  acknowledge(ack: SipRequest, source: Target): void {
    const actions = this.#runner.input({ type: 'ackReceived' });
    if (actions.some(({ type }) => type === 'passAck')) this.#options.passAck(ack, source);
  }

  /** Ends it without a word. */
  abandon(): void {
    this.#runner.finish();
  }

  input(input: ServerInput): void {
    this.#runner.input(input);
  }

  #do(action: ServerAction): void {
    switch (action.type) {
      case 'sendResponse':
        this.#send(action.response);
        break;
      case 'sendTrying':
        this.#send(makeResponse(this.request, 100));
        break;
      case 'startTimer':
        this.#runner.timers.start(action.timer, action.delayMs);
        break;
      case 'stopTimer':
        this.#runner.timers.stop(action.timer);
        break;
      case 'passAck':
        break;
      case 'reportAcknowledged':
        this.#runner.report({ type: 'acknowledged' });
        break;
      case 'reportTimeout':
        this.#runner.report({ type: 'timedOut' });
        break;
      case 'reportTransportFailure':
        this.#runner.report({ type: 'transportFailed', error: action.error });
        break;
    }
  }

  #send(response: SipResponse): void {
    const target = responseTarget(this.request.headers.via, this.source);
    this.#runner.sent(this.#options.transport.send(response, target));
  }
}
