// A console on byte pipes: a host that records what is asked of it, and a terminal's view of what was written.

import { FakeClock } from '#test/support/fake-clock';
import { call, line, snapshot as plainSnapshot, quality } from '#test/support/phone-fixture';
import type { ConsoleHost, ConsoleSetting } from '#ui/console/console-host';
import { ConsoleSession } from '#ui/console/session';
import type { Phone, PhoneSnapshot } from '#ui/phone';
import type { SignalledMessage } from '#ui/signalling/ladder';
import { factoryCalendar } from '#ui/text/calendar';

export const rightPassword = 'open sesame 42';

const snapshot: PhoneSnapshot = {
  ...plainSnapshot(),
  lines: [
    line(0, { label: 'Alice', number: '2001', newMessages: 2 }),
    line(1, { label: 'Bob', number: '2002', registration: { state: 'failed', reason: 'Wrong password', retryAtMs: 30_000 } }),
  ],
  calls: [
    call({
      id: 'c1',
      direction: 'incoming',
      // A caller who tries to move the cursor and to answer for the person.
      remote: { name: 'Mal\x1b[2J\x07lory', number: '666' },
      sinceMs: 0,
      answeredAtMs: 0,
      codec: 'PCMU',
    }),
  ],
  qualities: [quality()],
  focusedCall: 'c1',
  audio: { path: 'handset', muted: false, volume: { of: 'handset', level: 7 }, ringing: false },
  callLog: [],
  status: {
    model: 'simulated/color-320',
    version: '0.1.0',
    addresses: ['192.0.2.7'],
    macAddress: '02:00:00:00:00:01',
    startedAtMs: 0,
  },
};

export interface ConsoleRig {
  readonly session: ConsoleSession;
  readonly clock: FakeClock;
  /** Everything written so far, as text. */
  output(): string;
  /** What was written since the last call. */
  fresh(): string;
  type(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** Types a line, lets the command run, gives what it wrote. */
  line(text: string): Promise<string>;
  logIn(): Promise<void>;
  readonly pressed: string[];
  readonly hooks: boolean[];
  readonly logged: string[];
  readonly passwordsSet: string[];
  debugLine(text: string): void;
  readonly debugListeners: () => number;
}

export function consoleRig(
  options: {
    readonly claimed?: boolean;
    readonly settings?: readonly ConsoleSetting[];
    readonly signalling?: readonly SignalledMessage[];
    /** In place of one caller on two lines. */
    readonly shows?: PhoneSnapshot;
  } = {},
): ConsoleRig {
  const clock = new FakeClock();
  const decoder = new TextDecoder();
  let written = '';
  let seen = 0;
  let password = options.claimed === false ? undefined : rightPassword;
  const pressed: string[] = [];
  const hooks: boolean[] = [];
  const logged: string[] = [];
  const passwordsSet: string[] = [];
  const listeners = new Set<(text: string) => void>();
  const note = (topic: string, text: string, fields?: unknown): void =>
    void logged.push(`${topic} ${text} ${JSON.stringify(fields)}`);
  const host: ConsoleHost = {
    phone: { snapshot: options.shows ?? snapshot } as unknown as Phone,
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    testKeys: {
      names: ['0', '1', '2', '3', '*', '#', 'speaker', 'line1'],
      press: (key) => void pressed.push(key),
      hook: (off) => void hooks.push(off),
    },
    debugTopics: [
      {
        name: 'sip-messages',
        purpose: 'SIP messages',
        subscribe(line) {
          listeners.add(line);
          return () => void listeners.delete(line);
        },
      },
      { name: 'sip-state', purpose: 'SIP state machines', subscribe: () => () => {} },
    ],
    passwords: {
      get isSet() {
        return password !== undefined;
      },
      check: (given) => given === password,
      async set(given) {
        password = given;
        passwordsSet.push(given);
        return undefined;
      },
    },
    calendar: factoryCalendar,
    signalling: () => options.signalling ?? [],
    settings: (prefix) => (options.settings ?? []).filter(({ path }) => path.startsWith(prefix)),
  };
  const session = new ConsoleSession({
    host,
    write(bytes) {
      written += decoder.decode(bytes, { stream: true });
    },
  });
  const encoder = new TextEncoder();
  const rig: ConsoleRig = {
    session,
    clock,
    output: () => written,
    fresh() {
      const text = written.slice(seen);
      seen = written.length;
      return text;
    },
    type: (text) => session.receive(encoder.encode(text)),
    bytes: (bytes) => session.receive(bytes),
    async line(text) {
      rig.fresh();
      rig.type(`${text}\r`);
      await turn();
      return rig.fresh();
    },
    async logIn() {
      await rig.line('');
      await rig.line(rightPassword);
    },
    pressed,
    hooks,
    logged,
    passwordsSet,
    debugLine: (text) => {
      for (const listener of listeners) listener(text);
    },
    debugListeners: () => listeners.size,
  };
  return rig;
}

/** Lets promises settle. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
