// message/sipfrag (RFC 3420) as REFER uses it: the start line of a response, which tells how the call that was asked for goes
// (RFC 3515 §2.4.5).

export const fragmentType = 'message/sipfrag;version=2.0';

export interface FragmentStatus {
  readonly status: number;
  readonly reason: string;
}

/** Longer status lines are nobody's honest reason phrase. */
const longestLine = 512;

/** Of the first line; what follows does not matter here. Undefined for anything but a status line. */
export function readFragment(body: Uint8Array): FragmentStatus | undefined {
  const head = new TextDecoder().decode(body.subarray(0, longestLine));
  const match = /^\s*SIP\/2\.0[ \t]+([1-6]\d\d)(?:[ \t]+([^\r\n]*))?(?:\r|\n|$)/i.exec(head);
  if (match === null) return undefined;
  return { status: Number(match[1]), reason: match[2]?.trimEnd() ?? '' };
}

export function writeFragment({ status, reason }: FragmentStatus): Uint8Array {
  return new TextEncoder().encode(`SIP/2.0 ${status} ${reason.replace(/[\r\n]+/g, ' ')}\r\n`);
}
