// Errors of this folder that cross between its parts. The code is what programs look at; the wording is for people.

export type SipParseErrorCode = 'malformedUri' | 'malformedHeader' | 'missingHeader' | 'malformedSdp' | 'malformedXml';

/** Bytes or text from outside that break a grammar. Never leaves `parseMessage`, `parseSdp` and `parseXml`; the lazy accessors of `Headers` do throw it. */
export class SipParseError extends Error {
  override readonly name = 'SipParseError';
  readonly code: SipParseErrorCode;

  constructor(code: SipParseErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
