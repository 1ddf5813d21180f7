// One SIP dialogue as a ladder: who said what to whom, in which order. A pure view model; consoles and pages draw it.

export interface SignalledMessage {
  readonly atMs: number;
  readonly direction: 'sent' | 'received';
  /** `192.0.2.1:5060`. */
  readonly remote: string;
  readonly startLine: string;
  readonly callId: string;
  /** Number and method of CSeq. */
  readonly cseq: { readonly number: number; readonly method: string };
  /** Of a response. */
  readonly status: number | undefined;
  /** Branch of the topmost Via: messages with the same belong to one transaction. */
  readonly branch: string;
  readonly text: string;
}

export interface Ladder {
  readonly callId: string;
  /** The phone first, then the others in the order in which they appear. */
  readonly parties: readonly string[];
  readonly rungs: readonly Rung[];
}

export interface Rung {
  /** Since the first. */
  readonly afterMs: number;
  /** Places in `parties`. */
  readonly from: number;
  readonly to: number;
  /** `INVITE`, `180 Ringing`, with the method it answers. */
  readonly label: string;
  /** Counted from 1 in order of appearance. */
  readonly transaction: number;
  /** The same message was sent before. */
  readonly repeated: boolean;
}

export interface Conversation {
  readonly callId: string;
  readonly first: SignalledMessage;
  readonly messages: number;
}

const phone = 'phone';

/** What was said, by Call-ID, newest first. */
export function conversationsOf(trace: readonly SignalledMessage[]): readonly Conversation[] {
  const found = new Map<string, { first: SignalledMessage; messages: number }>();
  for (const message of trace) {
    const known = found.get(message.callId);
    if (known === undefined) found.set(message.callId, { first: message, messages: 1 });
    else known.messages++;
  }
  return [...found].map(([callId, { first, messages }]) => ({ callId, first, messages })).reverse();
}

export function ladderOf(trace: readonly SignalledMessage[], callId: string): Ladder {
  const messages = trace.filter((message) => message.callId === callId);
  const parties = [phone, ...new Set(messages.map(({ remote }) => remote))];
  const transactions: string[] = [];
  const seen = new Set<string>();
  const startMs = messages[0]?.atMs ?? 0;
  const rungs = messages.map((message) => {
    const { direction, remote, startLine, branch, cseq, atMs } = message;
    const other = parties.indexOf(remote);
    // ACK of a refusal and CANCEL belong to their INVITE (RFC 3261 §17.1.1.3, §9.1).
    if (!transactions.includes(branch)) transactions.push(branch);
    const name = [direction, remote, startLine, branch, cseq.number, cseq.method].join('\n');
    const repeated = seen.has(name);
    seen.add(name);
    return {
      afterMs: atMs - startMs,
      from: direction === 'sent' ? 0 : other,
      to: direction === 'sent' ? other : 0,
      label: labelOf(message),
      transaction: transactions.indexOf(branch) + 1,
      repeated,
    };
  });
  return { callId, parties, rungs };
}

function labelOf({ startLine, status, cseq }: SignalledMessage): string {
  if (status === undefined) return cseq.method;
  return `${startLine.replace(/^SIP\/2\.0 /, '')} (${cseq.method})`;
}
