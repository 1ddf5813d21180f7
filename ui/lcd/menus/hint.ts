// What is to be known of a parameter while it is changed, in one short sentence.

import type { Declaration, IntegerDeclaration } from '#config/declaration';
import { filled, type Strings } from '../../text/strings.ts';

function rangeText(text: Strings, { minimum, maximum }: IntegerDeclaration): string {
  if (minimum === undefined || maximum === undefined) return text.settings.wholeNumber;
  return filled(text.settings.range, { min: minimum, max: maximum });
}

/** Whether it is an address of the network, for which there is a form of its own. */
export function isAddress(path: string): boolean {
  return /^network\/.*(?:ip_address|netmask|gateway|_dns|primary_dns)$/.test(path);
}

/** What would be right; what holds when; or nothing. */
export function hintOf(text: Strings, path: string, declaration: Declaration, problem: boolean): string {
  const { settings } = text;
  if (declaration.type === 'integer') return rangeText(text, declaration);
  if (problem) return isAddress(path) ? settings.wrongAddress : settings.wrongText;
  if (declaration.noEffectYet === true) return settings.noEffectYet;
  if (declaration.needsRestart === true) return settings.needsRestart;
  return isAddress(path) ? settings.addressHint : '';
}
