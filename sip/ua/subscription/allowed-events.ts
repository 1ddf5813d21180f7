// Which events others may subscribe to or send us (Allow-Events, RFC 6665 §8.2.2): servers offer remote clicks to phones that list them.

import type { AccountSettings } from '../user-agent-events.ts';

/** Of the commands (`remote-commands.ts`) the one that all servers know: the others are its names elsewhere, and the header is in every INVITE. */
const command = 'check-sync';

export function allowedEvents({ showsCalls, remoteControl }: AccountSettings): readonly string[] {
  return [
    'refer',
    ...(showsCalls === undefined ? [] : ['dialog']),
    ...(remoteControl?.messageSummary === false ? [] : ['message-summary']),
    ...(remoteControl?.talk === true ? ['talk'] : []),
    ...(remoteControl?.hold === true ? ['hold'] : []),
    ...(remoteControl?.conference === true ? ['conference'] : []),
    ...(remoteControl?.resync === false ? [] : [command]),
  ];
}
