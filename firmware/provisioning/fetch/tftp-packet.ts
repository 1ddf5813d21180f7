// Packets of TFTP (RFC 1350) with its options (RFC 2347 to 2349), written and read.

export type TftpPacket =
  | { readonly type: 'data'; readonly block: number; readonly bytes: Uint8Array }
  | { readonly type: 'error'; readonly code: number; readonly text: string }
  /** Options that the server takes, by their names in lower case. */
  | { readonly type: 'options'; readonly options: ReadonlyMap<string, string> };

const [readRequest, data, acknowledgement, error, optionAcknowledgement] = [1, 3, 4, 5, 6] as const;
const longestText = 512;

/** In octet mode. */
export function tftpReadRequest(file: string, options: Readonly<Record<string, number>>): Uint8Array {
  const words = [file, 'octet', ...Object.entries(options).flatMap(([name, value]) => [name, String(value)])];
  return Buffer.concat([Buffer.from([0, readRequest]), Buffer.from(words.map((word) => `${word}\0`).join(''), 'utf8')]);
}

export function isRequest(packet: Uint8Array): boolean {
  return packet[1] === readRequest;
}

export function tftpAcknowledgement(block: number): Uint8Array {
  return Buffer.from([0, acknowledgement, block >> 8, block & 0xff]);
}

export function tftpError(code: number, text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0, error, 0, code]), Buffer.from(`${text}\0`)]);
}

/** Undefined for what a server does not send. */
export function parseTftpPacket(bytes: Uint8Array): TftpPacket | undefined {
  if (bytes.length < 4 || bytes[0] !== 0) return bytes.length >= 2 && bytes[0] === 0 && bytes[1] === 6 ? emptyOptions : undefined;
  const word = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  switch (bytes[1]) {
    case data:
      return { type: 'data', block: word, bytes: bytes.subarray(4) };
    case error:
      return { type: 'error', code: word, text: text(bytes.subarray(4)) };
    case optionAcknowledgement:
      return parseOptions(bytes.subarray(2));
    default:
      return undefined;
  }
}

const emptyOptions: TftpPacket = { type: 'options', options: new Map() };

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const shown = Buffer.from(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, longestText))).toString('latin1');
  return shown.replace(/[^\x20-\x7e]/g, ' ');
}

function parseOptions(bytes: Uint8Array): TftpPacket | undefined {
  if (bytes.length > longestText || bytes.at(-1) !== 0) return undefined;
  const words = Buffer.from(bytes.subarray(0, -1)).toString('latin1').split('\0');
  if (words.length % 2 !== 0) return undefined;
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) options.set((words[i] ?? '').toLowerCase(), words[i + 1] ?? '');
  return { type: 'options', options };
}
