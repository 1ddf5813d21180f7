// Sending a call on to another number: at once, when the phone is busy, when nobody comes, or because the person says so.

import type { DiversionReason } from '#sip/ua/user-agent-events';
import type { CallId, Forwarding, ForwardingKind } from '#ui/phone';
import { finish } from './call-commands.ts';
import { logOf } from './call-log-entry.ts';
import type { WorldInput } from './desk-messages.ts';
import { type DeskCall, findCall, incomingCall } from './desk-state.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

/** Where a call goes and why. */
export interface Diversion {
  readonly number: string;
  readonly why: DiversionReason;
}

/** The forwarding that a call which has just come meets. */
export function forwardingOf({ state, settings }: Turn, { line }: DeskCall, busy: boolean): Diversion | undefined {
  const { always, busy: whenBusy } = state.forwarding;
  if (!settings.forwardingLines.includes(line)) return undefined;
  if (isOn(always)) return { number: always.number, why: 'unconditional' };
  if (!busy || !isOn(whenBusy)) return undefined;
  return { number: whenBusy.number, why: state.doNotDisturb ? 'do-not-disturb' : 'user-busy' };
}

/** A call that has not rung; the log tells of it. */
export function sendOn(turn: Turn, call: DeskCall, { number, why }: Diversion): void {
  turn.ask({ type: 'divertCall', call: call.id, number, why });
  turn.ask(logOf(turn, call, 'diverted'));
}

/** Nobody came for as long as the person said. */
export function forwardingDue(turn: Turn, { call }: Event<'forwardingDue'>): void {
  const { noAnswer } = turn.state.forwarding;
  const line = findCall(turn.state, call)?.line;
  if (isOn(noAnswer) && line !== undefined && turn.settings.forwardingLines.includes(line))
    divertRinging(turn, call, { number: noAnswer.number, why: 'no-answer' });
}

export function divert(turn: Turn, id: CallId | undefined, number: string): void {
  const call = id ?? incomingCall(turn.state)?.id;
  const wanted = number.trim();
  if (wanted !== '') divertRinging(turn, call, { number: wanted, why: 'deflection' });
}

function divertRinging(turn: Turn, id: CallId | undefined, { number, why }: Diversion): void {
  const call = findCall(turn.state, id);
  if (call?.state !== 'incoming' || call.direction === 'outgoing') return;
  turn.ask({ type: 'divertCall', call: call.id, number, why });
  finish(turn, call, { by: 'divert' });
}

/** The person's word: kept, and told to the server that keeps it too. */
export function setForwarding(turn: Turn, kind: ForwardingKind, wanted: Forwarding): void {
  const number = wanted.number.trim();
  const forwarding = { on: wanted.on && number !== '', number };
  if (!changeForwarding(turn, kind, forwarding)) return;
  tellForwarding(turn, kind);
}

export function tellForwarding(turn: Turn, kind: ForwardingKind): void {
  const { on, number } = turn.state.forwarding[kind];
  turn.ask({
    type: 'tellServer',
    feature: { feature: 'forwarding', kind, on, target: number || undefined, ringCount: undefined },
  });
}

/** The server's word, which may leave the number out. */
export function forwardingChanged(turn: Turn, { kind, on, number }: Event<'forwardingChanged'>): void {
  changeForwarding(turn, kind, { on, number: number ?? turn.state.forwarding[kind].number });
}

function changeForwarding(turn: Turn, kind: ForwardingKind, forwarding: Forwarding): boolean {
  const before = turn.state.forwarding[kind];
  if (before.on === forwarding.on && before.number === forwarding.number) return false;
  turn.change({ forwarding: { ...turn.state.forwarding, [kind]: forwarding } });
  turn.ask({ type: 'saveForwarding', kind, forwarding });
  return true;
}

function isOn({ on, number }: Forwarding): boolean {
  return on && number !== '';
}
