// Seals some bytes to this board's TPM 2.0 through the commands of tpm2-tools: fixed arguments, the bytes by standard input and output alone.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const device = '/dev/tpmrm0';
const folders = ['/usr/bin', '/bin', '/usr/local/bin'];
/** A real TPM takes its time for a key. */
const patienceMs = 20_000;

/** What is kept: of use to this TPM only. */
interface SealedFile {
  readonly public: string;
  readonly private: string;
}

export class Tpm {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined where there is no TPM, or no tools for it. */
  static find(environment: NodeJS.ProcessEnv): Tpm | undefined {
    if (!existsSync(device) && environment['TPM2TOOLS_TCTI'] === undefined) return undefined;
    const folder = folders.find((each) => existsSync(join(each, 'tpm2_unseal')));
    return folder === undefined ? undefined : new Tpm(folder);
  }

  /** Text to keep. Rejects with what the tool says. */
  async seal(bytes: Uint8Array): Promise<string> {
    return await this.#within(async (at) => {
      await this.#run('tpm2_create', ['-Q', '-C', at('primary'), '-i', '-', '-u', at('public'), '-r', at('private')], bytes);
      const read = (name: string): string => readFileSync(at(name)).toString('base64');
      return JSON.stringify({ public: read('public'), private: read('private') } satisfies SealedFile);
    });
  }

  /** Rejects with what the tool says: another TPM, or one that was cleared. */
  async unseal(kept: string): Promise<Uint8Array> {
    const { public: publicPart, private: privatePart } = JSON.parse(kept) as SealedFile;
    return await this.#within(async (at) => {
      writeFileSync(at('public'), Buffer.from(publicPart, 'base64'));
      writeFileSync(at('private'), Buffer.from(privatePart, 'base64'));
      await this.#run('tpm2_load', ['-Q', '-C', at('primary'), '-u', at('public'), '-r', at('private'), '-c', at('sealed')]);
      return await this.#run('tpm2_unseal', ['-c', at('sealed')]);
    });
  }

  /** With the primary key, which the TPM makes again from its own seed each time, and a directory for what is no secret. */
  async #within<Result>(work: (at: (name: string) => string) => Promise<Result>): Promise<Result> {
    const directory = mkdtempSync(join(tmpdir(), 'tpm-'));
    const at = (name: string): string => join(directory, name);
    try {
      await this.#run('tpm2_createprimary', ['-Q', '-C', 'o', '-g', 'sha256', '-G', 'ecc', '-c', at('primary')]);
      return await work(at);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  async #run(program: string, args: readonly string[], input?: Uint8Array): Promise<Buffer> {
    const output = await execute(join(this.#folder, program), args, input);
    // A TPM without a resource manager runs out of places.
    await execute(join(this.#folder, 'tpm2_flushcontext'), ['-t']);
    return output;
  }
}

function execute(program: string, args: readonly string[], input: Uint8Array = new Uint8Array(0)): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      { encoding: 'buffer', timeout: patienceMs, maxBuffer: 65_536 },
      (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} failed with ${error.code ?? error.signal ?? 'an error'}`));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
