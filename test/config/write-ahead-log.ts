// Reads SQLite's write-ahead log as recovery does (its file format, section 4), to tell whether a process died in the middle of a commit.

const headerBytes = 32;
const frameHeaderBytes = 24;

/** `unfinished`: it was writing a transaction whose end is not there. */
export type EndOfLog = 'empty' | 'finished' | 'unfinished';

type Sums = readonly [number, number];

function sums([s0, s1]: Sums, bytes: Buffer, bigEndian: boolean): Sums {
  let [a, b] = [s0, s1];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

export function endOfLog(log: Buffer): EndOfLog {
  if (log.length < headerBytes) return log.length === 0 ? 'empty' : 'unfinished';
  const bigEndian = (log.readUInt32BE(0) & 1) === 1;
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let before = sums([0, 0], log.subarray(0, 24), bigEndian);
  let end: EndOfLog = 'empty';
  for (let at = headerBytes; at + frameHeaderBytes <= log.length; at += frameHeaderBytes + pageBytes) {
    const header = log.subarray(at, at + frameHeaderBytes);
    // From here on it is of the round before.
    if (!header.subarray(8, 16).equals(salts)) return end;
    const page = log.subarray(at + frameHeaderBytes, at + frameHeaderBytes + pageBytes);
    const now = sums(sums(before, header.subarray(0, 8), bigEndian), page, bigEndian);
    if (page.length < pageBytes || now[0] !== header.readUInt32BE(16) || now[1] !== header.readUInt32BE(20)) return 'unfinished';
    before = now;
    end = header.readUInt32BE(4) === 0 ? 'unfinished' : 'finished';
  }
  return end;
}
