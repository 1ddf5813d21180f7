// Writes into the topmost Via of a request where it really came from (RFC 3261 §18.2.1, RFC 3581 §4).

import type { SipRequest } from '../message/message.ts';
import { serializeVia } from '../message/via.ts';
import type { SocketAddress } from './transport.ts';

/** Changes the request, which nobody else has seen yet. */
export function stampSource(request: SipRequest, source: SocketAddress): void {
  const { headers } = request;
  const { via } = headers;
  const wantsPort = via.parameters.has('rport');
  if (!wantsPort && via.host === source.address) return;
  const parameters = new Map(via.parameters);
  parameters.set('received', source.address);
  if (wantsPort) parameters.set('rport', String(source.port));
  const [, ...below] = headers.getAll('Via');
  headers.set('Via', serializeVia({ ...via, parameters }));
  for (const value of below) headers.append('Via', value);
}
