// How a programmable key looks: label, icon, colour and word, by what it is for and how that stands.

import { numberEditor } from '../../entry/fields.ts';
import { firstLineKey, isLineKey, keyAt, keyNumber } from '../../function-keys.ts';
import type { FunctionKeySnapshot, KeyEventName, MonitorState } from '../../function-keys-snapshot.ts';
import { shownName } from '../../text/format.ts';
import { filled } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import { shownNumber } from '../shown-number.ts';
import type { Tone } from '../themes/palette.ts';
import { lineOf } from './frame.ts';
import { idleLine } from './line-view.ts';
import type { ViewInput } from './view.ts';

export interface FunctionKeyLook {
  readonly label: string;
  readonly icon: IconName | undefined;
  readonly tone: Tone;
  /** A word for the state; empty: there is nothing to say. */
  readonly state: string;
}

type Look = Omit<FunctionKeyLook, 'label'>;

const monitorLooks: Readonly<Record<MonitorState, { readonly icon: IconName; readonly tone: Tone }>> = {
  idle: { icon: 'phone', tone: 'calm' },
  ringing: { icon: 'ringing', tone: 'ringing' },
  busy: { icon: 'talking', tone: 'error' },
  held: { icon: 'held', tone: 'held' },
  offline: { icon: 'offline', tone: 'held' },
  unknown: { icon: 'phone', tone: 'neutral' },
};

const eventIcons: Readonly<Record<KeyEventName, IconName>> = {
  calendar: 'clock',
  dialedCalls: 'dialed',
  missedCalls: 'missed',
  receivedCalls: 'received',
  callLog: 'list',
  directory: 'list',
  doNotDisturb: 'dnd',
  forwarding: 'forward',
  voiceMail: 'message',
  redial: 'restart',
  lock: 'lock',
  callTrace: 'warning',
};

/** Of the key with this index; undefined: it means nothing. */
export function functionKeyLook(input: ViewInput, index: number): FunctionKeyLook | undefined {
  const key = keyAt(input.snapshot.monitors, index);
  if (key === undefined || key.kind === 'empty') return undefined;
  return { label: labelOf(input, key), ...lookOf(input, key) };
}

/** `Key 14`, or `Line key 2`. */
export function keyName(input: ViewInput, index: number): string {
  const { key, lineKey } = input.text.keys;
  return filled(isLineKey(index) ? lineKey : key, { n: keyNumber(index) });
}

function labelOf(input: ViewInput, key: FunctionKeySnapshot): string {
  const own = shownName(key.label);
  if (own !== '') return own === key.number ? shownNumber(input, own) : own;
  if (key.event !== undefined) return input.text.keys.events[key.event];
  return lineOf(input.snapshot, key.line)?.label ?? '';
}

function lookOf(input: ViewInput, key: FunctionKeySnapshot): Look {
  const { states } = input.text.keys;
  switch (key.kind) {
    case 'monitor':
      return { ...monitorLooks[key.state], state: states[key.state] };
    case 'park': {
      const taken = key.state === 'busy' || key.state === 'held' || key.state === 'ringing';
      if (taken) return { icon: 'held', tone: 'held', state: states.taken };
      return { icon: 'hidden', tone: key.state === 'idle' ? 'calm' : 'neutral', state: states[key.state] };
    }
    case 'line': {
      const line = lineOf(input.snapshot, key.line);
      return line === undefined ? { icon: 'phone', tone: 'neutral', state: '' } : idleLine(input, line);
    }
    case 'event':
      return eventLook(input, key.event ?? 'calendar');
    case 'paging': {
      const spoken = input.snapshot.page?.direction === 'outgoing' && input.snapshot.page.group === key.group;
      return { icon: 'volume', tone: spoken ? 'calm' : 'neutral', state: spoken ? input.text.menu.on : '' };
    }
    default:
      return { icon: 'calling', tone: 'neutral', state: '' };
  }
}

function eventLook({ snapshot, text }: ViewInput, event: KeyEventName): Look {
  const icon = eventIcons[event];
  const switched = (on: boolean, tone: Tone): Look => ({
    icon,
    tone: on ? tone : 'neutral',
    state: on ? text.menu.on : text.menu.off,
  });
  if (event === 'doNotDisturb') return switched(snapshot.doNotDisturb, 'error');
  if (event === 'forwarding') return switched(snapshot.forwarding.always.on, 'held');
  if (event === 'missedCalls' && snapshot.missedCalls > 0) return { icon, tone: 'error', state: String(snapshot.missedCalls) };
  return { icon, tone: 'neutral', state: '' };
}

const opened: Readonly<Partial<Record<KeyEventName, Intent>>> = {
  dialedCalls: { do: 'openDialed' },
  missedCalls: { do: 'openMissed' },
  receivedCalls: { do: 'openReceived' },
  callLog: { do: 'openCallLog' },
  directory: { do: 'openDirectory' },
  lock: { do: 'lock' },
  voiceMail: { do: 'callVoiceMail' },
};

/** What pressing the key does on the screen: a list that opens, or what the phone does. */
export function functionKeyIntent({ snapshot }: Pick<ViewInput, 'snapshot'>, index: number): Intent {
  const key = keyAt(snapshot.monitors, index);
  if (key?.event === 'forwarding' && snapshot.forwarding.always.number === '') {
    return { do: 'open', page: { page: 'forwardTo', kind: 'always', editor: numberEditor(''), focus: 0 } };
  }
  const open = key?.event === undefined ? undefined : opened[key.event];
  if (open !== undefined) return open;
  if (key === undefined && isLineKey(index)) return { do: 'pressLine', line: index - firstLineKey };
  return { do: 'pressFunctionKey', key: index };
}
