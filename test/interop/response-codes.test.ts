// Proves with sipp behind real Kamailio what a person reads when a call is refused: every final code that Cisco's guide names
// (SIP IP Phone Administrator Guide, appendix A, pages ), and every later one of the standards. The phrase that sipp sends
// says nothing, so that the words are the phone's own; the table is what the code means, not what the phone happens to say.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dial, hangUp } from './rig/calls.ts';
import { gateway, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { Sipp } from './rig/sipp.ts';
import { again, contact, goTo, keepHeader, label, receive, receiveInvite, response, type Step, send } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';

const unavailable = /unavailable|not available/i;
const notFound = /not found|no such|does not exist|unknown/i;
const incomplete = /incomplete/i;
const noAnswer = /no answer|not answer/i;
const password = /password/i;
const forbidden = /not allowed|forbidden|not permitted/i;
const busy = /busy/i;
const media = /codec|media|no common/i;
const serverError = /server|network|service/i;
const failed = /fail|cannot|not possible|refused|error|not supported|not understood|unable|rejected|bad|wrong|too /i;

/** Code by code; the page is where Cisco names it, otherwise the standard. */
const meanings: readonly (readonly [number, string, RegExp])[] = [
  [400, 'Bad Request', failed],
  [401, 'Unauthorized', password],
  [402, 'Payment Required', /pay|credit|fail|cannot/i],
  [403, 'Forbidden', forbidden],
  [404, 'Not Found', notFound],
  [405, 'Method Not Allowed', failed],
  [406, 'Not Acceptable', /accept/i],
  [407, 'Proxy Authentication Required', password],
  [408, 'Request Timeout', noAnswer],
  [409, 'Conflict', /conflict/i],
  [410, 'Gone', /gone|no longer|not in use/i],
  [411, 'Length Required', failed],
  [413, 'Request Entity Too Large', /too large|too long|fail/i],
  [414, 'Request-URI Too Long', /too long/i],
  [415, 'Unsupported Media Type', media],
  [416, 'Unsupported URI Scheme', failed],
  [420, 'Bad Extension', failed],
  [421, 'Extension Required', /required|fail/i],
  [422, 'Session Interval Too Small', failed],
  [423, 'Interval Too Brief', failed],
  [428, 'Use Identity Header', /identity|caller|fail/i],
  [429, 'Provide Referrer Identity', /referr/i],
  [433, 'Anonymity Disallowed', /anonym/i],
  [436, 'Bad Identity-Info', /identity|fail/i],
  [437, 'Unsupported Certificate', /certificate|identity|fail/i],
  [438, 'Invalid Identity Header', /identity|fail/i],
  [480, 'Temporarily Unavailable', unavailable],
  [481, 'Call/Transaction Does Not Exist', /exist/i],
  [482, 'Loop Detected', /loop|circle/i],
  [483, 'Too Many Hops', /loop|routing|hops|fail/i],
  [484, 'Address Incomplete', incomplete],
  [485, 'Ambiguous', /ambiguous|unique|more than one/i],
  [486, 'Busy Here', busy],
  [487, 'Request Terminated', /cancel|ended|terminated/i],
  [488, 'Not Acceptable Here', media],
  [489, 'Bad Event', failed],
  [491, 'Request Pending', /both sides|pending|again/i],
  [493, 'Undecipherable', failed],
  [494, 'Security Agreement Required', /secur|fail/i],
  [500, 'Server Internal Error', serverError],
  [501, 'Not Implemented', /not supported|not possible|not implemented/i],
  [502, 'Bad Gateway', /gateway/i],
  [503, 'Service Unavailable', unavailable],
  [504, 'Server Time-out', serverError],
  [505, 'Version Not Supported', /version|not supported|server/i],
  [513, 'Message Too Large', /too large|too long|server/i],
  [580, 'Precondition Failure', failed],
  [600, 'Busy Everywhere', busy],
  [603, 'Decline', /declin|reject/i],
  [604, 'Does Not Exist Anywhere', notFound],
  [606, 'Not Acceptable', media],
  [607, 'Unwanted', /wanted/i],
  [608, 'Rejected', /reject|declin|block/i],
];

/** Answers `9404` with 404, under a phrase that tells nothing: one branch for each code. */
function injects(codes: readonly number[]): readonly Step[] {
  return [
    receive('request="INVITE"', codes.map((code) => keepHeader('To', `is${code}`, `sip:9${code}@`)).join('\n')),
    ...codes.map((code) => goTo(`${code}`, `is${code}`)),
    ...codes.flatMap((code) => [
      label(`${code}`),
      send(response(`${code} Xyzzy`, [contact]), again),
      receive('request="ACK"'),
      goTo('end'),
    ]),
    label('end'),
  ];
}

/** What is read while it lasts (page A-2); a 183 without sound tells no more than that the call is on its way. */
const progress: readonly (readonly [number, string, RegExp])[] = [
  [100, 'Trying', /calling/i],
  [180, 'Ringing', /ringing/i],
  [181, 'Call Is Being Forwarded', /forward/i],
  [182, 'Queued', /queue|wait/i],
  [183, 'Session Progress', /calling|progress/i],
];

/** Tells of `8181` with 181, and ends only when it is cancelled. */
const lasts = (status: number): readonly Step[] => [
  receiveInvite,
  send(response(`${status} Xyzzy`, [contact])),
  receive('request="CANCEL"'),
  send(response('200 OK')),
  send(response('487 Request Terminated').replace('[last_CSeq:]', 'CSeq: [$sequence] INVITE'), again),
  receive('request="CANCEL" optional="true"'),
  receive('request="ACK"'),
];

let site: Site;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  phone = await site.keep(site.phone({ user: user.phone }));
  await site.keep(
    Sipp.script(site.lan, site.directory, { name: 'inject', flow: injects(meanings.map(([code]) => code)), count: 1000 }),
  );
});
after(() => site[Symbol.asyncDispose]());

for (const [code, meaning, words] of meanings) {
  test(`${code} ${meaning} is told, the call ends, and the phone is free again`, async () => {
    await dial(phone, `9${code}`);
    const screen = await phone.waitForScreen('ended');
    const told = JSON.stringify([screen.title, screen.items, screen.notice]).replaceAll(`9${code}`, '');
    await hangUp(phone);
    assert.match(told, words);
    assert.doesNotMatch(told, /Xyzzy/, 'words of our own');
  });
}

for (const [code, meaning, words] of progress) {
  test(`${code} ${meaning} is told while it lasts`, async () => {
    await using sipp = await Sipp.script(site.lan, site.directory, played(gateway.second, `lasts-${code}`, lasts(code)));
    await dial(phone, gateway.second.number);
    await phone.waitFor(`the words ${words}`, async () => {
      const { screen, title, items } = await phone.screen();
      return screen === 'outgoing' && words.test(JSON.stringify([title, items])) ? true : undefined;
    });
    await hangUp(phone);
    await sipp.succeeded();
  });
}
