// The console on the board's serial line: the session of `ui/console`, with the phone's parts behind it.

import { settingLines } from '#config/listing';
import type { Store } from '#config/store';
import type { Board, BoardEvent } from '#hal/board';
import type { KeyName } from '#hal/keys/keys';
import type { TracedMessage } from '#hal/simulator/panel-sources';
import type { Clock } from '#sip/ports';
import type { ConsoleHost, DebugTopic } from '#ui/console/console-host';
import { shortestPassword } from '#ui/console/login';
import { ConsoleSession } from '#ui/console/session';
import type { Phone } from '#ui/phone';
import { calendarSettings } from '../calendar-settings.ts';
import type { Log } from './log.ts';
import { checkPassword, hashPassword } from './password-hash.ts';
import type { SignallingTrace } from './signalling-trace.ts';
import { formatEntry } from './standard-error-sink.ts';

export interface ConsoleParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly phone: Phone;
  readonly board: Board;
  readonly store: Store;
  readonly trace: SignallingTrace;
  /** As if the board had reported it. */
  readonly take: (event: BoardEvent) => void;
}

export function openConsole(parts: ConsoleParts): ConsoleSession {
  const { clock, log, phone, board } = parts;
  const host: ConsoleHost = {
    phone,
    clock,
    log,
    testKeys: {
      names: [...board.keys.names],
      press: (key) => {
        const name = key as KeyName;
        if (!board.keys.names.has(name)) return;
        parts.take({ type: 'keyMoved', key: name, action: 'down', atMs: clock.monotonicMs });
        parts.take({ type: 'keyMoved', key: name, action: 'up', atMs: clock.monotonicMs });
      },
      hook: (off) => parts.take({ type: 'hookMoved', off, atMs: clock.monotonicMs }),
    },
    debugTopics: [sipMessages(parts.trace), ...['sip', 'calls', 'lines', 'media', 'hal'].map((topic) => logTopic(log, topic))],
    passwords: passwords(parts.store),
    get calendar() {
      return calendarSettings(parts.store);
    },
    signalling: () => parts.trace.messages,
    settings: (prefix) => settingLines(parts.store.settings(prefix)),
  };
  return new ConsoleSession({ host, write: (bytes) => board.console.write(bytes) });
}

function sipMessages(trace: SignallingTrace): DebugTopic {
  return {
    name: 'sip-messages',
    purpose: 'SIP messages, sent and received',
    subscribe: (line) => trace.listenFromNow((message) => printMessage(message, line)),
  };
}

function printMessage({ direction, protocol, remote, text }: TracedMessage, line: (text: string) => void): void {
  line(`${direction === 'sent' ? '--> to' : '<-- from'} ${protocol} ${remote}`);
  for (const each of text.trimEnd().split(/\r?\n/)) line(`    ${each}`);
}

function logTopic(log: Log, topic: string): DebugTopic {
  return {
    name: topic,
    purpose: `log of ${topic}`,
    subscribe: (line) =>
      log.addSink((entry) => {
        if (entry.topic === topic) line(formatEntry(entry));
      }),
  };
}

function passwords(store: Store): ConsoleHost['passwords'] {
  const stored = (): string => store.get('system/console/password').reveal();
  return {
    get isSet(): boolean {
      return stored() !== '';
    },
    check: (password) => checkPassword(password, stored()),
    set: async (password) => {
      if (password.length < shortestPassword) return `a password has at least ${shortestPassword} characters`;
      const value = await hashPassword(password);
      const result = await store.change([{ path: 'system/console/password', value }], 'console');
      if (result.ok) return undefined;
      return result.reason === 'invalid' ? (result.errors[0]?.expected ?? 'not accepted') : 'it could not be stored';
    },
  };
}
