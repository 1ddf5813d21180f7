// A file from a server, by the protocol that its address names. Whatever goes wrong is an answer.

import { TransportError } from '#sip/transport/transport';
import { FetchError, type FetchFailure, type FetchRequest, type FetchResult } from './fetched.ts';
import { fetchByFtp } from './ftp-fetch.ts';
import { fetchByHttp } from './http-fetch.ts';
import { Patience } from './patience.ts';
import { fetchByTftp } from './tftp-fetch.ts';

type Protocol = (request: FetchRequest, patience: Patience) => Promise<FetchResult>;

const protocols: Readonly<Record<string, Protocol>> = {
  'http:': fetchByHttp,
  'https:': fetchByHttp,
  'tftp:': fetchByTftp,
  'ftp:': fetchByFtp,
};

/** Never rejects. */
export async function fetchFile(request: FetchRequest): Promise<FetchResult> {
  const protocol = protocols[request.url.protocol];
  if (protocol === undefined) return failed('protocol', `nothing is fetched by ${request.url.protocol}`);
  using patience = new Patience(request.clock, request);
  try {
    return await protocol(request, patience);
  } catch (error) {
    if (error instanceof FetchError) return failed(error.failure, error.message);
    if (error instanceof TransportError) return failed('certificate', error.message);
    return failed(...failureOf(error));
  }
}

function failed(failure: FetchFailure, detail: string): FetchResult {
  return { type: 'failed', failure, detail };
}

/** Alerts with which a server refuses our certificate, or asks for the one that we do not have (RFC 8446 §6.2). */
const certificateAlerts =
  /alert (?:certificate|bad certificate|unknown ca|access denied|handshake failure)|CERTIFICATE_REQUIRED/i;

function failureOf(error: unknown): [FetchFailure, string] {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (certificateAlerts.test(`${text} ${code}`)) return ['denied', 'the server does not take our certificate'];
  if (code.startsWith('HPE_') || code.startsWith('ERR_SSL'))
    return ['protocol', 'the server does not speak the protocol of its address'];
  return ['unreachable', code === '' ? text : code];
}
