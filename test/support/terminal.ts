// A terminal at the other end of a phone's serial line.

import { SerialPort } from 'serialport';

/** A person at a terminal: types, and waits for what appears. */
export class Terminal {
  readonly #port: SerialPort;
  /** Everything that ever appeared. */
  transcript = '';
  #seen = '';

  constructor(path: string) {
    this.#port = new SerialPort({ path, baudRate: 115_200 });
    this.#port.on('data', (bytes: Buffer) => {
      this.#seen += bytes.toString('utf8');
      this.transcript += bytes.toString('utf8');
    });
  }

  type(text: string): void {
    this.#port.write(text);
  }

  /** What appeared up to and with the words; what follows is kept for the next time. */
  async until(words: RegExp, patienceMs = 30_000): Promise<string> {
    const match = await this.#patiently(words, () => words.exec(this.#seen) ?? undefined, patienceMs);
    const end = match.index + match[0].length;
    const part = this.#seen.slice(0, end);
    this.#seen = this.#seen.slice(end);
    return part;
  }

  async #patiently(words: RegExp, look: () => RegExpExecArray | undefined, patienceMs = 30_000): Promise<RegExpExecArray> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const match = look();
      if (match !== undefined) return match;
      if (performance.now() > deadline)
        throw new Error(`waited in vain for ${words} on the console: ${JSON.stringify(this.#seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** What appears between the command's own echo and the next prompt: others may have come since the last. */
  async command(line: string): Promise<string> {
    this.type(`${line}\r`);
    await this.until(new RegExp(`${line.replaceAll(/[?*.+]/g, '\\$&')}\r\n`));
    return this.until(/SIP Phone> $/);
  }

  /** Of everything that ever appeared, whatever was waited for before. */
  async shown(words: RegExp): Promise<void> {
    await this.#patiently(words, () => words.exec(this.transcript) ?? undefined);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#port.close(() => resolve()));
  }
}
