// Keys of requests that were made here: they wait for the certificates that others sign.

import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateUse } from '#ui/administration/certificates';

export class WaitingKeys {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** PEM. */
  find(use: CertificateUse): Promise<string | undefined> {
    return readFile(this.#file(use), 'latin1').catch(() => undefined);
  }

  async keep(use: CertificateUse, key: string): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = this.#file(use);
    await writeFile(`${file}.new`, key, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
  }

  async forget(use: CertificateUse): Promise<void> {
    await rm(this.#file(use), { force: true });
  }

  #file(use: CertificateUse): string {
    return join(this.#directory, `requested-${use}-key.pem`);
  }
}
