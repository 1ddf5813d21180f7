// Sends the log where the parameters want it: to the phone's own flash, to a syslog server, to the serial line, or to both of these.

import type { Store } from '#config/store';
import type { Clock } from '#sip/ports';
import type { Parameters } from '../../lines/line-settings.ts';
import type { Log, LogEntry } from '../log.ts';
import { formatEntry } from '../standard-error-sink.ts';
import { provisioningTls } from '../tls-identity.ts';
import { LogFile } from './log-file.ts';
import { type Component, type ComponentLevel, goesOut, type SyslogLevels } from './syslog-levels.ts';
import { SyslogOrigin } from './syslog-origin.ts';
import { SyslogSender } from './syslog-sender.ts';

export interface SyslogParts {
  readonly store: Store;
  /** The settings, with certificates that were fetched. */
  readonly certificates: Parameters;
  readonly log: Log;
  readonly clock: Clock;
  /** Where the phone's own files are. */
  readonly directory: string;
  readonly address: () => string | undefined;
  /** To the serial line; undefined where it is switched off. */
  readonly print: ((line: string) => void) | undefined;
}

const nobody = '0.0.0.0';

export function openSyslog({ store, certificates, log, clock, directory, address, print }: SyslogParts): AsyncDisposable {
  const file = new LogFile(directory, clock);
  let keeping = false;
  let sender: SyslogSender | undefined;
  let levels = levelsOf(store);
  const origin = new SyslogOrigin(clock, address);
  const message = (entry: LogEntry): string => origin.message(entry);
  const dropped = (count: number): string =>
    message({
      atMs: clock.wall.ms,
      monotonicMs: clock.monotonicMs,
      severity: 'warn',
      topic: 'syslog',
      text: `${count} messages were dropped: the server was away or too slow`,
      fields: undefined,
    });
  const take = (entry: LogEntry): void => {
    if (!goesOut(entry.topic, entry.severity, levels)) return;
    sender?.send(message(entry));
    if (printing) print?.(formatEntry(entry));
    if (keeping) file.take(formatEntry(entry), entry.severity === 'error');
  };
  let printing = false;
  const configure = (): void => {
    const before = sender;
    levels = levelsOf(store);
    const mode = store.get('system/syslog/mode');
    keeping = mode === 'Local';
    printing = mode === 'Serial' || mode === 'All';
    const host = store.get('system/syslog/server_address');
    const protocol = store.get('system/syslog/protocol');
    const wanted = (mode === 'Network' || mode === 'All') && host !== '' && host !== nobody;
    sender = wanted
      ? new SyslogSender(
          {
            ...(protocol === 'TLS' ? { protocol, tls: () => provisioningTls(certificates, log) } : { protocol }),
            host,
            port: store.get('system/syslog/server_port'),
          },
          clock,
          dropped,
        )
      : undefined;
    before?.[Symbol.dispose]();
  };
  configure();
  // The start of the phone was before there was anybody to tell.
  for (const entry of log.entries) take(entry);
  const ends = [store.subscribe('system/syslog', configure), log.addSink(take)];
  return {
    [Symbol.asyncDispose]: async () => {
      for (const end of ends) end();
      sender?.[Symbol.dispose]();
      await file[Symbol.asyncDispose]();
    },
  };
}

function levelsOf(store: Store): SyslogLevels {
  const ofComponent: Readonly<Record<Component, ComponentLevel>> = {
    nxphone: store.get('system/syslog/component/nxphone'),
    voip_task: store.get('system/syslog/component/voip_task'),
    control_center: store.get('system/syslog/component/control_center'),
    ac_watchdog: store.get('system/syslog/component/ac_watchdog'),
    sip_stack: store.get('system/syslog/component/sip_stack'),
    ice_stack: store.get('system/syslog/component/ice_stack'),
    lcd_display: store.get('system/syslog/component/lcd_display'),
    web_server: store.get('system/syslog/component/web_server'),
    dsp: store.get('system/syslog/component/dsp'),
    lib: store.get('system/syslog/component/lib'),
  };
  return { general: store.get('system/syslog/log_level'), ofComponent: (component) => ofComponent[component] };
}
