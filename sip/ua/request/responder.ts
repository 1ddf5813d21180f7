// Answers requests that need no more than a status (RFC 3261 §8.2.6).

import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { Random } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import { type Capabilities, describeResponse } from './headers-of-ours.ts';
import type { Refusal } from './request-checks.ts';

export interface Responder {
  readonly random: Random;
  readonly capabilities: Capabilities;
}

export function answerWith(responder: Responder, transaction: ServerTransaction, answer: Refusal): void {
  const { request } = transaction;
  const response = makeResponse(request, answer.status, answer.reason, newTag(responder.random));
  describeResponse(response, responder.capabilities, request.method);
  const fields = answer.headers ?? [];
  for (const [name] of fields) response.headers.delete(name);
  // A field may come more than once: a challenge for each algorithm.
  for (const [name, value] of fields) response.headers.append(name, value);
  transaction.respond(response);
}
