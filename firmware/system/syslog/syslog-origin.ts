// Makes syslog messages of this phone, counted in the order in which they are made.

import type { Clock } from '#sip/ports';
import type { LogEntry } from '../log.ts';
import { productName, productVersion } from '../product.ts';
import { syslogMessage } from './syslog-message.ts';

export class SyslogOrigin {
  readonly #clock: Clock;
  readonly #address: () => string | undefined;
  #sequence = 0;

  constructor(clock: Clock, address: () => string | undefined) {
    this.#clock = clock;
    this.#address = address;
  }

  message(entry: LogEntry): string {
    const origin = { address: this.#address(), software: productName, version: productVersion, processId: process.pid };
    return syslogMessage(entry, this.#sequence++, this.#clock.wall.trusted, origin);
  }
}
