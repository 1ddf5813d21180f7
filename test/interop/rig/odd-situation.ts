// What a person does and sees while the other side of a call does something odd, and the descriptions that such peers offer.

import { body, receive, type Step } from './sipp-words.ts';

export interface OddSituation {
  readonly name: string;
  /** Who calls. */
  readonly caller: 'phone' | 'peer';
  readonly flow: readonly Step[];
  /** Where the call comes to; undefined: the phone is never in one. */
  readonly reaches?: 'call' | 'incoming' | 'outgoing';
  /** What the person does there: nothing, for the peer ends it. */
  readonly does?: 'hold' | 'hangUp';
  /** Not before the other side has come there. */
  readonly after?: string;
  /** What is read at the end of a call that was refused. */
  readonly words?: RegExp;
}

/** A description with these lines for its streams. */
export function streams(version: number, ...lines: readonly string[]): string {
  const session = ['v=0', `o=peer 1 ${version} IN IP4 [local_ip]`, 's=-', 'c=IN IP4 [media_ip]', 't=0 0'];
  return body('application/sdp', [...session, ...lines].join('\n'));
}
export const pcmu: readonly string[] = ['m=audio [media_port] RTP/AVP 0', 'a=rtpmap:0 PCMU/8000'];
export const unknown: readonly string[] = ['m=audio [media_port] RTP/AVP 109', 'a=rtpmap:109 NOBODYKNOWS/8000'];
export const secured: readonly string[] = ['m=audio [media_port] RTP/SAVP 0'];
export const noLonger: readonly string[] = ['m=audio 0 RTP/AVP 0'];
export const video: readonly string[] = ['m=video 5000 RTP/AVP 100', 'a=rtpmap:100 H264/90000'];

export const trying: Step = receive('response="100" optional="true"');
