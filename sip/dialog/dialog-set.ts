// The dialogs that one INVITE makes when proxies fork it (RFC 3261 §12.1, §13.2.2): at most one per To tag.

import type { SipRequest, SipResponse } from '../message/message.ts';
import { type Dialog, dialogOfResponse, withResponse } from './dialog.ts';

/** A dialog and what its owner keeps with it. */
export interface DialogMember<Companion> {
  dialog: Dialog;
  readonly companion: Companion;
}

/** More branches than a person has phones; further early ones are passed over so that nobody can fill the memory. */
const maxEarlyDialogs = 16;

export class DialogSet<Companion> {
  readonly #members: Map<string, DialogMember<Companion>> = new Map();

  get members(): readonly DialogMember<Companion>[] {
    return [...this.#members.values()];
  }

  /**
   * The dialog that a response belongs to, made when it is new; undefined when the response makes none. `companion` is called for a new
   * one, with the number of those before it.
   */
  take(
    request: SipRequest,
    response: SipResponse,
    companion: (position: number) => Companion,
  ): DialogMember<Companion> | undefined {
    const tag = response.headers.to.parameters.get('tag') ?? '';
    const known = this.#members.get(tag);
    if (known !== undefined) {
      known.dialog = withResponse(known.dialog, response);
      return known;
    }
    if (response.status < 200 && this.#members.size >= maxEarlyDialogs) return undefined;
    const dialog = dialogOfResponse(request, response);
    if (dialog === undefined) return undefined;
    const member: DialogMember<Companion> = { dialog, companion: companion(this.#members.size) };
    this.#members.set(tag, member);
    return member;
  }

  clear(): void {
    this.#members.clear();
  }
}
