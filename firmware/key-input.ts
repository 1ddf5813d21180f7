// What a programmable key that is pressed moves the desk to.

import type { PhoneSnapshot } from '#ui/phone';
import type { UserInput } from './calls/desk-messages.ts';
import type { KeyPress } from './lines/function-keys.ts';

/** Undefined: nothing. Events that open a list are the screen's. */
export function keyInput(press: KeyPress | undefined, snapshot: PhoneSnapshot): UserInput | undefined {
  switch (press?.kind) {
    case undefined:
      return undefined;
    case 'dial':
      return { type: 'dial', number: press.number, line: press.line };
    case 'pickUp':
      return { type: 'pickUp', line: press.line, ...press.pickUp };
    case 'page':
      return { type: 'pageGroup', group: press.group, name: press.name };
    case 'park':
      return { type: 'park', line: press.line, parkAt: press.parkAt, retrieveFrom: press.retrieveFrom };
    case 'line':
      return { type: 'pressLine', line: press.line };
    case 'discreet':
      return { type: 'callDiscreetly', line: press.line, number: press.number };
    case 'event':
      return eventInput(press.event, snapshot);
  }
}

function eventInput(
  event: Extract<KeyPress, { kind: 'event' }>['event'],
  { forwarding, lock }: PhoneSnapshot,
): UserInput | undefined {
  switch (event) {
    case 'doNotDisturb':
      return { type: 'toggleDoNotDisturb' };
    case 'forwarding': {
      const { on, number } = forwarding.always;
      return number === '' ? undefined : { type: 'setForwarding', kind: 'always', forwarding: { on: !on, number } };
    }
    case 'voiceMail':
      return lock.keepsMailbox ? undefined : { type: 'callVoiceMail' };
    case 'redial':
      return { type: 'redial' };
    default:
      return undefined;
  }
}
