// A tty that hung up reads nothing, again and again, and serialport 13 reads on: a whole processor for a line that is gone, and
// nobody is told. Here such a read is the end of the line.

import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

const readSome = promisify(read);

/** To be called when the port is open and before anything reads from it. */
export function endAtHangUp(port: SerialPort): void {
  const line = port.port;
  // Other systems than Linux have no such poller, and are for development only.
  if (line === undefined || !('poller' in line)) return;
  line.read = async (buffer, offset, length) => {
    while (line.fd !== null) {
      try {
        const { bytesRead } = await readSome(line.fd, buffer, offset, length, null);
        // VMIN is 1 and the descriptor does not block: what has nothing to say answers EAGAIN, never 0 (termios(3)).
        if (bytesRead === 0) throw new Error('the line hung up');
        return { buffer, bytesRead };
      } catch (error) {
        if (!mayTryAgain(error)) throw error;
      }
      // Closed while it was read: its poller is gone, and crashes when it is asked.
      if (!line.isOpen) break;
      await new Promise<void>((resolve, reject) => {
        line.poller.once('readable', (error: Error | null) => (error === null ? resolve() : reject(error)));
      });
    }
    // serialport takes a cancelled read for what it is: the port was closed by us.
    throw Object.assign(new Error('the port is closed'), { canceled: true });
  };
}

function mayTryAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}
