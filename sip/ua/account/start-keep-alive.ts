// Keeps the way through a NAT open as the account wishes: by the transport's own means, or by requests, to the registrar or elsewhere.

import type { KeepAlive, Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import { KeepAliveRequests } from './keep-alive-requests.ts';
import type { KeepAliveWish } from './routing-settings.ts';
import { uriOfServer } from './servers.ts';

export function startKeepAlive(context: CallContext, registrar: Target, wish: KeepAliveWish): KeepAlive {
  const { destination, intervalMs, request } = wish;
  let running: KeepAlive | undefined;
  let isStopped = false;
  const start = (target: Target | undefined): void => {
    if (isStopped || target === undefined) return;
    running =
      request === undefined
        ? context.core.transport.keepAlive(target, wish)
        : new KeepAliveRequests({ context, target, method: request, intervalMs });
  };
  if (destination === undefined) start(registrar);
  else void context.sender.resolve(uriOfServer(destination)).then(([target]) => start(target));
  return {
    stop: () => {
      isStopped = true;
      running?.stop();
    },
  };
}
