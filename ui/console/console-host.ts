// What the console needs from the phone around it. The composition root makes one; tests make a small one.

import type { Phone } from '../phone.ts';
import type { Clock, Log } from '../ports.ts';
import type { SignalledMessage } from '../signalling/ladder.ts';
import type { Calendar } from '../text/calendar.ts';

/** Presses the phone's keys as fingers would: `test key`, `test onhook`. */
export interface TestKeys {
  /** Every key this phone has: `0` to `9`, `*`, `#`, `softkey1`, `speaker` ... */
  readonly names: readonly string[];
  press(key: string): void;
  hook(off: boolean): void;
}

/** One parameter as it may be shown: a secret's text is stars. */
export interface ConsoleSetting {
  readonly path: string;
  readonly text: string;
  readonly source: string;
}

/** A topic that `debug` can switch on. Lines come without secrets; the console masks digest responses all the same. */
export interface DebugTopic {
  readonly name: string;
  readonly purpose: string;
  /** Starts the output; the returned function ends it. */
  subscribe(line: (text: string) => void): () => void;
}

/** Console and administrator passwords. Nothing here is ever printed. */
export interface ConsolePasswords {
  /** False: the console is unclaimed, see `login.ts`. */
  readonly isSet: boolean;
  check(password: string): boolean | Promise<boolean>;
  /** Undefined when it was stored, else what is wrong with it. */
  set(password: string): Promise<string | undefined>;
}

export interface ConsoleHost {
  readonly phone: Phone;
  readonly clock: Clock;
  readonly log: Log;
  readonly testKeys: TestKeys;
  readonly debugTopics: readonly DebugTopic[];
  readonly passwords: ConsolePasswords;
  /** How the person wants time to be shown. */
  readonly calendar: Calendar;
  /** The newest SIP messages, without secrets; newest last. */
  signalling(): readonly SignalledMessage[];
  /** Settings under a path, all for the empty one. */
  settings(prefix: string): readonly ConsoleSetting[];
}
