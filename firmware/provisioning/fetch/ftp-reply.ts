// Replies of an FTP server (RFC 959 §4.2), cut out of its stream; and where it listens for us (RFC 2428, RFC 959 §4.1.2).

import { FetchError } from './fetched.ts';

export interface FtpReply {
  readonly code: number;
  /** Its last line. */
  readonly text: string;
}

const longestLine = 1024;
const mostLines = 200;

/** Takes bytes, gives whole replies. Throws `FetchError`. */
export class FtpReplyReader {
  #rest = '';
  #lines = 0;
  #multiLine: string | undefined;

  take(bytes: Uint8Array): readonly FtpReply[] {
    const lines = (this.#rest + Buffer.from(bytes).toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > longestLine) throw new FetchError('protocol', 'a line without an end');
    return lines.flatMap((line) => this.#line(line.replace(/\r$/, '')) ?? []);
  }

  #line(line: string): FtpReply | undefined {
    this.#lines += 1;
    if (line.length > longestLine || this.#lines > mostLines) throw new FetchError('protocol', 'more words than make sense');
    const [, digits, separator, text = ''] = /^(\d{3})([ -])(.*)$/.exec(line) ?? [];
    if (this.#multiLine !== undefined && (digits !== this.#multiLine || separator !== ' ')) return undefined;
    if (digits === undefined) throw new FetchError('protocol', 'this is not FTP');
    this.#multiLine = separator === '-' ? digits : undefined;
    return this.#multiLine === undefined ? { code: Number(digits), text: text.replace(/[^\x20-\x7e]/g, ' ') } : undefined;
  }
}

/** `Entering Extended Passive Mode (|||6446|)`. */
export function portOfExtendedPassive(text: string): number | undefined {
  return portOf(/\(\|\|\|(\d{1,5})\|\)/.exec(text)?.[1]);
}

/** `Entering Passive Mode (10,0,0,1,25,46)`; the address is not believed: it could send us anywhere (RFC 2577 §3). */
export function portOfPassive(text: string): number | undefined {
  const [, high, low] = /(?:\d{1,3},){4}(\d{1,3}),(\d{1,3})/.exec(text) ?? [];
  return high === undefined || low === undefined ? undefined : portOf(String(Number(high) * 256 + Number(low)));
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
