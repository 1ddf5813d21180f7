// A headset behind an electronic hook switch, whatever carries its words.

import type { DriverContext } from '../../driver.ts';
import type { Headset, HeadsetCallState } from '../headset.ts';
import {
  callShown,
  type EhsCommand,
  type EhsSignal,
  type EhsState,
  type EhsStep,
  muteShown,
  restingEhs,
  signalReceived,
} from './ehs-machine.ts';

export interface EhsCarrier extends AsyncDisposable {
  tell(command: EhsCommand): void;
}

export class EhsHeadset implements Headset {
  readonly #context: Pick<DriverContext, 'clock' | 'report'>;
  #carrier: EhsCarrier | undefined;
  #state: EhsState = restingEhs;

  constructor(context: Pick<DriverContext, 'clock' | 'report'>) {
    this.#context = context;
  }

  /** What carries the words; a base without a line that says whether it is there is there from then on. */
  connect(carrier: EhsCarrier, present: boolean): void {
    this.#carrier = carrier;
    if (!present) return;
    const { state, commands } = signalReceived(this.#state, 'present');
    this.#state = state;
    for (const command of commands) carrier.tell(command);
  }

  get plugged(): boolean {
    return this.#state.present;
  }

  showCall(call: HeadsetCallState): void {
    this.#take(callShown(this.#state, call));
  }

  showMute(muted: boolean): void {
    this.#take(muteShown(this.#state, muted));
  }

  received(signal: EhsSignal): void {
    this.#take(signalReceived(this.#state, signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const carrier = this.#carrier;
    this.#carrier = undefined;
    await carrier?.[Symbol.asyncDispose]();
  }

  #take({ state, commands, buttons, plugged }: EhsStep): void {
    this.#state = state;
    const { report, clock } = this.#context;
    for (const command of commands) this.#carrier?.tell(command);
    if (plugged !== undefined) report({ type: 'headsetPlugged', plugged, atMs: clock.monotonicMs });
    for (const button of buttons) report({ type: 'headsetButtonPressed', button, atMs: clock.monotonicMs });
  }
}
