// What a person sets at the phone, changed by somebody else: it holds at once, and a server that keeps it too is told.

import type { ForwardingKind } from '#ui/phone';
import type { WorldInput } from './desk-messages.ts';
import { tellForwarding } from './forward.ts';
import type { Turn } from './turn.ts';

const kinds: readonly ForwardingKind[] = ['always', 'busy', 'noAnswer'];

export function personalSettingsChanged(turn: Turn, wanted: Extract<WorldInput, { type: 'personalSettingsChanged' }>): void {
  const { volumes, doNotDisturb, forwarding, hideNumber } = turn.state;
  turn.change({
    volumes: { ...volumes, ...wanted.volumes },
    doNotDisturb: wanted.doNotDisturb ?? doNotDisturb,
    forwarding: { ...forwarding, ...wanted.forwarding },
    hideNumber: wanted.hideNumber ?? hideNumber,
  });
  const now = turn.state;
  if (now.doNotDisturb !== doNotDisturb) {
    turn.ask({ type: 'tellServer', feature: { feature: 'doNotDisturb', on: now.doNotDisturb } });
  }
  for (const kind of kinds) {
    const { on, number } = now.forwarding[kind];
    if (on !== forwarding[kind].on || number !== forwarding[kind].number) tellForwarding(turn, kind);
  }
}
