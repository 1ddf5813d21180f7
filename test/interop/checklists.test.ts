// Which test stands for which entry of two public lists: the call flows of Cisco's guide (SIP IP Phone Administrator Guide, appendix B, by
// page) and the cases that pjsua is tried with by sipp (by the names of its scenarios; not among them: fax, several AMR, `+sip.instance`, and
// media that its own API hands through or makes late).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = new URL('..', import.meta.url).pathname;

const callFlows: readonly (readonly [string, string, string])[] = [
  ['B-2', 'cisco-calls', 'call set-up and disconnect'],
  ['B-4', 'cisco-calls', 'call set-up and hold'],
  ['B-6', 'cisco-proxies', 'a gateway as emergency proxy'],
  ['B-8', 'cisco-calls', 'call hold'],
  ['B-10', 'cisco-calls', 'hold with consultation'],
  ['B-13', 'cisco-calls', 'call waiting'],
  ['B-17', 'cisco-transfers', 'transfer without consultation'],
  ['B-20', 'cisco-transfers', 'the same with failover'],
  ['B-23', 'cisco-transfers', 'transfer with consultation'],
  ['B-27', 'cisco-transfers', 'the same with failover'],
  ['B-31', 'cisco-forwarding', 'forwarding of all calls'],
  ['B-33', 'cisco-forwarding', 'forwarding when busy'],
  ['B-36', 'cisco-forwarding', 'forwarding without an answer'],
  ['B-38', 'conference', 'three-way call'],
  ['B-42', 'cisco-proxies', 'a gateway as backup proxy'],
  ['B-44', 'cisco-proxies', 'a backup proxy between phones'],
  ['B-46', 'cisco-proxies', 'an emergency proxy between phones'],
  ['B-48', 'cisco-calls', 'called number is busy'],
  ['B-49', 'cisco-calls', 'called user does not answer'],
  ['B-50', 'cisco-calls', 'errors of client, server and all'],
  ['B-53', 'cisco-calls', 'called number is busy, between phones'],
  ['B-54', 'cisco-calls', 'called user does not answer, between phones'],
  ['B-55', 'cisco-calls', 'authentication'],
];

/** The tests of these have their names there. */
const oddSituations = 'interop/odd-situations.test.ts';
const oddSecurity = 'interop/odd-security.test.ts';
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  [oddSituations]: ['interop/rig/odd-callers.ts', 'interop/rig/odd-callees.ts'],
  [oddSecurity]: ['interop/rig/odd-secured.ts'],
};

/** By file and by (the beginning of) a test's name: the cases of pjsua's. */
const cases: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
  [
    'sip/ua/outgoing-call.test.ts',
    {
      'an answer that can not be used ends the call after its ACK': ['alt-pjsua-uac-custom-sdp'],
      'three forks: each early dialog has its own media': ['uas-forked-200'],
    },
  ],
  [
    oddSituations,
    {
      'codecs that nobody knows is refused': ['alt-pjsua-uas-amr-sdp'],
      'a static payload type needs no rtpmap': ['alt-pjsua-uas-static-pt-no-rtpmap'],
      'an offer of codecs that nobody knows is refused': ['uac-183-wrong-codec'],
      'an offer of other media than sound is refused': ['uac-183-wrong-media'],
      'an ACK with a foreign CSeq is none, the right one comes after it': ['uac-bad-ack'],
      'when the ACK brings no answer to our offer the phone ends the call': ['uac-inv-and-ack-without-sdp'],
      'two Require header fields are both heeded, and what is not known is named': ['uac-inv-multiple-require'],
      'a second stream that is off and has no rtpmap does not disturb the first': [
        'uac-inv-two-media-but-one-disabled-no-rtpmap',
      ],
      'an INVITE without an offer is answered with ours, and its ACK brings the answer': ['uac-inv-without-sdp'],
      'a MESSAGE without a body is answered': ['uac-message-no-body'],
      'OPTIONS is answered outside of calls': ['uac-options'],
      'a bad offer in the PRACK is refused, and the call is answered all the same': ['uac-prack-sdp-decline'],
      'a re-INVITE with the branch of RFC 2543 is answered': ['uac-reinvite-bad-via-branch'],
      'a re-INVITE with a description that is none is refused, and the call goes on': ['uac-reinvite-port-0-bad-sdp'],
      'a SUBSCRIBE to what the phone does not tell is refused': ['uac-subscribe'],
      'a stream of video stays refused in its place when the phone holds': ['uac-ticket-1148'],
      'two streams of sound, then one: the call goes on': ['uac-ticket-1864-scenario1', 'uas-reinv-with-less-media'],
      'codecs that are not ours in a re-INVITE are refused, those that are taken again': [
        'uac-ticket-1864-scenario2',
        'uac-ticket-1866-reinv-after-failed-nego',
      ],
      'UPDATE without an offer, with a good one and with a bad one': ['uac-upd-sdp-decline', 'uac-upd-sdp-offer'],
      'a 422, and then an interval below what it asked for': ['uas-422-then-200-bad-se'],
      'a 180 and a 200 that name several codecs': [
        'uas-answer-180-multiple-fmts',
        'uas-answer-180-multiple-fmts-support-update',
        'uas-answer-200-multiple-fmts',
        'uas-answer-200-multiple-fmts-support-update',
      ],
      'a 183 and a 200 without a tag in To': ['uas-answer-183-without-to-tag', 'uas-answer-200-without-to-tag'],
      'a key exchange that was not offered': ['uas-answer-183-wrong-attr', 'uas-inv-answered-with-srtp'],
      'codecs that were not offered': ['uas-answer-183-wrong-codec'],
      'other media than were offered': ['uas-answer-183-wrong-media'],
      'a 200 without an answer: the phone ends the call': ['uas-answer-200-inv-without-sdp'],
      'a re-INVITE without an offer gets ours': ['uas-answer-200-reinvite-without-sdp', 'uas-answer-200-update-without-sdp'],
      'a CANCEL that is answered and brings no end: the person is free at once': ['uas-cancel-no-final'],
      'a BYE of the called side before its answer, which it may not send, hurts nothing': ['uas-early-bye'],
      'a hold that is refused with 500 leaves the call': ['uas-keep-call-on-tsx-fail'],
      'a hold that meets 491, for both asked at once, comes again by itself': ['uas-reinv-glare'],
      'a re-INVITE after one that failed': ['uas-reinv-after-failed-nego'],
      'a re-INVITE without an offer whose ACK brings no answer changes nothing': ['uas-reinv-and-ack-without-sdp'],
      'a re-INVITE that takes the only stream away leaves the call': ['uas-reinv-no-media'],
    },
  ],
  [
    oddSecurity,
    {
      'four lines: the first that is known is taken': ['uac-srtp-sdes'],
      'hold in the old way, and another key when it is over': ['uac-srtp-sdes-reinv-hold'],
      'keys in the signalling, then a handshake': ['uac-srtp-sdes-reinv-dtls'],
      'a handshake, then keys in the signalling': ['uac-srtp-dtls', 'uac-srtp-dtls-reinv-sdes'],
      'RTP/SAVP with a fingerprint is taken by a handshake': ['uac-srtp-dtls-lower-prio'],
    },
  ],
  [
    'sip/ua/interop.test.ts',
    {
      'numbers of payload types may differ per way, and video is refused in its place': ['alt-pjsua-uas-custom-sdp'],
      'a strict router takes the Request-URI, the target goes to the end of the route': ['strict-route'],
    },
  ],
  [
    'interop/cisco-transfers.test.ts',
    {
      'B-23: after a consultation; A is told to replace the call with C': ['transfer-attended'],
      'B-17: blind; the call ends when C has answered': ['transfer-unattended', 'uas-norefersub-disabled'],
      'B-17: blind; it calls C and tells B how that goes': ['uac-norefersub-disabled'],
    },
  ],
  [
    'sip/ua/call/update.test.ts',
    {
      'an outcome of 481 for an UPDATE ends the call, silence too': ['uac-early-recv-update-481'],
    },
  ],
  [
    'sip/transaction/server.test.ts',
    {
      'after a 2xx repeated INVITEs are swallowed for 32 s': ['uac-inv-retrans-after-ack'],
    },
  ],
  [
    'sip/ua/transfer/odd-transferors.test.ts',
    {
      'wants to hear nothing (RFC 4488, RFC 7614)': ['uac-norefersub'],
    },
  ],
  [
    'sip/ua/call/reliable.test.ts',
    {
      'an offer in the PRACK is answered in its 200': ['uac-prack-sdp-offer'],
      'each early dialog counts for itself': ['uas-forked-100rel', 'uas-prack_fork'],
    },
  ],
  [
    'interop/cisco-calls.test.ts',
    {
      'B-55: a proxy asks for the password': ['uas-auth'],
      'the called side hangs up first': ['uas-template'],
    },
  ],
  [
    'sip/auth/exchange.test.ts',
    {
      'the strongest of several challenges is answered, and only allowed ones': ['uas-auth-two-algo'],
    },
  ],
  [
    'interop/safety.test.ts',
    {
      'who answers our INVITE with a foreign challenge gets no answer': ['uas-inv_401_retry_after_100'],
    },
  ],
  [
    'interop/asterisk-features.test.ts',
    {
      'a message lights the lamp, and its end puts it out': ['uas-mwi'],
    },
  ],
  [
    'sip/ua/subscription/subscription.test.ts',
    {
      'terminated by the notifier with': ['uas-mwi-0', 'uas-subscribe-terminated-retry'],
      'a refresh that gets no answer leaves the subscription until its time is over, then begins anew': [
        'uas-subscribe-late-notify',
      ],
      'closing unsubscribes and waits for the last NOTIFY': ['uas-subscribe-notify-terminate'],
      'a notifier that forgot us (481) is asked anew in another dialog': ['uas-subscribe-refresh-481'],
    },
  ],
  [
    'sip/ua/transfer/odd-transferees.test.ts',
    {
      'answers 200 with Refer-Sub: false: there is nothing to wait for': ['uas-norefersub'],
    },
  ],
  [
    'sip/ua/account/registrar-grants.test.ts',
    {
      'behind a NAT the binding and the Contacts follow what the registrar sees': ['uas-register-ip-change'],
      'a NAT with another port for every packet does not keep us registering': ['uas-register-ip-change-port-only'],
    },
  ],
  [
    'sip/ua/session.test.ts',
    {
      'a re-INVITE without an offer gets ours; its ACK brings the answer': ['uas-reinv-and-ack-same-branch-without-sdp'],
      'glare: 491 both ways, and ours comes again after 2.1 to 4 s': ['uas-reinv-glare'],
    },
  ],
  [
    'sip/ua/subscription/watch-list.test.ts',
    {
      'one subscription, with Supported: eventlist, tells of each resource': ['uas-subscribe-multipart-notify'],
    },
  ],
  [
    'sip/ua/call/session-timer.test.ts',
    {
      'where UPDATE is not known a re-INVITE refreshes': ['uas-timer-reinvite'],
      'we ask for an interval, and refresh at half of what was granted, by UPDATE where it is known': ['uas-timer-update'],
    },
  ],
];

const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');

test('every call flow of appendix B has its test', () => {
  for (const [page, file, flow] of callFlows)
    assert.match(textOf(`interop/${file}.test.ts`), new RegExp(`['"\`][^\\n]*\\b${page}\\b`), `${page}: ${flow}`);
});

for (const [file, titles] of cases) {
  test(`what ${file} stands for is there`, () => {
    const text = (elsewhere[file] ?? [file]).map(textOf).join('\n');
    for (const [title, names] of Object.entries(titles)) assert.ok(text.includes(title), `${names.join(', ')}: ${title}`);
  });
}
