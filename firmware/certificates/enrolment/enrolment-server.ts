// The way to the server of enrolment: over the connections of provisioning, with a judgement of its own that no setting switches off.

import type { Clock, Random } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import { exchangeByHttp } from '../../provisioning/fetch/http-exchange.ts';
import type { EnrolmentServer } from './enrolment-protocol.ts';
import type { EnrolmentSettings } from './enrolment-settings.ts';

export interface EnrolmentServerOptions {
  readonly settings: EnrolmentSettings & { readonly url: URL };
  /** As for the provisioning server. */
  readonly tls: () => TlsSettings;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly closed: AbortSignal;
}

/** Certificates with their chain have some kilobytes. */
const largestBytes = 262_144;
const longestMs = 60_000;
const idleMs = 20_000;

export function enrolmentServer({ settings, tls, userAgent, clock, random, closed }: EnrolmentServerOptions): EnrolmentServer {
  const { url, label, login, fingerprint } = settings;
  const limits = { largestBytes, longestMs, idleMs, userAgent, clock, closed };
  return {
    url,
    label,
    hasFingerprint: fingerprint !== undefined,
    clock,
    random,
    exchange: (question) => {
      const { provenBy } = question;
      const usual = tls();
      const isStranger = provenBy.type === 'nobody';
      const told = provenBy.type === 'told' ? provenBy.authorities.map((each) => each.toString()) : [];
      return exchangeByHttp({
        ...limits,
        url: question.url,
        ...(question.body !== undefined && { body: question.body }),
        // Neither for strangers, nor where anybody could read it.
        login: isStranger || question.url.protocol !== 'https:' ? undefined : login,
        tls: {
          ...usual,
          authorities: [...usual.authorities, ...told],
          verifiesServer: !isStranger,
          identity: question.identity ?? (isStranger ? undefined : usual.identity),
        },
      });
    },
  };
}
