// Messages of SCEP (RFC 8894 §3): a sealed question in a signed frame, and what the server answers to it. Bytes of anybody: nothing is thrown.

import type { X509Certificate } from 'node:crypto';
import { withDefiniteLengths } from '../definite-lengths.ts';
import { objectIdentifier, octetString, printable } from '../der.ts';
import { attribute, type KeyHolder, readSignedData, type SignedData, signedData } from './signed-data.ts';

/** §3.2.1.2: of questions. */
export type Question = 'request' | 'renewal' | 'poll';

/** By which an answer is known to be to this question (§3.2.1.1, §3.2.1.5). */
export interface Asked {
  readonly transaction: string;
  readonly nonce: Uint8Array;
}

export type Reply =
  /** To be opened. */
  | { readonly type: 'granted'; readonly sealed: Uint8Array; readonly digest: string | undefined }
  | { readonly type: 'pending' }
  | { readonly type: 'refused'; readonly reason: Refusal; readonly words: string }
  | { readonly type: 'wrong'; readonly detail: string };

export type Refusal = (typeof refusals)[number] | 'unknown';

/** §3.2.1.4: by their numbers. */
const refusals = ['badAlg', 'badMessageCheck', 'badRequest', 'badTime', 'badCertId'] as const;
const questions: Readonly<Record<Question, string>> = { renewal: '17', request: '19', poll: '20' };
const answerType = '3';
const mostWords = 160;

const verisign = (place: number): Buffer => objectIdentifier(`2.16.840.1.113733.1.9.${place}`);
const messageType = verisign(2);
const pkiStatus = verisign(3);
const failInfo = verisign(4);
const senderNonce = verisign(5);
const recipientNonce = verisign(6);
const transactionId = verisign(7);
const failInfoText = objectIdentifier('1.3.6.1.5.5.7.24.1');

/** Throws what node:crypto does with a key that is not RSA's. */
export function pkiMessage(question: Question, sealed: Uint8Array, { transaction, nonce }: Asked, holder: KeyHolder): Buffer {
  const attributes = [
    attribute(messageType, printable(questions[question])),
    attribute(senderNonce, octetString(nonce)),
    attribute(transactionId, printable(transaction)),
  ];
  return signedData(sealed, attributes, holder);
}

/** Believed only when one of the servers has signed it. */
export function readReply(bytes: Uint8Array, asked: Asked, servers: readonly X509Certificate[]): Reply {
  const definite = withDefiniteLengths(bytes);
  const signed = definite && readSignedData(definite);
  if (signed === undefined) return wrong('what the server answers is no signed message');
  if (!servers.some(signed.isSignedBy)) return wrong('none of the known authorities has signed the answer');
  if (textOf(signed, messageType) !== answerType) return wrong('what the server answers is no answer');
  if (textOf(signed, transactionId) !== asked.transaction) return wrong('the answer is to another transaction');
  const nonce = signed.attribute(recipientNonce)?.content ?? new Uint8Array();
  if (Buffer.compare(nonce, asked.nonce) !== 0) return wrong('the answer is to another question');
  switch (textOf(signed, pkiStatus)) {
    case '0':
      return { type: 'granted', sealed: signed.content, digest: signed.digest };
    case '2':
      return {
        type: 'refused',
        reason: refusals[Number(textOf(signed, failInfo) || Number.NaN)] ?? 'unknown',
        words: textOf(signed, failInfoText)
          .slice(0, mostWords)
          .replaceAll(/[^ -~]+/g, ' ')
          .trim(),
      };
    case '3':
      return { type: 'pending' };
    default:
      return wrong('the answer has no status');
  }
}

function textOf(signed: SignedData, type: Buffer): string {
  return Buffer.from(signed.attribute(type)?.content ?? []).toString('latin1');
}

function wrong(detail: string): Reply {
  return { type: 'wrong', detail };
}
