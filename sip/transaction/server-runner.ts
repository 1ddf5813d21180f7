// Runs a server machine: keeps its state and timers, sends for it and reports to the user that answers the request.

import { makeResponse } from '../message/make-response.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Clock, Log } from '../ports.ts';
import { responseTarget } from '../transport/response-target.ts';
import { type Target, type Transport, TransportError } from '../transport/transport.ts';

import type { MachineContext, ServerAction, ServerInput, ServerTimer, Step } from './machine.ts';
import { TimerSet } from './timer-set.ts';
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
  readonly #timers: TimerSet<ServerTimer>;
  #state: State;
  #listener: ((event: ServerTransactionEvent) => void) | undefined;
  #finalResponse: SipResponse | undefined;

  constructor(options: ServerRunnerOptions<State>) {
    this.#options = options;
    this.#state = options.start;
    this.#timers = new TimerSet(options.clock, (timer) => this.input({ type: 'timerExpired', timer }));
  }

  get request(): SipRequest {
    return this.#options.request;
  }

  get source(): Target {
    return this.#options.source;
  }

  get phase(): State['name'] {
    return this.#state.name;
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
    if (this.input({ type: 'ackReceived' }).some(({ type }) => type === 'passAck')) this.#options.passAck(ack, source);
  }

  /** Ends it without a word. */
  abandon(): void {
    if (this.phase === 'terminated') return;
    this.#timers.stopAll();
    this.#state = this.#options.end;
    this.#options.stepped(this);
  }

  input(input: ServerInput): readonly ServerAction[] {
    const { machine, context, stepped } = this.#options;
    if (this.phase === 'terminated') return [];
    const step = machine(this.#state, input, context);
    this.#state = step.state;
    const terminated = this.phase === 'terminated';
    if (terminated) this.#timers.stopAll();
    for (const action of step.actions) this.#do(action);
    if (terminated) this.#report({ type: 'terminated' });
    stepped(this);
    return step.actions;
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
        this.#timers.start(action.timer, action.delayMs);
        break;
      case 'stopTimer':
        this.#timers.stop(action.timer);
        break;
      case 'passAck':
        break;
      case 'reportAcknowledged':
        this.#report({ type: 'acknowledged' });
        break;
      case 'reportTimeout':
        this.#report({ type: 'timedOut' });
        break;
      case 'reportTransportFailure':
        this.#report({ type: 'transportFailed', error: action.error });
        break;
    }
  }

  #send(response: SipResponse): void {
    const target = responseTarget(this.request.headers.via, this.source);
    this.#options.transport.send(response, target).catch((cause: unknown) => {
      const error = cause instanceof TransportError ? cause : new TransportError('unreachable', 'sending failed', { cause });
      this.input({ type: 'transportFailed', error });
    });
  }

  /** A listener that throws harms its own transaction, not the layer. */
  #report(event: ServerTransactionEvent): void {
    try {
      this.#listener?.(event);
    } catch (error) {
      this.#options.log.error('sip', 'a server transaction listener threw', { event: event.type, error });
    }
  }
}
