// A telephone number for the eye, in the groups of the country that the phone stands in.

import type { SettingsReader } from '../settings.ts';
import { groupedNumber } from '../text/format.ts';

export function shownNumber({ settings }: { readonly settings: SettingsReader }, number: string): string {
  return groupedNumber(number, String(settings.value('voip/regional_settings/selected_country') ?? ''));
}
