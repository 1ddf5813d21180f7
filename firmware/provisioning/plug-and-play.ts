// SIP plug and play as desk phones have it: a SUBSCRIBE for the own profile to 224.0.1.75, and whoever has one notifies its address
// (RFC 6080 §5.1.4.1, with the host's own multicast group).

import { createSocket, type Socket } from 'node:dgram';
import type { Clock, Random, Timer } from '#sip/ports';
import type { PhoneNames } from './file-names.ts';
import { answerToNotify, plugAndPlaySubscribe, profileAddress } from './plug-and-play-messages.ts';

const group = { address: '224.0.1.75', port: 5060 } as const;
/** Each to all: a datagram may be lost, and it does not matter who was asked twice. */
const sendAtMs = [0, 500, 1500] as const;
const patienceMs = 3000;

export interface PlugAndPlayOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly names: PhoneNames;
  readonly productName: string;
  readonly signal: AbortSignal;
}

/** The address of the settings; undefined when nobody answers. Never rejects. */
export function askByPlugAndPlay(options: PlugAndPlayOptions): Promise<string | undefined> {
  const { clock, random, names, productName, signal } = options;
  const { address } = names;
  if (address === undefined || address.includes(':')) return Promise.resolve(undefined);
  const socket = createSocket('udp4');
  const callId = Buffer.from(random.bytes(12)).toString('hex');
  return new Promise((resolve) => {
    const timers: Timer[] = [];
    const finish = (found: string | undefined): void => {
      for (const timer of timers) timer.cancel();
      signal.removeEventListener('abort', stop);
      closeQuietly(socket);
      resolve(found);
    };
    const stop = (): void => finish(undefined);
    signal.addEventListener('abort', stop);
    socket.on('error', stop);
    socket.on('message', (bytes, from) => {
      const answer = answerToNotify(bytes, callId);
      if (answer === undefined) return;
      socket.send(answer, from.port, from.address, () => {
        const found = profileAddress(bytes);
        if (found !== undefined) finish(found);
      });
    });
    socket.bind(0, address, () => {
      // Not beyond the wire.
      socket.setMulticastTTL(1);
      socket.setMulticastInterface(address);
      const branch = Buffer.from(random.bytes(8)).toString('hex');
      const subscribe = plugAndPlaySubscribe({ names, productName, callId, branch, address, port: socket.address().port });
      timers.push(...sendAtMs.map((ms) => clock.setTimer(ms, () => socket.send(subscribe, group.port, group.address, () => {}))));
      timers.push(clock.setTimer(patienceMs, stop));
    });
  });
}

function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // Closed already.
  }
}
