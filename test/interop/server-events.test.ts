// What servers say of a phone's registration, features and calls, played by sipp behind real Kamailio: the registration that ended (RFC
// 3680), do not disturb kept at the server (as-feature-event), clicks that answer, hold and resume (Event: talk and hold), calls that the
// phone answers by itself (RFC 5373), and numbers that were verified or were not (verstat, 3GPP TS 24.229 §7.2A.20).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver } from './rig/calls.ts';
import { callsPhone, gateway, hangsUp, isHeld, isHungUpOn, isResumed, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import type { KamailioFeature } from './rig/kamailio-configuration.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  body,
  contact,
  keepHeader,
  pause,
  receive,
  receiveAcceptance,
  receiveOpening,
  request,
  requestBack,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { directionOf, flowOf } from './rig/wire-sip.ts';

const { first } = gateway;

/** What a registrar and a feature server of their own would answer. */
const eventServer: KamailioFeature = {
  initial: `
    if (is_method("SUBSCRIBE") && $hdr(Event) =~ "^(reg|as-feature-event)$") {
        $du = "sip:${peerAddress}:${first.port}";
        t_relay();
        exit;
    }
`,
};

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [eventServer] }));
});
after(() => site[Symbol.asyncDispose]());

async function shows(phone: SimulatedPhone, words: RegExp): Promise<void> {
  await phone.waitFor(`${words}`, async () => (words.test(JSON.stringify(await phone.screen())) ? true : undefined));
}

describe('a subscription of the phone', () => {
  const subscribed = (state: string): string => `Subscription-State: ${state}`;
  const notified = (sequence: number, event: string, content: string, state = 'active;expires=3600'): readonly Step[] => [
    send(requestBack('NOTIFY', sequence, [`Event: ${event}`, subscribed(state)], content), again),
    receive('response="200"'),
  ];
  const isSubscribed: readonly Step[] = [
    receiveOpening('SUBSCRIBE'),
    send(response('200 OK', [contact, 'Expires: 3600'])),
    // As before the answer to an INVITE (gateway.ts).
    pause(100),
  ];

  test('to its registration: the registrar says that it is over, and the phone registers anew', async () => {
    const ended = '<contact id="1" state="terminated" event="deactivated"><uri>[$target]</uri></contact>';
    const registration = `<registration aor="sip:${user.phone}@${peerAddress}" id="a" state="terminated">${ended}</registration>`;
    const document = `<?xml version="1.0"?><reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">${registration}</reginfo>`;
    const flow = [isSubscribed, notified(2, 'reg', body('application/reginfo+xml', document))];
    await using capture = await site.capture();
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'reg', ...flow));
    await using phone = await site.phone({ user: user.phone, params: { 'voip/signalling/sip/registration_event/enabled': 1 } });
    await sipp.succeeded();
    await phone.waitFor('another registration', async () =>
      (phone.log.match(/the registrar keeps us/g)?.length ?? 0) > 1 ? true : undefined,
    );
    const flowed = flowOf((await assertSoundSip(capture)).filter(({ fromPhone, method }) => fromPhone || method === 'NOTIFY'));
    assert.ok(flowed.lastIndexOf('REGISTER') > flowed.indexOf('NOTIFY'), flowed.join(' '));
  });

  test('to its features: do not disturb comes from the server and goes there', async () => {
    const csta = 'xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"';
    const disturbed = (on: boolean): string =>
      body(
        'application/x-as-feature-event+xml',
        `<?xml version="1.0"?><DoNotDisturbEvent ${csta}><device/><doNotDisturbOn>${on}</doNotDisturbOn></DoNotDisturbEvent>`,
      );
    const flow = [
      isSubscribed,
      notified(2, 'as-feature-event', disturbed(true)),
      [
        receive(
          'request="SUBSCRIBE"',
          '<ereg regexp="SetDoNotDisturb.*doNotDisturbOn.false" search_in="body" check_it="true" assign_to="asked"/>',
        ),
        '<Reference variables="asked"/>',
        send(responseWithin('200 OK', [contact, 'Expires: 3600'])),
      ],
      notified(3, 'as-feature-event', disturbed(false), 'terminated;reason=noresource'),
    ];
    await using capture = await site.capture();
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'features', ...flow));
    await using phone = await site.phone({ user: user.phone, params: { 'voip/services/feature_key_sync/enabled': 1 } });
    await shows(phone, /Do not disturb/i);
    await phone.softKey('dnd');
    await sipp.succeeded();
    await assertSoundSip(capture);
  });
});

describe('a call of a server', () => {
  let phone: SimulatedPhone;
  before(async () => {
    const params = { 'voip/signalling/sip/talk_event/enabled': 1, 'voip/signalling/sip/hold_event/enabled': 1 };
    phone = await site.keep(site.phone({ user: user.phone, params }));
  });
  afterEach(async () => {
    await phone.hook(false);
    await phone.waitForScreen('idle', 'ended');
  });

  test('is answered, held and resumed by clicks of the server', async () => {
    const click = (sequence: number, event: 'talk' | 'hold'): readonly Step[] => {
      const headers = [`Event: ${event}`, 'Subscription-State: active'];
      return [
        send(request('NOTIFY', { user: first.number }, { sequence, within: true, headers }), again),
        receive('response="200"'),
      ];
    };
    const flow = [
      [
        send(request('INVITE', { user: first.number }, { sequence: 1, body: sdp() }), again),
        receive('response="100" optional="true"'),
        receive('response="180" rrs="true"', keepHeader('To', 'callee')),
      ],
      click(2, 'talk'),
      [receiveAcceptance, send(request('ACK', { user: first.number }, { sequence: 1, within: true }))],
      click(3, 'hold'),
      isHeld,
      click(4, 'talk'),
      isResumed,
      hangsUp(first, 5),
    ];
    await using capture = await site.capture();
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'clicks', ...flow));
    await sipp.succeeded();
    const ours = (await assertSoundSip(capture)).filter(({ fromPhone, method }) => fromPhone && method === 'INVITE');
    assert.deepEqual(ours.map(directionOf), ['sendonly', 'sendrecv']);
  });

  for (const [mode, answers] of [
    ['Auto', true],
    ['Auto;require', true],
    ['Manual', false],
  ] as const) {
    test(`with Answer-Mode: ${mode} ${answers ? 'is answered by the phone itself' : 'rings'} (RFC 5373)`, async () => {
      const calls = callsPhone(first, [`Answer-Mode: ${mode}`]);
      await using sipp = await Sipp.script(site.lan, site.directory, played(first, `mode-${mode.length}`, calls, hangsUp(first)));
      if (!answers) {
        await phone.waitForScreen('incoming');
        await phone.hook(true);
      }
      await sipp.succeeded();
      await callOver(phone);
    });
  }

  for (const [verdict, words] of [
    ['TN-Validation-Passed', /Number verified/],
    ['TN-Validation-Failed', /Suspicious call/],
  ] as const) {
    test(`with verstat=${verdict} says so on the screen`, async () => {
      const asserted = `P-Asserted-Identity: <sip:+15551234;verstat=${verdict}@${peerAddress};user=phone>`;
      const flow = [callsPhone(first, [asserted]), isHungUpOn];
      await using sipp = await Sipp.script(site.lan, site.directory, played(first, verdict, ...flow));
      await phone.waitForScreen('incoming');
      await shows(phone, words);
      await shows(phone, /\+15551234/);
      await phone.hook(true);
      await phone.waitForScreen('call');
      await phone.hook(false);
      await sipp.succeeded();
    });
  }
});
