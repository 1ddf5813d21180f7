// The phone's snapshot as the pages show it: what inner parts said in English is in the words of the phone's language.

import type { LineSnapshot } from '../../line-snapshot.ts';
import type { Phone, PhoneSnapshot } from '../../phone.ts';
import { noticeText } from '../../text/notice-text.ts';
import { said } from '../../text/said.ts';
import type { Strings } from '../../text/strings.ts';

export class SpokenPhone {
  readonly #phone: Phone;
  readonly #text: () => Strings;
  #heard: PhoneSnapshot | undefined;
  #inWords: Strings | undefined;
  #spoken: PhoneSnapshot | undefined;

  constructor(phone: Phone, text: () => Strings) {
    this.#phone = phone;
    this.#text = text;
  }

  /** The same object, and the same parts, as long as nothing changes. */
  get snapshot(): PhoneSnapshot {
    const { snapshot } = this.#phone;
    const text = this.#text();
    const before = this.#spoken;
    if (before !== undefined && snapshot === this.#heard && text === this.#inWords) return before;
    const isSame = (part: 'notices' | 'lines'): boolean => text === this.#inWords && snapshot[part] === this.#heard?.[part];
    const notices =
      before !== undefined && isSame('notices')
        ? before.notices
        : snapshot.notices.map((notice) => ({ ...notice, ...noticeText(text, notice) }));
    const lines = before !== undefined && isSame('lines') ? before.lines : snapshot.lines.map((line) => spokenLine(line, text));
    this.#heard = snapshot;
    this.#inWords = text;
    this.#spoken = { ...snapshot, notices, lines };
    return this.#spoken;
  }
}

function spokenLine(line: LineSnapshot, text: Strings): LineSnapshot {
  const { registration } = line;
  if (registration.state !== 'failed') return line;
  return { ...line, registration: { ...registration, reason: said(text, registration.reason) } };
}
