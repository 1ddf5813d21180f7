// Arithmetic of media directions (RFC 3264 §5.1, §6.1).

import type { Direction } from '../ua/media-session.ts';
import type { MediaDescription, SessionDescription } from './session-description.ts';

export function sends(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

export function receives(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

function makeDirection(send: boolean, receive: boolean): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

/** What is left of our wish when the other side says this of itself. */
export function agreeDirection(wish: Direction, theirs: Direction): Direction {
  return makeDirection(sends(wish) && receives(theirs), receives(wish) && sends(theirs));
}

/**
 * What a stream of the other side says of itself; `c=0.0.0.0` means that it wants nothing sent (RFC 2543 hold, RFC 3264 §8.4), unless its place
 * is to be found out (RFC 8840 §4.1.1).
 */
export function statedDirection(description: SessionDescription, media: MediaDescription, placeOpen: boolean): Direction {
  const stated = [...media.attributes, ...description.attributes].find((each) => isDirection(each.name))?.name;
  const direction = stated !== undefined && isDirection(stated) ? stated : 'sendrecv';
  const address = (media.connection ?? description.connection)?.address;
  return !placeOpen && (address === '0.0.0.0' || address === '::') ? makeDirection(sends(direction), false) : direction;
}

function isDirection(name: string): name is Direction {
  return name === 'sendrecv' || name === 'sendonly' || name === 'recvonly' || name === 'inactive';
}
