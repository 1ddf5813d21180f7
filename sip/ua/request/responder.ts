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
  for (const [name, value] of answer.headers ?? []) response.headers.set(name, value);
  transaction.respond(response);
}
