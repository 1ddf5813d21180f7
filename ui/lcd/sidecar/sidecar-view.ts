// What an expansion unit shows: the programmable keys that lie beside it, page by page.

import { keyAt } from '../../function-keys.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import { functionKeyIntent, functionKeyLook } from '../screens/function-key-look.ts';
import type { ViewInput } from '../screens/view.ts';
import type { Tone } from '../themes/palette.ts';

/** AudioCodes table 3-9: the keys of the unit come behind those of the phone. */
const firstSidecarKey = 18;
const lastSidecarKey = 81;

export interface SidecarKey {
  /** Of the unit's keys, from 0. */
  readonly place: number;
  readonly label: string;
  readonly icon: IconName | undefined;
  readonly tone: Tone;
  readonly state: string;
  /** Undefined: the key means nothing. */
  readonly intent: Intent | undefined;
  readonly turn: 1 | -1 | undefined;
}

export interface SidecarView {
  readonly keys: readonly SidecarKey[];
  readonly page: number;
  readonly pages: number;
}

function emptyKey(place: number): SidecarKey {
  return { place, label: '', icon: undefined, tone: 'neutral', state: '', intent: undefined, turn: undefined };
}

/** Up to the last key that means something. */
function pageCount(input: ViewInput, onPage: number): number {
  const used = input.snapshot.monitors.filter(({ kind, index }) => kind !== 'empty' && index >= firstSidecarKey);
  const highest = Math.max(firstSidecarKey, ...used.map(({ index }) => index));
  return 1 + Math.floor((highest - firstSidecarKey) / onPage);
}

/** `count` keys; with more keys than that in use, the last two turn the pages. */
export function sidecarView(input: ViewInput, count: number, wantedPage: number): SidecarView {
  const alone = pageCount(input, count) === 1;
  const onPage = alone ? count : count - 2;
  const pages = pageCount(input, onPage);
  const page = ((wantedPage % pages) + pages) % pages;
  const keys = Array.from({ length: count }, (_, place): SidecarKey => {
    if (!alone && place >= onPage) {
      const turn = place === onPage ? -1 : 1;
      const text = `${page + 1}/${pages}`;
      return { ...emptyKey(place), label: text, icon: turn === -1 ? 'left' : 'right', turn };
    }
    const index = firstSidecarKey + page * onPage + place;
    const look = index > lastSidecarKey ? undefined : functionKeyLook(input, index);
    if (look === undefined || keyAt(input.snapshot.monitors, index) === undefined) return emptyKey(place);
    return { place, ...look, intent: functionKeyIntent(input, index), turn: undefined };
  });
  return { keys, page, pages };
}
