// The programmable keys as the parameters have them, and how a person's choice is written there.

import type { Change } from '#config/store';
import { firstLineKey, isLineKey } from '#ui/function-keys';
import type { FunctionKeyKind, KeyAssignment, KeyEventName } from '#ui/function-keys-snapshot';
import type { LineIndex } from '#ui/phone';
import { pagingGroups } from '../paging/paging-settings.ts';
import type { Parameters } from './line-settings.ts';

const keyCount = 82;
/** The sidecar's keys are these, where they are not set by themselves. */
const firstSidecarKey = 18;
/** `voip/line_key`. */
const lineKeySettings = 20;

export interface FunctionKeySetting {
  readonly kind: FunctionKeyKind;
  readonly label: string;
  readonly number: string;
  readonly line: LineIndex;
  /** What of the other is watched. */
  readonly watches: 'dialogs' | 'presence' | undefined;
  readonly event?: KeyEventName;
  readonly group?: number;
}

type KeyType = ReturnType<typeof typeOf>;
type KeyEventType = ReturnType<typeof eventOf>;

const events: Readonly<Record<KeyEventType, KeyEventName>> = {
  CALENDAR: 'calendar',
  DIALED_CALLS: 'dialedCalls',
  MISSED_CALLS: 'missedCalls',
  RECEIVED_CALLS: 'receivedCalls',
  CALL_LOG: 'callLog',
  DIRECTORY: 'directory',
  DND_ALL: 'doNotDisturb',
  FORWARD_ALL: 'forwarding',
  VOICE_MAIL: 'voiceMail',
  REDIAL: 'redial',
  LOCK: 'lock',
  CALL_TRACE: 'callTrace',
};

/** Types that are a number to call. */
const dialled: Readonly<Partial<Record<KeyType, Pick<FunctionKeySetting, 'kind' | 'watches'>>>> = {
  SPEED_DIAL: { kind: 'speedDial', watches: undefined },
  SPEED_DIAL_BLF: { kind: 'monitor', watches: 'dialogs' },
  SPEED_DIAL_PRESENCE: { kind: 'monitor', watches: 'presence' },
  PARK: { kind: 'park', watches: 'dialogs' },
  VOCANOM: { kind: 'speedDial', watches: undefined },
  DISCREETCALL: { kind: 'discreet', watches: undefined },
};

function typeOf(parameters: Parameters, index: number) {
  return parameters.get(`personal_settings/functional_key/${index}/type`);
}

function eventOf(parameters: Parameters, index: number) {
  return parameters.get(`personal_settings/functional_key/${index}/key_event`);
}

/** The line keys' own parameter holds where the key's does not say. */
function eventName(parameters: Parameters, index: number): KeyEventName {
  const own = events[eventOf(parameters, index)];
  if (own !== 'calendar' || index >= lineKeySettings) return own;
  const event = parameters.get(`voip/line_key/${index}/key_event`);
  if (event === 'DIALED_NUMBERS') return 'dialedCalls';
  return event === 'VOCANOM' ? own : events[event];
}

/** Keys that mean something; line keys that are plain ones are left out. */
export function functionKeySettings(parameters: Parameters): ReadonlyMap<number, FunctionKeySetting> {
  const groups = new Map(pagingGroups(parameters).map(({ index, name }) => [index, name]));
  const keys = new Map<number, FunctionKeySetting>();
  for (let index = 0; index < keyCount; index++) {
    const key = settingOf(parameters, index, groups);
    if (key !== undefined) keys.set(index, key);
    else if (isLineKey(index) && typeOf(parameters, index) !== 'LINE') keys.set(index, empty);
  }
  return keys;
}

const empty: FunctionKeySetting = { kind: 'empty', label: '', number: '', line: 0, watches: undefined };

function settingOf(parameters: Parameters, index: number, groups: ReadonlyMap<number, string>): FunctionKeySetting | undefined {
  const type = typeOf(parameters, index);
  if (type === 'NONE') return index < firstSidecarKey ? undefined : sidecarSetting(parameters, index - firstSidecarKey);
  const ownLabel = parameters.get(`personal_settings/functional_key/${index}/key_label`);
  const line = lineOfKey(parameters, index, type);
  const common = { ...empty, label: ownLabel, line };
  switch (type) {
    case 'LINE':
      return isLineKey(index) && line === index - firstLineKey ? undefined : { ...common, kind: 'line' };
    case 'KEY_EVENT':
      return { ...common, kind: 'event', event: eventName(parameters, index) };
    case 'PAGING': {
      const chosen = parameters.get(`personal_settings/functional_key/${index}/paging_group`);
      const group = chosen === -1 ? index : chosen;
      const name = groups.get(group);
      return name === undefined ? undefined : { ...common, kind: 'paging', label: ownLabel || name, line: 0, group };
    }
    default:
      return numberSetting(parameters, index, type, common);
  }
}

function lineOfKey(parameters: Parameters, index: number, type: KeyType): LineIndex {
  const chosen = parameters.get(`personal_settings/functional_key/${index}/shared_line_index`);
  if (chosen !== -1) return chosen;
  return type === 'LINE' && isLineKey(index) ? index - firstLineKey : 0;
}

function sidecarSetting(parameters: Parameters, place: number): FunctionKeySetting | undefined {
  const type = parameters.get(`personal_settings/sidecar_key/${place}/type`);
  const number = parameters.get(`personal_settings/sidecar_key/${place}/speed_dial_number`);
  const meaning = type === 'NONE' ? undefined : dialled[type];
  if (meaning === undefined || number === '') return undefined;
  const label = parameters.get(`personal_settings/sidecar_key/${place}/key_label`) || number;
  const line = parameters.get(`personal_settings/sidecar_key/${place}/shared_line_index`);
  return { ...empty, ...meaning, number, label, line };
}

function numberSetting(
  parameters: Parameters,
  index: number,
  type: KeyType,
  common: FunctionKeySetting,
): FunctionKeySetting | undefined {
  const meaning = dialled[type];
  const number =
    parameters.get(`personal_settings/functional_key/${index}/speed_dial_number`) ||
    parameters.get(`personal_settings/functional_key/${index}/speed_dial_extension`);
  if (meaning === undefined || number === '') return undefined;
  if (meaning.kind === 'discreet' && !parameters.get('personal_settings/discreet_call/enabled')) return undefined;
  const label = common.label || (type === 'VOCANOM' ? 'VocaNOM' : number);
  return { ...common, ...meaning, number, label };
}

const typeNames = { speedDial: 'SPEED_DIAL', monitor: 'SPEED_DIAL_BLF', presence: 'SPEED_DIAL_PRESENCE', park: 'PARK' } as const;

/** What is stored for a key that a person makes something of. */
export function keyChanges(index: number, assignment: KeyAssignment): readonly Change[] {
  const key = `personal_settings/functional_key/${index}`;
  const type = (value: string): Change => ({ path: `${key}/type`, value });
  switch (assignment.kind) {
    case 'empty':
      return [type('NONE')];
    case 'line':
      return [
        type('LINE'),
        { path: `${key}/shared_line_index`, value: assignment.line },
        { path: `${key}/key_label`, value: '' },
      ];
    case 'event': {
      const [name = 'CALENDAR'] = Object.entries(events).find(([, event]) => event === assignment.event) ?? [];
      return [type('KEY_EVENT'), { path: `${key}/key_event`, value: name }, { path: `${key}/key_label`, value: '' }];
    }
    default:
      return [
        type(typeNames[assignment.kind]),
        { path: `${key}/speed_dial_number`, value: assignment.number },
        { path: `${key}/key_label`, value: assignment.label },
        { path: `${key}/shared_line_index`, value: assignment.line },
      ];
  }
}
