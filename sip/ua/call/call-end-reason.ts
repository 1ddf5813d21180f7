// The Reason header field of CANCEL, BYE and final responses (RFC 3326, RFC 6432).

import type { Headers } from '../../message/headers.ts';

export interface EndCause {
  readonly protocol: 'SIP' | 'Q.850';
  /** A status code, or a cause of the telephone network (ITU-T Q.850). */
  readonly cause: number;
  readonly text: string | undefined;
}

/** `SIP;cause=200;text="Call completed elsewhere"`: another phone of the same user took the call (RFC 3326 §2, §3.1). */
export function answeredElsewhere(headers: Headers): boolean {
  return causesOf(headers).some(({ protocol, cause }) => protocol === 'SIP' && cause === 200);
}

/** What the telephone network says, else what SIP says (both may be there, RFC 3326 §2). */
export function endCauseOf(headers: Headers): EndCause | undefined {
  const causes = causesOf(headers);
  return causes.find(({ protocol }) => protocol === 'Q.850') ?? causes[0];
}

export function reasonField(cause: EndCause): readonly [string, string] {
  const text = cause.text === undefined ? '' : `;text="${cause.text.replace(/["\\]/g, '\\$&')}"`;
  return ['Reason', `${cause.protocol};cause=${cause.cause}${text}`];
}

function causesOf(headers: Headers): readonly EndCause[] {
  const causes: EndCause[] = [];
  for (const value of headers.getAll('Reason').slice(0, 8)) {
    const protocol = /^\s*(SIP|Q\.850)\s*;/i.exec(value)?.[1]?.toUpperCase();
    const cause = /;\s*cause\s*=\s*"?(\d{1,3})"?\s*(?:;|$)/i.exec(value)?.[1];
    if (cause === undefined || (protocol !== 'SIP' && protocol !== 'Q.850')) continue;
    const text = /;\s*text\s*=\s*(?:"((?:[^"\\]|\\.){0,120})"|([^\s;"]{1,120}))/i.exec(value);
    causes.push({ protocol, cause: Number(cause), text: text?.[1]?.replace(/\\(.)/g, '$1') ?? text?.[2] });
  }
  return causes;
}
