// The page: puts the parts together and hands the stream's messages to them.

import { Door } from './door.js';
import { keepFitting, proportionsOf } from './fit.js';
import { Handset } from './handset.js';
import { listenToKeyboard } from './keyboard.js';
import { Keypad } from './keypad.js';
import { showLamp } from './lamps.js';
import { Lcd } from './lcd.js';
import { Sound } from './sound.js';
import { addMessage } from './ticker.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const pictureKind = 1;
const digitGapMs = 60;

const door = new Door({ told, given, connectionChanged });
const keypad = new Keypad((key, action) => void door.post('/api/key', { key, action }));
const lcd = new Lcd(/** @type {HTMLCanvasElement} */ (element('lcd')));
const handset = new Handset((off) => void door.post('/api/hook', { off }));
const sound = new Sound(door, showLevel);

let microphoneRateHz = 0;
let fitted = '';

keypad.build();
handset.start();
listenToKeyboard({ keypad, toggleHook: () => handset.toggle(), pressDelete });
lcd.listenToTouch((touch) => {
  if (document.body.dataset.touch === 'true') void door.post('/api/touch', touch);
});
element('headset-plugged').addEventListener('change', ({ target }) => {
  void door.post('/api/headset', { plugged: /** @type {HTMLInputElement} */ (target).checked });
});
element('sound').addEventListener('click', () => void toggleSound());
// A page that is closed must not leave a key down.
addEventListener('pagehide', () => {
  for (const key of keypad.held) navigator.sendBeacon('/api/key', JSON.stringify({ key, action: 'up' }));
});
door.open();

/** @param {any} message A text message, see stream-format.md. */
function told(message) {
  switch (message.type) {
    case 'hello':
      return greet(message);
    case 'attached':
      return attached(message);
    case 'led':
      return showLamp(message);
    case 'key':
      return keypad.show(message.key, message.action);
    case 'hook':
      return handset.show(message.off);
    case 'headset':
      return showHeadset(message.plugged);
    case 'brightness':
      return lcd.setBrightness(message.percent);
    case 'sip':
      return addMessage(element('messages'), message);
  }
}

/** @param {DataView} view */
function given(view) {
  if (view.getUint8(0) === pictureKind) lcd.draw(view);
  else sound.play(view);
}

/** @param {boolean} connected */
function connectionChanged(connected) {
  document.body.classList.toggle('connected', connected);
  element('connection').textContent = connected ? 'Connected' : 'The phone is not running. Trying again …';
}

/** @param {any} hello */
function greet({ board, hookOff, headsetPlugged, brightness, keysDown, leds }) {
  element('board').textContent = board.name;
  document.body.dataset.class = board.class;
  document.body.dataset.touch = String(board.touch);
  document.body.dataset.format = board.format;
  lcd.prepare(board);
  lcd.setBrightness(brightness);
  keypad.arrange(new Set(board.keys), proportionsOf(board).lines.sides);
  for (const lamp of leds) showLamp(lamp);
  for (const key of keysDown) keypad.show(key, 'down');
  showHeadset(headsetPlugged);
  element('messages').replaceChildren();
  if (fitted !== board.name) keepFitting(board);
  fitted = board.name;
  handset.show(hookOff);
}

/** @param {{microphoneRateHz: number, hints: {dial: string, text: string}[]}} message */
function attached(message) {
  microphoneRateHz = message.microphoneRateHz;
  /** @type {HTMLButtonElement} */ (element('sound')).disabled = false;
  sound.announce();
  element('hints').replaceChildren(...message.hints.map(hintRow));
  element('hints-section').hidden = message.hints.length === 0;
  handset.followCord();
}

/** @param {{dial: string, text: string}} hint */
function hintRow({ dial, text }) {
  const row = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = dial;
  button.title = `Press ${dial} on the phone`;
  button.addEventListener('click', () => void pressDigits(dial));
  row.append(button, text);
  return row;
}

/** @param {string} digits */
async function pressDigits(digits) {
  for (const key of digits) {
    keypad.down(key);
    keypad.up(key);
    await new Promise((resolve) => setTimeout(resolve, digitGapMs));
  }
}

/** In its turn: the screen is looked at when all keys before have been taken, and none after it goes first. */
function pressDelete() {
  void door.post('/api/key', async () => ({ key: await deleteKey(), action: 'press' }));
}

/** Where the screen offers to delete a digit, that soft key; otherwise Back. */
async function deleteKey() {
  const screen = await door.screen();
  const place = (screen?.softkeys ?? []).findIndex((/** @type {any} */ softkey) => softkey?.action === 'delete');
  return place < 0 ? 'back' : `softkey${place + 1}`;
}

/** @param {boolean} plugged */
function showHeadset(plugged) {
  /** @type {HTMLInputElement} */ (element('headset-plugged')).checked = plugged;
}

async function toggleSound() {
  const button = element('sound');
  const refused = sound.on ? await sound.stop() : await sound.start(microphoneRateHz);
  button.ariaPressed = String(sound.on);
  button.textContent = sound.on ? 'Disconnect the sound' : 'Speak and hear here';
  element('sound-note').textContent = refused ?? '';
}

/** @param {'microphone' | 'loudspeaker'} place @param {number} peak */
function showLevel(place, peak) {
  // -60 dB to full scale.
  const level = peak > 0 ? Math.max(0, 1 + Math.log10(peak) / 3) : 0;
  element(`${place}-level`).style.setProperty('--level', level.toFixed(3));
}
