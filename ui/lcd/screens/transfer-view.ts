// Whom to transfer to: the number is typed, and Dial talks there first where Blind does not.

import type { DialingSnapshot, TransferSnapshot } from '../../phone.ts';
import type { SoftKey } from '../intents.ts';
import { untilNextTick } from './call-card.ts';
import { dialIntent, dialingBody, dialingKeys } from './dialing-view.ts';
import { framed, lineTitle, softKey } from './frame.ts';
import type { DialingBody, SoftKeys, View, ViewInput } from './view.ts';

/** A call that is on hold beside the one that is to go: the two can be joined without a number. */
function joinKey(input: ViewInput, transfer: TransferSnapshot): SoftKey | undefined {
  const held = input.snapshot.calls.find((call) => call.state === 'held' && call.id !== transfer.call);
  return held === undefined ? undefined : softKey(input, 'join', { do: 'transferTo', call: held.id });
}

function keysOf(input: ViewInput, transfer: TransferSnapshot, dialing: DialingSnapshot): SoftKeys {
  const { number } = dialing;
  const cancel = softKey(input, 'cancel', { do: 'cancelTransfer' });
  if (number === '') return [joinKey(input, transfer), softKey(input, 'directory', { do: 'openDirectory' }), undefined, cancel];
  const blind = transfer.blind ? softKey(input, 'blind', { do: 'blindTransfer', number }) : undefined;
  return [
    softKey(input, 'dial', dialIntent(input, dialing), 'calm'),
    blind,
    softKey(input, 'delete', { do: 'deleteDigit' }),
    cancel,
  ];
}

export function transferView(input: ViewInput, dialing: DialingSnapshot, transfer: TransferSnapshot): View<DialingBody> {
  const { snapshot, text } = input;
  return framed(
    input,
    {
      title: lineTitle(snapshot, dialing),
      softKeys: keysOf(input, transfer, dialing),
      keys: dialingKeys(input, dialing, { do: 'cancelTransfer' }),
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    dialingBody(input, dialing, { screen: 'consult', heading: text.dialing.transferTo }),
  );
}
