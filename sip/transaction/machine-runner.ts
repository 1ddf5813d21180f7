// One transaction's machine at work, of either side: its state, its timers, and what is told of it.

import type { Clock, Log } from '../ports.ts';
import { TransportError } from '../transport/transport.ts';
import type { CommonInput, MachineContext, Step } from './machine.ts';
import { TimerSet } from './timer-set.ts';

export interface MachineRunnerOptions<State, Input, Action, TimerName extends string, Event extends { readonly type: string }> {
  readonly clock: Clock;
  readonly log: Log;
  readonly context: MachineContext;
  readonly start: State;
  /** The machine's `terminated`. */
  readonly end: State;
  readonly machine: (state: State, input: Input | CommonInput<TimerName>, context: MachineContext) => Step<State, Action>;
  readonly act: (action: Action) => void;
  readonly listener: (event: Event | { readonly type: 'terminated' }) => void;
  /** After every step, in the new state. */
  readonly stepped: () => void;
}

export class MachineRunner<
  State extends { readonly name: string },
  Input,
  Action,
  TimerName extends string,
  Event extends { readonly type: string },
> {
  readonly timers: TimerSet<TimerName>;
  readonly #options: MachineRunnerOptions<State, Input, Action, TimerName, Event>;
  #state: State;

  constructor(options: MachineRunnerOptions<State, Input, Action, TimerName, Event>) {
    this.#options = options;
    this.#state = options.start;
    this.timers = new TimerSet(options.clock, (timer) => this.input({ type: 'timerExpired', timer }));
  }

  get phase(): State['name'] {
    return this.#state.name;
  }

  /** What was done. */
  input(input: Input | CommonInput<TimerName>): readonly Action[] {
    const { machine, context, act, stepped } = this.#options;
    if (this.phase === 'terminated') return [];
    const step = machine(this.#state, input, context);
    this.#state = step.state;
    const terminated = this.phase === 'terminated';
    if (terminated) this.timers.stopAll();
    for (const action of step.actions) act(action);
    // A report may have led back here, and the end was told there.
    if (terminated) this.report({ type: 'terminated' });
    stepped();
    return step.actions;
  }

  /** Ends it without a word; false when it had ended. */
  finish(): boolean {
    if (this.phase === 'terminated') return false;
    this.timers.stopAll();
    this.#state = this.#options.end;
    this.#options.stepped();
    return true;
  }

  /** What can not be sent is an input, too. */
  sent(sending: Promise<void>): void {
    sending.catch((cause: unknown) => {
      const error = cause instanceof TransportError ? cause : new TransportError('unreachable', 'sending failed', { cause });
      this.input({ type: 'transportFailed', error });
    });
  }

  /** A listener that throws harms its own transaction, not the layer. */
  report(event: Event | { readonly type: 'terminated' }): void {
    try {
      this.#options.listener(event);
    } catch (error) {
      this.#options.log.error('sip', 'a transaction listener threw', { event: event.type, error });
    }
  }
}
