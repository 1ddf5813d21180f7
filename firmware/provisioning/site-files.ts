// Files that the settings name by their address: speed dials and rings (AudioCodes manual p. 56 and 73), languages. Fetched after the start, when the
// address is another, and, but for rings, after each check of the provisioning server.

import type { ParameterPath, Values } from '#config/schema';
import type { Log } from '#sip/ports';
import { type FetchResult, shownUrl, type Validators } from './fetch/fetched.ts';
import { type PhoneNames, withNames } from './file-names.ts';
import type { SeenFiles } from './seen-files.ts';

export interface SiteFile {
  readonly parameter: 'provisioning/speed_dial_uri' | 'provisioning/ring_tone_uri' | 'provisioning/language_uri';
  /** What the value names; absent: one file. */
  readonly addresses?: (value: string) => readonly string[];
  /** Not only after the start. */
  readonly isFollowed: boolean;
  /** What of it was not taken, in words for the log; a file that is none at all is not taken again until it changes. */
  readonly take: (bytes: Uint8Array, from: string) => Promise<readonly string[]>;
}

export interface SiteFilesOptions {
  readonly log: Log;
  readonly parameters: { get<P extends ParameterPath>(path: P): Values[P] };
  readonly names: () => PhoneNames;
  /** Where the configuration came from: a bare name is looked for beside it. */
  readonly base: () => string | undefined;
  readonly seen: SeenFiles;
  /** Never rejects. */
  readonly fetch: (url: URL, known: Validators) => Promise<FetchResult>;
  readonly files: readonly SiteFile[];
}

export class SiteFiles {
  readonly #options: SiteFilesOptions;
  /** One file after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: SiteFilesOptions) {
    this.#options = options;
  }

  /** All of them, as after the start. Resolves when they are there, or are not to be had. */
  fetchAll(): Promise<void> {
    return this.#fetch(this.#options.files);
  }

  /** The provisioning server was asked just now. */
  follow(): Promise<void> {
    return this.#fetch(this.#options.files.filter(({ isFollowed }) => isFollowed));
  }

  settingsChanged(paths: readonly string[]): Promise<void> {
    return this.#fetch(this.#options.files.filter(({ parameter }) => paths.includes(parameter)));
  }

  #fetch(files: readonly SiteFile[]): Promise<void> {
    for (const file of files)
      this.#work = this.#work.then(() => this.#fetchFile(file)).catch((error: unknown) => this.#fail(error));
    return this.#work;
  }

  #fail(error: unknown): void {
    this.#options.log.error('provisioning', 'a file of the site could not be taken', { error: String(error) });
  }

  async #fetchFile(file: SiteFile): Promise<void> {
    const value = this.#options.parameters.get(file.parameter);
    if (value === '') return;
    for (const address of file.addresses?.(value) ?? [value]) await this.#fetchOne(address, file);
  }

  async #fetchOne(address: string, { parameter, take }: SiteFile): Promise<void> {
    const { log, names, base, seen, fetch } = this.#options;
    const url = URL.parse(withNames(address, names()), base());
    if (url === null || !/^(?:https?|tftp|ftp):$/.test(url.protocol)) {
      log.warn('provisioning', 'a file of the site has no address', { parameter });
      return;
    }
    const from = shownUrl(url);
    const result = await fetch(url, seen.validators(url));
    if (result.type === 'failed')
      log.warn('provisioning', 'a file of the site could not be fetched', { from, why: result.detail });
    if (result.type !== 'fetched' || seen.isKnown(url, result.bytes)) return;
    const refused = await take(result.bytes, from);
    seen.remember(url, result.bytes, result.validators);
    log.info('provisioning', 'a file of the site was taken', { from, parameter });
    for (const why of refused) log.warn('provisioning', 'something in a file of the site was not taken', { from, why });
  }
}
