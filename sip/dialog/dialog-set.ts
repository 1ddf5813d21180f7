// The dialogs that one INVITE makes when proxies fork it (RFC 3261 §12.1, §13.2.2): at most one per To tag.

import type { SipRequest, SipResponse } from '../message/message.ts';
import { type Dialog, dialogOfResponse } from './dialog.ts';

/** Who keeps a dialog that a response made. */
export interface DialogMember {
  /** A further response of the same dialog. */
  responded(response: SipResponse): void;
}

/** More branches than a person has phones; further early ones are passed over so that nobody can fill the memory. */
const maxEarlyDialogs = 16;

export class DialogSet<Member extends DialogMember> {
  readonly #members: Map<string, Member> = new Map();

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  /**
   * The member that a response belongs to, made when it is new; undefined when the response makes none. `make` is called for a new one,
   * with the number of those before it.
   */
  take(request: SipRequest, response: SipResponse, make: (dialog: Dialog, position: number) => Member): Member | undefined {
    const tag = response.headers.to.parameters.get('tag') ?? '';
    const known = this.#members.get(tag);
    if (known !== undefined) {
      known.responded(response);
      return known;
    }
    if (response.status < 200 && this.#members.size >= maxEarlyDialogs) return undefined;
    const dialog = dialogOfResponse(request, response);
    if (dialog === undefined) return undefined;
    const member = make(dialog, this.#members.size);
    this.#members.set(tag, member);
    return member;
  }

  clear(): void {
    this.#members.clear();
  }
}
