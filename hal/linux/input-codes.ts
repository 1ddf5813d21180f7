// Names of <linux/input-event-codes.h> that a phone may have; others are said by number.

function run(prefix: string, names: readonly string[], first: number): readonly (readonly [string, number])[] {
  return names.map((name, index) => [`${prefix}${name}`, first + index]);
}

const upTo = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);

const keyCodes: ReadonlyMap<string, number> = new Map([
  ['KEY_ESC', 1],
  ...run('KEY_', [...upTo(1, 9), '0', 'MINUS', 'EQUAL', 'BACKSPACE', 'TAB', ...'QWERTYUIOP'], 2),
  ['KEY_ENTER', 28],
  ...run('KEY_', [...'ASDFGHJKL'], 30),
  ...run('KEY_', [...'ZXCVBNM', 'COMMA', 'DOT', 'SLASH'], 44),
  ['KEY_KPASTERISK', 55],
  ['KEY_SPACE', 57],
  ...run('KEY_F', upTo(1, 10), 59),
  ...run('KEY_KP', ['7', '8', '9', 'MINUS', '4', '5', '6', 'PLUS', '1', '2', '3', '0', 'DOT'], 71),
  ...run('KEY_F', ['11', '12'], 87),
  ['KEY_KPENTER', 96],
  ['KEY_KPSLASH', 98],
  ...run('KEY_', ['HOME', 'UP', 'PAGEUP', 'LEFT', 'RIGHT', 'END', 'DOWN', 'PAGEDOWN', 'INSERT', 'DELETE'], 102),
  ...run('KEY_', ['MUTE', 'VOLUMEDOWN', 'VOLUMEUP', 'POWER'], 113),
  ...run('KEY_', ['STOP', 'AGAIN', 'PROPS', 'UNDO', 'FRONT', 'COPY', 'OPEN', 'PASTE', 'FIND', 'CUT', 'HELP', 'MENU'], 128),
  ...run('KEY_PROG', ['1', '2'], 148),
  ['KEY_BACK', 158],
  ['KEY_PLAYPAUSE', 164],
  ['KEY_PHONE', 169],
  ...run('KEY_F', upTo(13, 24), 183),
  ...run('KEY_PROG', ['3', '4'], 202),
  ['KEY_SEARCH', 217],
  ['KEY_MEDIA', 226],
  ['KEY_MICMUTE', 248],
  ...run('BTN_', upTo(0, 9), 0x100),
  ['KEY_OK', 0x160],
  ['KEY_SELECT', 0x161],
  ...run('KEY_', ['RED', 'GREEN', 'YELLOW', 'BLUE'], 0x18e),
  ['KEY_VOICEMAIL', 0x1ac],
  ['KEY_ADDRESSBOOK', 0x1ad],
  ...run('KEY_', ['PICKUP_PHONE', 'HANGUP_PHONE'], 0x1bd),
  ...run('KEY_NUMERIC_', [...upTo(0, 9), 'STAR', 'POUND'], 0x200),
  ...run('BTN_TRIGGER_HAPPY', upTo(1, 40), 0x2c0),
  ...run('KEY_MACRO', upTo(1, 30), 0x290),
]);

const switchCodes: ReadonlyMap<string, number> = new Map(
  run(
    'SW_',
    [
      'LID',
      'TABLET_MODE',
      'HEADPHONE_INSERT',
      'RFKILL_ALL',
      'MICROPHONE_INSERT',
      'DOCK',
      'LINEOUT_INSERT',
      'JACK_PHYSICAL_INSERT',
      'VIDEOOUT_INSERT',
      'CAMERA_LENS_COVER',
      'KEYPAD_SLIDE',
      'FRONT_PROXIMITY',
    ],
    0,
  ),
);

export interface InputCode {
  readonly kind: 'keys' | 'switches';
  readonly code: number;
}

/** A number is a key's. Undefined for a name that is not known. */
export function inputCode(code: string | number): InputCode | undefined {
  if (typeof code === 'number') return { kind: 'keys', code };
  const key = keyCodes.get(code);
  if (key !== undefined) return { kind: 'keys', code: key };
  const position = switchCodes.get(code);
  return position === undefined ? undefined : { kind: 'switches', code: position };
}

/** What a driver was told by its board; throws where nobody has looked at it before. */
export function codeOnBoard(code: string | number): InputCode {
  const known = inputCode(code);
  if (known === undefined) throw new Error(`"${code}" is no code of an input device; say its number instead`);
  return known;
}
