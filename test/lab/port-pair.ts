// Two UDP sockets on neighbouring ports, the first even: RTP and RTCP (RFC 3550 §11).

import { createSocket, type Socket } from 'node:dgram';

export interface PortPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly port: number;
}

const mostTries = 200;

export async function openPortPair(address: string): Promise<PortPair> {
  for (let tries = 0; tries < mostTries; tries++) {
    const rtp = await bind(address, 0);
    const port = rtp?.address().port ?? 0;
    const rtcp = rtp !== undefined && port % 2 === 0 ? await bind(address, port + 1) : undefined;
    if (rtp !== undefined && rtcp !== undefined) return { rtp, rtcp, port };
    rtp?.close();
  }
  throw new Error(`no two neighbouring UDP ports are free on ${address}`);
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, address, () => {
      socket.removeAllListeners('error');
      // A phone that has hung up answers with ICMP; that is no news.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
