// rsyslog on the peers' side: UDP, TCP and TLS, each message as it understood it, a line of JSON each.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';
import { accepts } from './kamailio.ts';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

export const syslogPorts = { udp: 514, tcp: 601, tls: 6514 } as const;

export interface SyslogRecord {
  readonly from: string;
  readonly way: string;
  readonly priority: string;
  readonly host: string;
  readonly program: string;
  readonly process: string;
  readonly topic: string;
  readonly data: string;
  readonly text: string;
}

export class Rsyslog implements AsyncDisposable {
  readonly #lan: Lan;
  readonly #directory: string;
  #server: PeerProcess | undefined;

  private constructor(lan: Lan, directory: string) {
    this.#lan = lan;
    this.#directory = directory;
  }

  static async start(lan: Lan, parent: string, certificates: Certificates): Promise<Rsyslog> {
    const directory = join(parent, 'rsyslog');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'rsyslog.conf'), configuration(directory, certificates));
    const rsyslog = new Rsyslog(lan, directory);
    await rsyslog.start();
    return rsyslog;
  }

  async start(): Promise<void> {
    const files = ['-f', join(this.#directory, 'rsyslog.conf'), '-i', join(this.#directory, 'pid')];
    const server = PeerProcess.start('rsyslogd', this.#lan.there(['rsyslogd', '-n', '-C', ...files]));
    this.#server = server;
    await server.ready('its port for TLS', () => accepts(peerAddress, syslogPorts.tls));
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  get records(): readonly SyslogRecord[] {
    const file = join(this.#directory, 'out.json');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    // What follows the last end of a line is still being written.
    return lines.slice(0, -1).map((line) => JSON.parse(line) as SyslogRecord);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function configuration(directory: string, { authority, right }: Certificates): string {
  const fields = {
    from: 'fromhost-ip',
    way: 'inputname',
    priority: 'pri',
    host: 'hostname',
    program: 'app-name',
    process: 'procid',
    topic: 'msgid',
    data: 'structured-data',
    text: 'msg',
  };
  const list = Object.entries(fields).map(([name, property], i) => {
    const before = i === 0 ? '{' : ', ';
    return `constant(value="${before}\\"${name}\\": \\"") property(name="${property}" format="json") constant(value="\\"")`;
  });
  return `
global(workDirectory="${directory}" DefaultNetstreamDriverCAFile="${authority}"
  DefaultNetstreamDriverCertFile="${right.certificate}" DefaultNetstreamDriverKeyFile="${right.key}")
module(load="imudp") module(load="imptcp")
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
template(name="json" type="list") { ${list.join(' ')} constant(value="}\\n") }
ruleset(name="keep") { action(type="omfile" file="${directory}/out.json" template="json" flushOnTXEnd="on" asyncWriting="off") }
input(type="imudp" address="${peerAddress}" port="${syslogPorts.udp}" ruleset="keep" name="udp")
input(type="imptcp" address="${peerAddress}" port="${syslogPorts.tcp}" ruleset="keep" name="tcp")
input(type="imtcp" address="${peerAddress}" port="${syslogPorts.tls}" ruleset="keep" name="tls")
`;
}
