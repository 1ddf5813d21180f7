// Drives the desk's state machine step by step and keeps what it asked for.

import { step } from '#firmware/calls/desk';
import type { DeskEffect, DeskInput, DeskSettings } from '#firmware/calls/desk-messages';
import { type DeskCall, type DeskState, initialDeskState } from '#firmware/calls/desk-state';
import { type Sound, soundOf } from '#firmware/calls/sound';
import type { CallEnd } from '#sip/ua/user-agent-events';
import type { Digit } from '#ui/phone';

const plainSettings: DeskSettings = {
  usableLines: [0, 1],
  blocked: new Set(),
  answerDevice: 'speaker',
  callsPerLine: 2,
  callWaiting: true,
  callWaitingTone: true,
  headsetMemory: false,
  headsetOnly: false,
  microphone: true,
  longestNumber: 64,
  onHookEndsHeldCall: false,
  rejectStatus: 603,
  semiAttended: false,
  hangUpTransfers: false,
  transferKeyIsBlind: true,
  blindTransferOffered: true,
  recordsCalls: true,
  conference: { enabled: true, mostParties: 6, joinOnHangUp: true, bargeInLines: [1], server: undefined },
  autoAnswer: true,
  autoAnswerMuted: false,
  forwardingLines: [0, 1],
  rejectAnonymous: false,
  messagesWaiting: false,
  voiceMail: { number: '8500', line: undefined },
  pagingBargesIn: false,
  hashDials: true,
};

/** A call like most: its name and number told, nothing asked for. */
export function arrival(values: Partial<Extract<DeskInput, { type: 'callArrived' }>> = {}): DeskInput {
  return {
    type: 'callArrived',
    call: 'in-1',
    line: 0,
    remote: { name: undefined, number: '2002' },
    anonymous: false,
    verification: 'none',
    divertedBy: undefined,
    ringClass: undefined,
    answerAfterMs: undefined,
    answerRequired: false,
    replaces: undefined,
    ...values,
  };
}

export class DeskDriver {
  state: DeskState = initialDeskState;
  settings: DeskSettings = plainSettings;
  nowMs = 1000;
  /** Of the last input. */
  effects: readonly DeskEffect[] = [];

  do(input: DeskInput): this {
    const { state, effects } = step(this.state, input, this.settings, this.nowMs);
    this.state = state;
    this.effects = effects;
    return this;
  }

  /** An input without arguments. */
  press(type: Extract<DeskInput, { type: string }>['type']): this {
    return this.do({ type, call: undefined, line: undefined } as DeskInput);
  }

  type(digits: string): this {
    for (const digit of digits) this.do({ type: 'pressDigit', digit: digit as Digit });
    return this;
  }

  arrives(call: string, line = 0, number = '2002'): this {
    return this.arrivesWith({ call, line, remote: { name: undefined, number } });
  }

  arrivesWith(values: Partial<Extract<DeskInput, { type: 'callArrived' }>>): this {
    return this.do(arrival(values));
  }

  answeredByRemote(call: string): this {
    return this.do({ type: 'callAnswered', call, remote: undefined });
  }

  endedBy(call: string, end: CallEnd): this {
    return this.do({ type: 'callEnded', call, end });
  }

  get sound(): Sound {
    return soundOf(this.state, this.settings);
  }

  call(id: string): DeskCall {
    const call = this.state.calls.find((each) => each.id === id);
    if (call === undefined) throw new Error(`no call ${id}`);
    return call;
  }

  /** `endCall call-1` and so on, of the last input. */
  get asked(): readonly string[] {
    return this.effects.map((effect) => ('call' in effect ? `${effect.type} ${effect.call}` : effect.type));
  }
}
