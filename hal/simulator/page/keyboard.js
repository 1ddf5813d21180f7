// The computer's keyboard as the phone's keys.

const keys = new Map(
  Object.entries({
    ArrowUp: 'up',
    ArrowDown: 'down',
    ArrowLeft: 'left',
    ArrowRight: 'right',
    Enter: 'ok',
    Escape: 'back',
    F1: 'softkey1',
    F2: 'softkey2',
    F3: 'softkey3',
    F4: 'softkey4',
    m: 'mute',
    '+': 'volumeUp',
    '-': 'volumeDown',
    '*': '*',
    '#': '#',
  }),
);

/** @param {string} key */
const phoneKey = (key) => (/^\d$/.test(key) ? key : keys.get(key));

/**
 * @param {object} phone
 * @param {import('./keypad.js').Keypad} phone.keypad
 * @param {() => void} phone.toggleHook
 * @param {() => void} phone.pressDelete Presses the key that deletes a digit on the screen that is shown by then.
 */
export function listenToKeyboard({ keypad, toggleHook, pressDelete }) {
  /** By place on the keyboard: with Shift let go first, `*` comes up as `8`. @type {Map<string, string>} */
  const held = new Map();

  addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === 'h') toggleHook();
    else if (event.key === 'Backspace') pressDelete();
    else {
      const key = phoneKey(event.key);
      if (key === undefined) return;
      held.set(event.code, key);
      keypad.down(key);
    }
    event.preventDefault();
  });

  addEventListener('keyup', (event) => {
    const key = held.get(event.code);
    if (key === undefined) return;
    held.delete(event.code);
    keypad.up(key);
  });

  // What goes up while another window has the keyboard is not heard here.
  addEventListener('blur', () => {
    held.clear();
    keypad.upAll();
  });
}

/** Controls beside the phone keep their own keys. @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.closest('.side') !== null;
}
