// The other side as the focus of a conference (RFC 4579 §4.2): its Contact says `isfocus`, and is where others find the conference.

import type { Headers } from '../../message/headers.ts';
import { isSipUri, serializeUri } from '../../message/uri.ts';

export interface Focus {
  /** Whoever calls it is in the conference. */
  readonly focus?: string;
}

/** Nothing where the other side is an ordinary party, or what it says cannot be read. */
export function focusOf(headers: Headers): Focus {
  try {
    const contact = headers.contacts[0];
    const isFocus = contact?.parameters.has('isfocus') === true && isSipUri(contact.uri);
    return isFocus ? { focus: serializeUri(contact.uri) } : {};
  } catch {
    return {};
  }
}
