// One simulated phone as a child process, already set up as a user of the lab.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { voiceMail } from './numbers/voice-mail.ts';

export interface PhoneProcessOptions {
  readonly board: string;
  readonly dataDirectory: string;
  readonly panelPort: number;
  /** Of its own web pages. */
  readonly webPort: number;
  readonly user: string;
  readonly password: string;
  readonly server: { readonly host: string; readonly port: number };
  /** Who its first function keys watch, in this order. */
  readonly watched: readonly string[];
  readonly hints: readonly { readonly number: string; readonly does: string }[];
  readonly more: readonly string[];
}

const root = new URL('../../', import.meta.url);

export class PhoneProcess {
  /** The page's address, as the phone says it; undefined when it ended before. */
  readonly address: Promise<string | undefined>;
  /** The exit code. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;

  constructor(options: PhoneProcessOptions) {
    const { board, dataDirectory, panelPort, webPort, user, password, server, watched, hints } = options;
    const parameters = {
      'voip/signalling/sip/port': 0,
      // Nobody but this machine can reach them, and browsers warn of certificates that a phone made itself.
      'security/web/https_only': 0,
      'voip/line/0/enabled': 1,
      'voip/line/0/id': user,
      'voip/line/0/auth_password': password,
      'voip/line/0/proxy_address': server.host,
      'voip/line/0/proxy_port': server.port,
      'voip/services/msg_waiting_ind/voice_mail_number': voiceMail.number,
      ...Object.fromEntries(watched.flatMap(keyThatWatches)),
    };
    const args = [
      ...['--import', fileURLToPath(new URL('end-with-parent.ts', import.meta.url))],
      fileURLToPath(new URL('firmware/main.ts', root)),
      ...['--board', board, '--data', dataDirectory, '--panel', `127.0.0.1:${panelPort}`, '--web', `127.0.0.1:${webPort}`],
      ...Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
      ...hints.flatMap(({ number, does }) => ['--hint', `${number}=${does}`]),
      ...options.more,
    ];
    // A process group of its own: Ctrl-C at the terminal reaches the lab alone, which passes it on once.
    this.#child = spawn(process.execPath, args, {
      cwd: fileURLToPath(root),
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      detached: true,
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code) => resolve(code ?? 1));
      this.#child.once('error', () => resolve(1));
    });
    this.address = Promise.race([printedAddress(this.#child), this.ended.then(() => undefined)]);
  }

  stop(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
  }
}

function keyThatWatches(number: string, index: number): readonly (readonly [string, string])[] {
  const key = `personal_settings/functional_key/${index}`;
  return [
    [`${key}/type`, 'SPEED_DIAL_BLF'],
    [`${key}/speed_dial_number`, number],
  ];
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4096);
      const address = /^panel (\S+)$/m.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}
