// What a command may do to the session that runs it.

import type { ConsoleHost } from './console-host.ts';
import type { DebugOutput } from './debug-output.ts';
import type { Command } from './grammar.ts';

/** Switches of one session, set by `tty` and `test`. */
export interface SessionSettings {
  /** Typed text is shown. Passwords never are. */
  echo: boolean;
  /** Without a key for so long the session ends; 0: never. */
  idleTimeoutMs: number;
  /** `test open` was given. */
  testOpen: boolean;
  /** `test show`: each simulated key is told. */
  testFeedback: boolean;
}

export interface CommandSession {
  readonly host: ConsoleHost;
  readonly settings: SessionSettings;
  readonly debug: DebugOutput;
  /** Those that may be used now. */
  readonly commands: readonly Command[];
  /** One or more lines; control characters come out as "?". */
  print(text: string): void;
  /** Asks for a line that is not echoed; undefined when it was broken off. */
  askSecret(prompt: string): Promise<string | undefined>;
  /** Back to the log-in. */
  end(): void;
}
