// Whom to call into the conversation: the number is typed while the others wait.

import type { DialingSnapshot } from '../../phone.ts';
import { untilNextTick } from './call-card.ts';
import { dialIntent, dialingBody, dialingKeys } from './dialing-view.ts';
import { framed, lineTitle, softKey } from './frame.ts';
import type { DialingBody, View, ViewInput } from './view.ts';

export function inviteView(input: ViewInput, dialing: DialingSnapshot): View<DialingBody> {
  const { snapshot, text } = input;
  const empty = dialing.number === '';
  const cancel = softKey(input, 'cancel', { do: 'cancelInvitation' });
  // Somebody who waits already need not be called.
  const join = snapshot.conferenceOffer === 'join' ? softKey(input, 'conference', { do: 'conference' }, 'calm') : undefined;
  return framed(
    input,
    {
      title: lineTitle(snapshot, dialing),
      softKeys: empty
        ? [join, softKey(input, 'directory', { do: 'openDirectory' }), undefined, cancel]
        : [
            softKey(input, 'dial', dialIntent(input, dialing), 'calm'),
            softKey(input, 'delete', { do: 'deleteDigit' }),
            undefined,
            cancel,
          ],
      keys: dialingKeys(input, dialing, { do: 'cancelInvitation' }),
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    dialingBody(input, dialing, { screen: 'consult', heading: text.dialing.inviteTo }),
  );
}
