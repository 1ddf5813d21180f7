// Action addresses of a running phone, asked for as settings are fetched: with the site's authorities and the phone's certificate.

import type { Clock } from '#sip/ports';
import type { Machine } from '../machine.ts';
import { fetchFile } from '../provisioning/fetch/fetch.ts';
import type { Log } from '../system/log.ts';
import { productName, productVersion } from '../system/product.ts';
import { provisioningTls } from '../system/tls-identity.ts';
import type { Telephony } from '../telephony.ts';
import { ActionUrls } from './action-urls.ts';

/** Whoever has an answer to say says it elsewhere. */
const largestBytes = 65_536;
const longestMs = 10_000;

export function openActionUrls({ store, certificates }: Machine, { phone }: Telephony, log: Log, clock: Clock): ActionUrls {
  const closed = new AbortController();
  const actions = new ActionUrls({
    phone,
    parameters: store,
    log,
    async ask(url) {
      const result = await fetchFile({
        url,
        known: {},
        largestBytes,
        longestMs,
        idleMs: longestMs,
        login: undefined,
        tls: provisioningTls(certificates, log),
        userAgent: `${productName}/${productVersion}`,
        clock,
        closed: closed.signal,
      });
      return result.type === 'failed' ? result.failure : undefined;
    },
    closed: () => closed.abort(new Error('the phone is closing')),
  });
  actions.start();
  return actions;
}
