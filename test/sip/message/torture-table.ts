// What RFC 4475 says about each of its messages. `parse` is the parser's verdict; `answer` what a phone that got the message says
// when it is a request: a status, or undefined where the RFC leaves it to the state of the phone.

export interface TortureCase {
  readonly file: string;
  readonly section: string;
  readonly title: string;
  /** `ok`, the status of a refused request, or `discard`: a response that is dropped without a word. */
  readonly parse: 'ok' | 400 | 505 | 'discard';
  readonly answer?: number;
  /** The RFC allows a lenient element to accept; we are strict, or the other way round. */
  readonly note?: string;
}

export const tortureCases: readonly TortureCase[] = [
  { file: 'wsinv', section: '3.1.1.1', title: 'a short tortuous INVITE', parse: 'ok' },
  { file: 'intmeth', section: '3.1.1.2', title: 'wide range of valid characters', parse: 'ok', answer: 501 },
  { file: 'esc01', section: '3.1.1.3', title: 'valid use of the % escaping mechanism', parse: 'ok' },
  { file: 'escnull', section: '3.1.1.4', title: 'escaped nulls in URIs', parse: 'ok' },
  { file: 'esc02', section: '3.1.1.5', title: 'use of % when it is not an escape', parse: 'ok', answer: 501 },
  { file: 'lwsdisp', section: '3.1.1.6', title: 'message with no LWS between display name and <', parse: 'ok' },
  { file: 'longreq', section: '3.1.1.7', title: 'long values in header fields', parse: 'ok' },
  { file: 'dblreq', section: '3.1.1.8', title: 'extra trailing octets in a UDP datagram', parse: 'ok' },
  { file: 'semiuri', section: '3.1.1.9', title: 'semicolon-separated parameters in URI user part', parse: 'ok' },
  { file: 'transports', section: '3.1.1.10', title: 'varied and unknown transport types', parse: 'ok' },
  { file: 'mpart01', section: '3.1.1.11', title: 'multipart MIME message', parse: 'ok' },
  { file: 'unreason', section: '3.1.1.12', title: 'unusual reason phrase', parse: 'ok' },
  { file: 'noreason', section: '3.1.1.13', title: 'empty reason phrase', parse: 'ok' },
  {
    file: 'badinv01',
    section: '3.1.2.1',
    title: 'extraneous header field separators',
    parse: 400,
    note: 'dropped: its Via cannot be read',
  },
  { file: 'clerr', section: '3.1.2.2', title: 'content length larger than message', parse: 400 },
  { file: 'ncl', section: '3.1.2.3', title: 'negative Content-Length', parse: 400 },
  { file: 'scalar02', section: '3.1.2.4', title: 'request scalar fields with overlarge values', parse: 400 },
  { file: 'scalarlg', section: '3.1.2.5', title: 'response scalar fields with overlarge values', parse: 'discard' },
  { file: 'quotbal', section: '3.1.2.6', title: 'unterminated quoted string in display name', parse: 400 },
  { file: 'ltgtruri', section: '3.1.2.7', title: '<> enclosing Request-URI', parse: 400 },
  { file: 'lwsruri', section: '3.1.2.8', title: 'malformed SIP Request-URI (embedded LWS)', parse: 400 },
  { file: 'lwsstart', section: '3.1.2.9', title: 'multiple SP separating Request-Line elements', parse: 400 },
  { file: 'trws', section: '3.1.2.10', title: 'SP characters at end of Request-Line', parse: 400 },
  { file: 'escruri', section: '3.1.2.11', title: 'escaped headers in SIP Request-URI', parse: 400 },
  {
    file: 'baddate',
    section: '3.1.2.12',
    title: 'invalid time zone in Date header field',
    parse: 'ok',
    note: 'Date is not looked at',
  },
  {
    file: 'regbadct',
    section: '3.1.2.13',
    title: 'failure to enclose name-addr URI in <>',
    parse: 'ok',
    note: 'refused where Contact is read',
  },
  { file: 'badaspec', section: '3.1.2.14', title: 'spaces within addr-spec', parse: 400 },
  { file: 'baddn', section: '3.1.2.15', title: 'non-token characters in display name', parse: 400 },
  { file: 'badvers', section: '3.1.2.16', title: 'unknown protocol version', parse: 505 },
  { file: 'mismatch01', section: '3.1.2.17', title: 'start line and CSeq method mismatch', parse: 400 },
  {
    file: 'mismatch02',
    section: '3.1.2.18',
    title: 'unknown method with CSeq method mismatch',
    parse: 400,
    note: '501 would do as well',
  },
  { file: 'bigcode', section: '3.1.2.19', title: 'overlarge response code', parse: 'discard' },
  {
    file: 'badbranch',
    section: '3.2.1',
    title: 'missing transaction identifier',
    parse: 'ok',
    note: 'RFC 2543 matching applies',
  },
  { file: 'insuf', section: '3.3.1', title: 'missing required header fields', parse: 400 },
  { file: 'unkscm', section: '3.3.2', title: 'Request-URI with unknown scheme', parse: 'ok', answer: 416 },
  { file: 'novelsc', section: '3.3.3', title: 'Request-URI with known but atypical scheme', parse: 'ok', answer: 416 },
  { file: 'unksm2', section: '3.3.4', title: 'unknown URI schemes in header fields', parse: 'ok' },
  { file: 'bext01', section: '3.3.5', title: 'Proxy-Require and Require', parse: 'ok', answer: 420 },
  { file: 'invut', section: '3.3.6', title: 'unknown Content-Type', parse: 'ok', answer: 415 },
  { file: 'regaut01', section: '3.3.7', title: 'unknown authorization scheme', parse: 'ok' },
  { file: 'multi01', section: '3.3.8', title: 'multiple values in single value required fields', parse: 400 },
  { file: 'mcl01', section: '3.3.9', title: 'multiple Content-Length values', parse: 400 },
  {
    file: 'bcast',
    section: '3.3.10',
    title: '200 OK response with broadcast Via header field value',
    parse: 'ok',
    note: 'dropped: not our Via',
  },
  { file: 'zeromf', section: '3.3.11', title: 'Max-Forwards of zero', parse: 'ok' },
  { file: 'cparam01', section: '3.3.12', title: 'REGISTER with a Contact header parameter', parse: 'ok' },
  { file: 'cparam02', section: '3.3.13', title: 'REGISTER with a URL parameter', parse: 'ok' },
  { file: 'regescrt', section: '3.3.14', title: 'REGISTER with a URL escaped header', parse: 'ok' },
  { file: 'sdp01', section: '3.3.15', title: 'unacceptable Accept offering', parse: 'ok', answer: 406 },
  { file: 'inv2543', section: '3.4.1', title: 'INVITE with RFC 2543 syntax', parse: 'ok' },
];
