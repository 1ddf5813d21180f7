// Micromdm's SCEP server on the peers' side, and a way to it on which answers may be spoilt.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export const scepChallenge = 'sesame, open';
const port = 8090;
const behindPort = 8091;
const program = new URL('scep-way.ts', import.meta.url).pathname;

export type ScepMode = '' | 'garbage' | 'huge' | 'half' | 'altered';

export class ScepServer implements AsyncDisposable {
  readonly #directory: string;
  readonly #server: PeerProcess;
  readonly #parts: AsyncDisposableStack;

  private constructor(directory: string, server: PeerProcess, parts: AsyncDisposableStack) {
    this.#directory = directory;
    this.#server = server;
    this.#parts = parts;
  }

  static async start(lan: Lan, parent: string): Promise<ScepServer> {
    await using parts = new AsyncDisposableStack();
    const directory = join(parent, 'scep');
    mkdirSync(directory);
    const depot = join(directory, 'depot');
    const named = ['-organization', 'Interop SCEP', '-country', 'XX', '-keySize', '2048'];
    await run('scepserver', ['ca', '-init', '-depot', depot, ...named]);
    const settings = ['-depot', depot, '-port', String(behindPort), '-challenge', scepChallenge, '-allowrenew', '0', '-debug'];
    const server = PeerProcess.start('scepserver', lan.there(['scepserver', ...settings]));
    parts.defer(async () => void (await server.stop()));
    await server.ready('it listens', () => /msg=listening|listening/.test(server.output));
    const asked = [directory, peerAddress, String(port), String(behindPort)];
    const way = PeerProcess.start('the way', lan.there([process.execPath, program, ...asked]));
    parts.defer(async () => void (await way.stop()));
    await way.ready('it listens', () => existsSync(join(directory, 'listening')));
    return new ScepServer(directory, server, parts.move());
  }

  get address(): string {
    return `http://${peerAddress}:${port}/scep`;
  }

  /** The certificate of the authority, as a file. */
  get authority(): string {
    return join(this.#directory, 'depot', 'ca.pem');
  }

  set mode(mode: ScepMode) {
    writeFileSync(join(this.#directory, 'mode'), mode);
  }

  /** What the phone asked, as the server read it: `PKCSReq (19)`, one after the other. */
  get questions(): readonly string[] {
    return [...this.#server.output.matchAll(/scep_message_type="?([^"\n]*?)"? transaction_id/g)].map(([, type]) => type ?? '');
  }

  /** Of the certificates that it gave out. */
  get issued(): readonly string[] {
    const depot = join(this.#directory, 'depot');
    return readdirSync(depot)
      .filter((name) => name.endsWith('.pem') && name !== 'ca.pem')
      .map((name) => readFileSync(join(depot, name), 'utf8'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}
