// Sends the SIP messages of lines that are traced to the debug server, as syslog over UDP (SPA `Debug_Server`).

import type { Store } from '#config/store';
import type { Clock } from '#sip/ports';
import { lineCount } from '../../lines/line-settings.ts';
import { writtenServer } from '../../lines/server-settings.ts';
import type { SignalledMessage, SignallingTrace } from '../signalling-trace.ts';
import type { SyslogOrigin } from './syslog-origin.ts';
import { SyslogSender } from './syslog-sender.ts';
import { isOf, type TraceChoice, tracedText } from './traced-text.ts';

export interface LineTraceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly trace: SignallingTrace;
  readonly origin: SyslogOrigin;
}

interface TracedLine {
  readonly user: string;
  readonly choice: TraceChoice;
}

const syslogPort = 514;

export function openLineTrace({ store, clock, trace, origin }: LineTraceParts): Disposable {
  let sender: SyslogSender | undefined;
  let lines: readonly TracedLine[] = [];
  const tell = (text: string): string =>
    origin.message({
      atMs: clock.wall.ms,
      monotonicMs: clock.monotonicMs,
      severity: 'debug',
      topic: 'sip',
      text,
      fields: undefined,
    });
  const take = (message: SignalledMessage): void => {
    const line = lines.find(({ user }) => isOf(user, message));
    if (line !== undefined) for (const text of tracedText(line.choice, message)) sender?.send(tell(text));
  };
  const configure = (): void => {
    const server = writtenServer(store.get('system/syslog/debug_server'));
    lines = Array.from({ length: lineCount }, (_, line) => ({
      user: store.get(`voip/line/${line}/id`),
      choice: store.get(`voip/line/${line}/trace`),
    })).filter(({ user, choice }) => user !== '' && choice !== 'none');
    sender?.[Symbol.dispose]();
    const host = server?.host;
    sender =
      host === undefined || lines.length === 0
        ? undefined
        : new SyslogSender({ protocol: 'UDP', host, port: server?.port ?? syslogPort }, clock, (count) =>
            tell(`${count} messages were dropped`),
          );
  };
  configure();
  const ends = [store.subscribe('system/syslog', configure), store.subscribe('voip/line', configure), trace.listenFromNow(take)];
  return {
    [Symbol.dispose]: () => {
      for (const end of ends) end();
      sender?.[Symbol.dispose]();
    },
  };
}
