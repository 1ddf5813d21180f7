// One turn of the desk: the state as it becomes while an input is worked off, and the effects that pile up. It lives for one
// call of `step`, so that the functions of this folder read as sentences and the whole stays a pure function.

import type { CallId } from '#ui/phone';
import type { DeskEffect, DeskSettings } from './desk-messages.ts';
import type { DeskCall, DeskState } from './desk-state.ts';

export class Turn {
  state: DeskState;
  readonly effects: DeskEffect[] = [];
  readonly settings: DeskSettings;
  readonly nowMs: number;

  constructor(state: DeskState, settings: DeskSettings, nowMs: number) {
    this.state = state;
    this.settings = settings;
    this.nowMs = nowMs;
  }

  change(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
  }

  changeCall(id: CallId, part: Partial<DeskCall>): void {
    const calls = this.state.calls.map((call) => {
      if (call.id !== id) return call;
      const sinceMs = part.state !== undefined && part.state !== call.state ? this.nowMs : call.sinceMs;
      return { ...call, sinceMs, ...part };
    });
    this.change({ calls });
  }

  ask(effect: DeskEffect): void {
    this.effects.push(effect);
  }
}
