// Seals some bytes to this board's TPM 2.0 through the commands of tpm2-tools: fixed arguments, the bytes by standard input and output alone.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foundProgram, output } from './key-tool.ts';

const device = '/dev/tpmrm0';

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
    const unseal = foundProgram('tpm2_unseal');
    return unseal === undefined ? undefined : new Tpm(dirname(unseal));
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
    const answer = await output(join(this.#folder, program), args, input);
    // A TPM without a resource manager runs out of places.
    await output(join(this.#folder, 'tpm2_flushcontext'), ['-t']);
    return answer;
  }
}
