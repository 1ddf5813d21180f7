// What a key that moves brings about: on the screen first, then on the phone; long presses and repeats on the fake clock.

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { KeyName } from '#hal/keys/keys';
import { FakeClock } from '#test/support/fake-clock';
import { call, endedCall, FakePhone, heldCall, incomingCall, snapshot } from '#test/support/phone-fixture';
import { silentLog } from '#test/support/screen-fixture';
import { KeyInterpreter } from '#ui/keys/key-interpreter';
import { longPressMs, repeatAfterMs, repeatEveryMs, stuckAfterMs } from '#ui/keys/key-recogniser';

let clock: FakeClock;
let fake: FakePhone;
let keys: KeyInterpreter;
/** What reached the screen, and which keys it takes. */
let pressed: string[];
let taken: Set<KeyName>;
let times: number[];

const down = (key: KeyName): void => keys.handle({ type: 'keyMoved', key, action: 'down', atMs: clock.monotonicMs });
const up = (key: KeyName): void => keys.handle({ type: 'keyMoved', key, action: 'up', atMs: clock.monotonicMs });

beforeEach(() => {
  clock = new FakeClock();
  fake = new FakePhone(snapshot());
  pressed = [];
  taken = new Set();
  times = [];
  const surface = {
    press(key: KeyName, kind: 'press' | 'long', atMs: number): boolean {
      times.push(atMs);
      pressed.push(`${key} ${kind}`);
      return taken.has(key);
    },
  };
  keys = new KeyInterpreter({ clock, phone: fake.phone, surface, log: silentLog });
});

describe('keys', () => {
  it('a digit sounds from down to up', () => {
    down('5');
    assert.deepEqual(fake.commands, ['pressDigit 5']);
    clock.advance(300);
    up('5');
    assert.deepEqual(fake.commands, ['pressDigit 5', 'releaseDigit 5']);
  });

  it('a digit that the screen takes never reaches the phone', () => {
    taken.add('5');
    down('5');
    up('5');
    assert.deepEqual(fake.commands, []);
    assert.deepEqual(pressed, ['5 press']);
  });

  it('two digits held at once are released each for itself', () => {
    down('1');
    down('#');
    up('1');
    up('#');
    assert.deepEqual(fake.commands, ['pressDigit 1', 'pressDigit #', 'releaseDigit 1', 'releaseDigit #']);
  });

  it('the screen learns when a key was pressed', () => {
    const atMs = clock.monotonicMs;
    clock.advance(700);
    keys.handle({ type: 'keyMoved', key: '2', action: 'down', atMs });
    assert.deepEqual(times, [atMs]);
  });

  it('bouncing is one press, and an up without a down is nothing', () => {
    up('1');
    down('1');
    down('1');
    up('1');
    up('1');
    assert.deepEqual(fake.commands, ['pressDigit 1', 'releaseDigit 1']);
  });

  const meanings: readonly (readonly [KeyName, string])[] = [
    ['speaker', 'pressSpeaker'],
    ['headset', 'pressHeadset'],
    ['mute', 'toggleMute'],
    ['volumeUp', 'volumeUp'],
    ['volumeDown', 'volumeDown'],
    ['redial', 'redial'],
    ['line1', 'pressLine 0'],
    ['line6', 'pressLine 5'],
  ];
  for (const [key, command] of meanings) {
    it(`${key} means ${command}`, () => {
      down(key);
      up(key);
      assert.deepEqual(fake.commands, [command]);
    });
  }

  it('Hold holds and takes back', () => {
    fake.become(snapshot({ calls: [call()], focusedCall: 'c1' }));
    down('hold');
    up('hold');
    fake.become(snapshot({ calls: [heldCall], focusedCall: 'c3' }));
    down('hold');
    assert.deepEqual(fake.commands, ['hold c1', 'resume c3']);
  });

  it('Hold means the call that is heard while another one waits in front, and the held one once a call has ended', () => {
    fake.become(snapshot({ calls: [call(), incomingCall], focusedCall: 'c2' }));
    down('hold');
    up('hold');
    fake.become(snapshot({ calls: [heldCall, endedCall], focusedCall: 'c4' }));
    down('hold');
    up('hold');
    fake.become(snapshot({ calls: [call(), heldCall], focusedCall: 'c3' }));
    down('hold');
    assert.deepEqual(fake.commands, ['hold c1', 'resume c3', 'resume c3']);
  });

  it('Transfer, Conference, Voicemail and the function keys are the phone’s', () => {
    for (const key of ['transfer', 'conference', 'voicemail', 'function1', 'function12'] as const) {
      down(key);
      up(key);
    }
    assert.deepEqual(fake.commands, ['transfer', 'conference', 'callVoiceMail', 'pressFunctionKey 0', 'pressFunctionKey 11']);
  });

  it('keys without a meaning yet do nothing', () => {
    down('softkey3');
    assert.deepEqual(fake.commands, []);
  });

  it('a long press is told once, and only when the key is still down', () => {
    down('menu');
    clock.advance(longPressMs - 1);
    assert.deepEqual(pressed, ['menu press']);
    clock.advance(5_000);
    assert.deepEqual(pressed, ['menu press', 'menu long']);
    up('menu');
    down('menu');
    clock.advance(longPressMs - 1);
    up('menu');
    clock.advance(1_000);
    assert.deepEqual(pressed.slice(2), ['menu press']);
  });

  it('volume goes on while it is held', () => {
    down('volumeUp');
    clock.advance(repeatAfterMs + 2 * repeatEveryMs);
    up('volumeUp');
    clock.advance(1_000);
    assert.equal(fake.commands.length, 4);
    assert.equal(clock.pendingTimers, 0);
  });

  it('a function key acts when it comes up, and is made something else when it is held', () => {
    down('function2');
    assert.deepEqual(fake.commands, []);
    up('function2');
    assert.deepEqual(fake.commands, ['pressFunctionKey 1']);
    down('function2');
    clock.advance(longPressMs);
    up('function2');
    assert.deepEqual(fake.commands, ['pressFunctionKey 1']);
    assert.deepEqual(pressed, ['function2 press', 'function2 long']);
  });

  it('function keys are those of the page, and a line key what it was made', () => {
    const key = {
      index: 13,
      kind: 'speedDial',
      label: 'Ben',
      number: '1002',
      line: 0,
      state: 'unknown',
      remote: undefined,
    } as const;
    fake.become(snapshot({ functionKeyPage: 1, monitors: [key] }));
    for (const name of ['function1', 'function12', 'line1', 'line2'] as const) {
      down(name);
      up(name);
    }
    assert.deepEqual(fake.commands, ['pressFunctionKey 18', 'pressFunctionKey 29', 'pressLine 0', 'pressFunctionKey 13']);
  });

  it('a key that is stuck is let go and told of, once, until it comes up', () => {
    const told: string[] = [];
    keys = new KeyInterpreter({
      clock,
      phone: fake.phone,
      surface: { press: () => false },
      log: silentLog,
      stuck: (key, stuck) => told.push(`${key} ${stuck}`),
    });
    down('5');
    down('volumeUp');
    clock.advance(stuckAfterMs);
    assert.deepEqual(told, ['5 true', 'volumeUp true']);
    assert.equal(fake.commands.at(-1) === 'releaseDigit 5' || fake.commands.includes('releaseDigit 5'), true);
    const before = fake.commands.length;
    clock.advance(10 * stuckAfterMs);
    assert.equal(fake.commands.length, before);
    assert.equal(clock.pendingTimers, 0);
    up('5');
    assert.deepEqual(told, ['5 true', 'volumeUp true', '5 false']);
    down('5');
    assert.equal(fake.commands.at(-1), 'pressDigit 5');
  });

  it('a hundred presses in a second are a hundred presses, and leave nothing behind', () => {
    for (let i = 0; i < 100; i++) {
      down('mute');
      clock.advance(5);
      up('mute');
      clock.advance(5);
    }
    assert.equal(fake.commands.length, 100);
    assert.equal(clock.pendingTimers, 0);
  });

  it('OK and MENU held together ask for the factory reset, once, and mean nothing else', () => {
    const asked: number[] = [];
    keys = new KeyInterpreter({
      clock,
      phone: fake.phone,
      surface: { press: (key, kind) => pressed.push(`${key} ${kind}`) > 0 },
      log: silentLog,
      factoryReset: (sinceMs) => asked.push(sinceMs),
    });
    clock.advance(500);
    down('ok');
    clock.advance(500);
    down('menu');
    const since = clock.monotonicMs;
    clock.advance(20_000);
    assert.deepEqual(asked, [since]);
    assert.deepEqual(pressed, ['ok press', 'menu press']);
    up('menu');
    down('menu');
    clock.advance(2_000);
    up('ok');
    clock.advance(5_000);
    assert.equal(asked.length, 1);
  });

  it('a short press is one, however late it is read', () => {
    down('0');
    clock.advance(100);
    const upAtMs = clock.monotonicMs;
    clock.stall(900);
    clock.advance(5);
    keys.handle({ type: 'keyMoved', key: '0', action: 'up', atMs: upAtMs });
    clock.advance(2000);
    assert.deepEqual(pressed, ['0 press']);
  });

  it('a long press that is read late, down and up at once, is a long one', () => {
    const downAtMs = clock.monotonicMs;
    clock.stall(1000);
    keys.handle({ type: 'keyMoved', key: '0', action: 'down', atMs: downAtMs });
    up('0');
    assert.deepEqual(pressed, ['0 press', '0 long']);
  });

  it('a key that is still down after a pause of the phone is held, and repeats but once for the pause', () => {
    down('0');
    down('volumeUp');
    clock.stall(3000);
    clock.advance(100);
    assert.deepEqual(pressed, ['0 press', 'volumeUp press', '0 long', 'volumeUp press']);
  });

  it('close lets go of every key', () => {
    down('5');
    down('down');
    keys.close();
    assert.deepEqual(fake.commands, ['pressDigit 5', 'releaseDigit 5']);
    assert.equal(clock.pendingTimers, 0);
  });
});
