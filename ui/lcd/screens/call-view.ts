// The screens of calls: outgoing, incoming, call, held and ended. One call is in front, the others are strips below it.

import type { InvitationSnapshot } from '../../conference-snapshot.ts';
import { numberEditor } from '../../entry/fields.ts';
import type { CallSnapshot, TransferSnapshot } from '../../phone.ts';
import { counted } from '../../text/strings.ts';
import type { Intent, SoftKey } from '../intents.ts';
import { callCard, untilNextTick } from './call-card.ts';
import { framed, lineTitle, placedSoftKeys, recordKey, saveKey, softKey } from './frame.ts';
import { openQuality } from './quality-view.ts';
import type { CallBody, CallCard, SoftKeys, TileView, View, ViewInput } from './view.ts';

const screenOf = { outgoing: 'outgoing', incoming: 'incoming', active: 'call', held: 'held', ended: 'ended' } as const;

function otherLive(input: ViewInput, call: CallSnapshot): readonly CallSnapshot[] {
  return input.snapshot.calls.filter((other) => other.id !== call.id && other.state !== 'ended');
}

/** A transfer that is being prepared, if the call is a part of it. */
function transferOf(input: ViewInput, call: CallSnapshot): TransferSnapshot | undefined {
  const { transfer } = input.snapshot;
  return transfer?.consultation !== undefined && [transfer.call, transfer.consultation].includes(call.id) ? transfer : undefined;
}

/** Somebody is called who is to join those who wait. */
function invitationOf({ snapshot: { inviting } }: ViewInput, call: CallSnapshot): InvitationSnapshot | undefined {
  return inviting?.consultation === call.id ? inviting : undefined;
}

function inviteKeys(input: ViewInput, call: CallSnapshot): SoftKeys {
  return [
    conferenceKey(input),
    call.state === 'outgoing' ? undefined : softKey(input, 'swap', { do: 'swap' }),
    undefined,
    softKey(input, 'cancel', { do: 'cancelInvitation' }, 'error'),
  ];
}

function conferenceKey(input: ViewInput): SoftKey | undefined {
  const { conferenceOffer: offer } = input.snapshot;
  if (offer === undefined) return undefined;
  return softKey(input, 'conference', { do: 'conference' }, offer === 'join' ? 'calm' : undefined);
}

/** The two parties of a transfer: join them, change between them, or go back to the first. */
function consultKeys(input: ViewInput, call: CallSnapshot, transfer: TransferSnapshot): SoftKeys {
  return [
    transfer.ready ? softKey(input, 'transfer', { do: 'transfer' }, 'calm') : undefined,
    call.state === 'outgoing' ? undefined : softKey(input, 'swap', { do: 'swap' }),
    undefined,
    softKey(input, 'cancel', { do: 'cancelTransfer' }, 'error'),
  ];
}

/** Whether digits reach the other side: also an announcement before the answer asks for them. */
export function hearsDigits({ state, phase }: CallSnapshot): boolean {
  return state === 'active' || (state === 'outgoing' && phase === 'progress');
}

export function keypadOpen({ navigation: { pages } }: ViewInput): boolean {
  return pages.at(-1)?.page === 'keypad';
}

function outgoingKeys(input: ViewInput, call: CallSnapshot): SoftKeys {
  const close = keypadOpen(input) && hearsDigits(call) ? softKey(input, 'close', { do: 'back' }) : undefined;
  return [undefined, undefined, close, softKey(input, 'end', { do: 'end', call: call.id }, 'error')];
}

function activeKeys(input: ViewInput, call: CallSnapshot): SoftKeys {
  const end = softKey(input, 'end', { do: 'end', call: call.id }, 'error');
  const hold = softKey(input, 'hold', { do: 'hold', call: call.id });
  if (keypadOpen(input)) return [hold, undefined, softKey(input, 'close', { do: 'back' }), end];
  const answered = otherLive(input, call).some((other) => other.state === 'held' || other.state === 'active');
  const transfer = softKey(input, 'transfer', { do: 'transfer' });
  const conference = conferenceKey(input);
  return placedSoftKeys(
    input,
    [
      hold,
      answered ? softKey(input, 'swap', { do: 'swap' }) : undefined,
      ...(answered ? [conference, transfer] : [transfer, conference]),
      softKey(input, 'newCall', { do: 'openLine', line: call.line }),
      recordKey(input),
    ].filter((key) => key !== undefined),
    end,
  );
}

function heldKeys(input: ViewInput, call: CallSnapshot): SoftKeys {
  return placedSoftKeys(
    input,
    [
      softKey(input, 'resume', { do: 'resume', call: call.id }, 'calm'),
      softKey(input, 'newCall', { do: 'openLine', line: call.line }),
      softKey(input, 'transfer', { do: 'transfer' }),
      otherLive(input, call).length > 0 ? conferenceKey(input) : undefined,
    ].filter((key) => key !== undefined),
    softKey(input, 'end', { do: 'end', call: call.id }, 'error'),
  );
}

/** Somebody wants us to call: a person decides. */
function askedKeys(input: ViewInput, call: CallSnapshot): SoftKeys {
  return [
    softKey(input, 'dial', { do: 'answer', call: call.id }, 'calm'),
    softKey(input, 'reject', { do: 'reject', call: call.id }, 'error'),
    undefined,
    input.snapshot.audio.ringing ? softKey(input, 'silence', { do: 'silence' }) : undefined,
  ];
}

function softKeysOf(input: ViewInput, call: CallSnapshot): SoftKeys {
  const transfer = transferOf(input, call);
  if (transfer !== undefined) return consultKeys(input, call, transfer);
  if (invitationOf(input, call) !== undefined) return inviteKeys(input, call);
  switch (call.state) {
    case 'outgoing':
      return outgoingKeys(input, call);
    case 'incoming':
      if (call.direction === 'outgoing') return askedKeys(input, call);
      return [
        softKey(input, 'answer', { do: 'answer', call: call.id }, 'calm'),
        softKey(input, 'reject', { do: 'reject', call: call.id }, 'error'),
        softKey(input, 'divert', { do: 'open', page: { page: 'divert', call: call.id, editor: numberEditor(''), focus: 0 } }),
        input.snapshot.audio.ringing ? softKey(input, 'silence', { do: 'silence' }) : undefined,
      ];
    case 'active':
      return activeKeys(input, call);
    case 'held':
      return heldKeys(input, call);
    case 'ended': {
      const { number } = call.remote;
      const dial: Intent = { do: 'dial', number, line: call.line };
      const first = call.direction === 'outgoing' ? softKey(input, 'redial', dial) : softKey(input, 'callBack', dial);
      const held = otherLive(input, call).findLast((other) => other.state === 'held');
      return [
        number === '' ? undefined : first,
        held === undefined ? undefined : softKey(input, 'resume', { do: 'resume', call: held.id }, 'calm'),
        saveKey(input, call),
        softKey(input, 'close', { do: 'end', call: call.id }),
      ];
    }
  }
}

/** A second call that serves the first. */
function consults(input: ViewInput, call: CallSnapshot): boolean {
  return transferOf(input, call) !== undefined || invitationOf(input, call) !== undefined;
}

/** Up and down go around the calls. */
function neighbour(input: ViewInput, call: CallSnapshot, step: 1 | -1): Intent | undefined {
  const live = input.snapshot.calls.filter((candidate) => candidate.state !== 'ended');
  const index = live.findIndex((candidate) => candidate.id === call.id);
  const other = index === -1 ? undefined : live[(index + step + live.length) % live.length];
  return other === undefined || other.id === call.id ? undefined : { do: 'focusCall', call: other.id };
}

function keysOf(input: ViewInput, call: CallSnapshot): View['keys'] {
  const up = neighbour(input, call, -1);
  const down = neighbour(input, call, 1);
  return {
    ...(call.state === 'incoming' ? { ok: { do: 'answer', call: call.id } as const } : {}),
    ...(call.state === 'active' ? { ok: openQuality(call) } : {}),
    ...(keypadOpen(input) ? { back: { do: 'back' } as const } : {}),
    ...(call.state === 'held' ? { ok: { do: 'resume', call: call.id } as const } : {}),
    ...(call.state === 'ended' ? { ok: { do: 'end', call: call.id } as const, back: { do: 'end', call: call.id } as const } : {}),
    ...(up === undefined ? {} : { up }),
    ...(down === undefined ? {} : { down }),
  };
}

/** The calls beside the one in front, and the words for those that there is no room for. */
export function otherCards(
  input: ViewInput,
  front: string | undefined,
): { readonly others: readonly CallCard[]; readonly moreText: (hidden: number) => string } {
  const live = input.snapshot.calls.filter((call) => call.id !== front && call.state !== 'ended');
  return {
    others: live.map((call) => callCard(input, call)),
    moreText: (hidden) => counted(input.text.calls.more, hidden),
  };
}

/** Where a touch is to send digits to the other side, or has opened the keys for it. */
function touchedParts(input: ViewInput, call: CallSnapshot): Pick<CallBody, 'facts' | 'keypad' | 'pad'> {
  if (!hearsDigits(call)) return { pad: false };
  const pad = keypadOpen(input);
  const facts = call.state === 'active' ? { facts: openQuality(call) } : {};
  return { pad, ...facts, ...(pad ? {} : { keypad: keypadTile(input) }) };
}

/** Opens the dial keys. */
export function keypadTile(input: ViewInput): TileView {
  const intent: Intent = { do: 'open', page: { page: 'keypad', focus: 0 } };
  return { id: 'keypad', icon: 'keypad', text: input.text.dialing.keypad, intent };
}

export function callView(input: ViewInput, call: CallSnapshot): View<CallBody> {
  return framed(
    input,
    {
      title: call.conference === undefined ? lineTitle(input.snapshot, call) : input.text.conference.title,
      softKeys: softKeysOf(input, call),
      keys: keysOf(input, call),
      redrawAfterMs: untilNextTick(input, input.snapshot.calls),
    },
    {
      screen: consults(input, call) ? 'consult' : screenOf[call.state],
      front: callCard(input, call),
      ...touchedParts(input, call),
      ...otherCards(input, call.id),
    },
  );
}
