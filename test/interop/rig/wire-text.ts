// The SIP of a capture that still grows, read as text: enough to know what a test may ask next, or that nothing is under way any more.

export interface SaidMessage {
  /** Undefined for a response. */
  readonly method: string | undefined;
  readonly status: number | undefined;
  /** Of the CSeq. */
  readonly sequence: string;
  readonly callId: string;
  /** Of the topmost Via. */
  readonly branch: string;
}

/** The byte before is one of the packet's checksum, and may be a letter. */
const methods = 'INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE';
const messages = new RegExp(
  `(?:SIP/2\\.0 (\\d{3}) [^\\r\\n]*|(${methods}) sips?:\\S+ SIP/2\\.0)\\r\\n((?:[^\\r\\n]+\\r\\n)+)`,
  'g',
);

/** What is encrypted, or does not begin within a packet, is not seen. */
export function saidIn(bytes: Buffer): readonly SaidMessage[] {
  return [...bytes.toString('latin1').matchAll(messages)].flatMap(([, status, method, head = '']) => {
    const value = (expression: RegExp): string => expression.exec(head)?.[1] ?? '';
    const sequence = value(/^CSeq *: *(\d+ +\w+)/im);
    // A piece of one in the body of a NOTIFY.
    if (sequence === '') return [];
    const said = {
      sequence,
      callId: value(/^(?:Call-ID|i) *: *([^\r]+)/im),
      branch: value(/^(?:Via|v) *:[^\r]*;branch=([^;,\s]+)/im),
    };
    return [{ ...said, method, status: status === undefined ? undefined : Number(status) }];
  });
}

/** How many INVITEs were accepted and acknowledged. */
export function acknowledgements(said: readonly SaidMessage[]): number {
  const refused = new Set(said.filter(({ status = 0 }) => status >= 300).map(({ branch }) => branch));
  return different(said.filter(({ method, branch }) => method === 'ACK' && !refused.has(branch)));
}

/** How many registrations were granted. */
export function grants(said: readonly SaidMessage[]): number {
  return different(said.filter(({ status, sequence }) => status === 200 && sequence.endsWith(' REGISTER')));
}

/** Every request has its final answer, and every answer to an INVITE its ACK. */
export function isSettled(said: readonly SaidMessage[]): boolean {
  const finals = said.filter(({ status = 0 }) => status >= 200);
  const answered = new Set(finals.map(keyOf));
  const asked = said.filter(({ method }) => method !== undefined && method !== 'ACK');
  const answers = finals.filter(({ sequence }) => sequence.endsWith('INVITE'));
  return (
    asked.every((each) => answered.has(keyOf(each))) &&
    different(answers) <= different(said.filter(({ method }) => method === 'ACK'))
  );
}

/** Of a request and its answers; a call has two that count alike, one of each side. */
function keyOf({ callId, sequence, branch }: SaidMessage): string {
  return `${callId} ${sequence} ${branch}`;
}

function different(said: readonly SaidMessage[]): number {
  return new Set(said.map(keyOf)).size;
}
