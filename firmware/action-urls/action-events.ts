// What happened between two snapshots of the phone, in the words of the parameters. A pure function.

import type { CallSnapshot, EndReason, LineIndex, PhoneSnapshot } from '#ui/phone';
import type { ActionName } from './action-paths.ts';

export interface ActionEvent {
  readonly name: ActionName;
  readonly line: LineIndex | undefined;
  readonly call: CallSnapshot | undefined;
}

export function actionEvents(before: PhoneSnapshot, now: PhoneSnapshot): readonly ActionEvent[] {
  return [...phoneEvents(before, now), ...lineEvents(before, now), ...callEvents(before, now)];
}

function phoneEvents(before: PhoneSnapshot, now: PhoneSnapshot): readonly ActionEvent[] {
  const names: ActionName[] = [];
  const when = (is: boolean, name: ActionName): void => {
    if (is) names.push(name);
  };
  when(before.phase === 'starting' && now.phase === 'ready', 'setup_completed');
  when(before.handset === 'onHook' && now.handset === 'offHook', 'off_hook');
  when(before.handset === 'offHook' && now.handset === 'onHook', 'on_hook');
  when(!before.audio.muted && now.audio.muted, 'mute');
  when(before.audio.muted && !now.audio.muted, 'unmute');
  when(!before.doNotDisturb && now.doNotDisturb, 'do_not_disturb_on');
  when(before.doNotDisturb && !now.doNotDisturb, 'do_not_disturb_off');
  when(!forwards(before) && forwards(now), 'forwarding_on');
  when(forwards(before) && !forwards(now), 'forwarding_off');
  when(before.status.addresses.join() !== now.status.addresses.join(), 'address_changed');
  when(!isBusy(before) && isBusy(now), 'idle_to_busy');
  when(isBusy(before) && !isBusy(now), 'busy_to_idle');
  return names.map((name) => ({ name, line: undefined, call: undefined }));
}

function lineEvents(before: PhoneSnapshot, now: PhoneSnapshot): readonly ActionEvent[] {
  return now.lines.flatMap(({ index, registration }): readonly ActionEvent[] => {
    const was = before.lines.find((line) => line.index === index)?.registration.state ?? 'off';
    const { state } = registration;
    if (state === was) return [];
    if (state === 'registered') return [{ name: 'registered', line: index, call: undefined }];
    return state === 'failed' ? [{ name: 'registration_failed', line: index, call: undefined }] : [];
  });
}

function callEvents(before: PhoneSnapshot, now: PhoneSnapshot): readonly ActionEvent[] {
  return now.calls.flatMap((call) => {
    const was = before.calls.find(({ id }) => id === call.id);
    if (was?.state === call.state) return [];
    return namesOf(was, call).map((name) => ({ name, line: call.line, call }));
  });
}

function namesOf(was: CallSnapshot | undefined, call: CallSnapshot): readonly ActionName[] {
  switch (call.state) {
    case 'incoming':
      return ['incoming_call'];
    case 'outgoing':
      return ['outgoing_call'];
    case 'active':
      return [was?.state === 'held' ? 'resume' : 'call_established'];
    case 'held':
      return ['hold'];
    case 'ended':
      return isMissed(call) ? ['call_terminated', 'missed_call'] : ['call_terminated'];
  }
}

/** What somebody refused, sent elsewhere or took at another phone was not missed. */
const notMissed: ReadonlySet<EndReason | undefined> = new Set(['rejected', 'diverted', 'answeredElsewhere', 'anonymousRejected']);

function isMissed({ direction, answeredAtMs, ended }: CallSnapshot): boolean {
  return direction === 'incoming' && answeredAtMs === undefined && !notMissed.has(ended?.reason);
}

function forwards({ forwarding }: PhoneSnapshot): boolean {
  return Object.values(forwarding).some(({ on }) => on);
}

/** An ended call is shown for a while and keeps nobody busy. */
function isBusy({ calls }: PhoneSnapshot): boolean {
  return calls.some(({ state }) => state !== 'ended');
}
