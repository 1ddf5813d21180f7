// Writes into the topmost Via of a request where it really came from (RFC 3261 §18.2.1, RFC 3581 §4).

import type { SipRequest } from '../message/message.ts';
import { serializeVia } from '../message/via.ts';
import type { SocketAddress } from './transport.ts';
import type { ViaManner } from './via-manner.ts';

/** Changes the request, which nobody else has seen yet. */
export function stampSource(request: SipRequest, source: SocketAddress, { insertsReceived, insertsPort }: ViaManner): void {
  const { headers } = request;
  const { via } = headers;
  const wantsPort = via.parameters.has('rport');
  if (!wantsPort && via.host === source.address) return;
  const parameters = new Map(via.parameters);
  // What the sender wrote there is nothing that we have seen.
  parameters.delete('received');
  if (insertsReceived) parameters.set('received', source.address);
  if (wantsPort && insertsPort) parameters.set('rport', String(source.port));
  const [, ...below] = headers.getAll('Via');
  headers.set('Via', serializeVia({ ...via, parameters }));
  for (const value of below) headers.append('Via', value);
}
