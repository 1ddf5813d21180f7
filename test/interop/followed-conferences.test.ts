// The focus of a conference is sipp, behind real Kamailio: its 200 says `isfocus`, the phone subscribes there, and its screen says who takes
// part, from a full document, a change and a leaving; with the call the subscription ends.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dial, hangUp } from './rig/calls.ts';
import { gateway, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  body,
  goTo,
  keepHeader,
  label,
  pause,
  receive,
  receiveAck,
  receiveInvite,
  requestBack,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { valuesOf } from './rig/wire-sip.ts';

const { first } = gateway;
const focus = 'Contact: <sip:room7@[local_ip]:[local_port]>;isfocus';
/** Each state is seen, by a phone that is busy too. */
const betweenMs = 3000;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

function person(name: string, state: string, words = ''): string {
  return `<user entity="sip:${name}@[remote_ip]" state="${state}">${words === '' ? '' : `<display-text>${words}</display-text>`}</user>`;
}

function notify(sequence: number, state: string, document?: string): readonly Step[] {
  const content = document === undefined ? [] : [body('application/conference-info+xml', document)];
  const headers = ['Event: conference', `Subscription-State: ${state}`];
  return [send(requestBack('NOTIFY', sequence, headers, ...content), again), receive('response="200"')];
}

function document(version: number, scope: 'full' | 'partial', users: readonly string[]): string {
  return `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:room7@[local_ip]" state="${scope}" version="${version}"><users state="${scope}">${users.join('')}</users></conference-info>`;
}

const active = 'active;expires=600';

/** What comes first is the call; the subscription is a call of its own to sipp. */
const holdsConference: readonly Step[] = [
  receive('request="SUBSCRIBE" optional="true" next="watched"', keepsOf()),
  receiveInvite,
  send(response('180 Ringing', [focus])),
  pause(100),
  send(response('200 OK', [focus], sdp()), again),
  receiveAck,
  ...isHungUpOn,
  goTo('done'),
  label('watched'),
  send(response('200 OK', [focus, 'Expires: 600'])),
  pause(100),
  ...notify(1, active, document(1, 'full', [person(user.phone, 'full'), person('2001', 'full', 'Ada'), person('2002', 'full')])),
  pause(betweenMs),
  ...notify(2, active, document(2, 'partial', [person('2003', 'full', 'Grace')])),
  pause(betweenMs),
  ...notify(3, active, document(3, 'partial', [person('2002', 'deleted')])),
  receive('request="SUBSCRIBE"'),
  send(responseWithin('200 OK', [focus, 'Expires: 0'])),
  ...notify(4, 'terminated;reason=timeout'),
  label('done'),
];

/** For `requestBack`, as `receiveInvite` does. */
function keepsOf(): string {
  return [
    keepHeader('From', 'caller'),
    keepHeader('To', 'called'),
    keepHeader('Contact', 'target', 'sip:[^&gt;]*'),
    keepHeader('CSeq', 'sequence', '[0-9]+'),
  ].join('');
}

test('the screen says how many take part in the conference, and who', async () => {
  await using phone = await site.phone({ user: user.phone });
  await using capture = await site.capture();
  await using server = await Sipp.script(site.lan, site.directory, {
    ...played(first, 'holds-conference', holdsConference),
    count: 2,
  });
  await dial(phone, first.number);
  const shown: string[] = [];
  await phone.waitFor('the last change', async () => {
    const items = JSON.stringify((await phone.screen()).items);
    const count = /(\d+ parties) \d/.exec(items)?.[1];
    const names = /"(Ada[^"]*)"/.exec(items)?.[1];
    const state = `${count}: ${names}`;
    if (count !== undefined && state !== shown.at(-1)) shown.push(state);
    return names === 'Ada, Grace' ? names : undefined;
  });
  assert.deepEqual(shown, ['3 parties: Ada, 2002', '4 parties: Ada, 2002, Grace', '3 parties: Ada, Grace']);
  await hangUp(phone);
  await server.succeeded();
  const messages = await assertSoundSip(capture, false);
  const subscribes = messages.filter(
    ({ fromPhone, method, headers }) => fromPhone && method === 'SUBSCRIBE' && headers.length > 0,
  );
  assert.deepEqual(valuesOf(subscribes.at(-1) ?? assert.fail('no SUBSCRIBE'), 'expires'), ['0']);
  for (const each of subscribes) assert.deepEqual(valuesOf(each, 'event'), ['conference']);
});
