// Barging in on a line that several phones share (RFC 3911): sipp, behind real Kamailio, joins a call of our phone with somebody else.
// The other way round stands in shared-line-dialogs.test.ts.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { toneLevel } from '../support/tone-meter.ts';
import { hangUp, sleep, spokenDbov } from './rig/calls.ts';
import { callsPhone, gateway, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { Sipp, type SippScript } from './rig/sipp.ts';
import { again, play, receive, request, type Step, sdp, send } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { ToldDialog, tellsDialog } from './rig/told-dialog.ts';
import { tonePcap } from './rig/tone-pcap.ts';
import { audioPackets, soundOf } from './rig/wire-rtp.ts';

const { first, second } = gateway;
const phoneHz = 1000;
const shared = { 'voip/line/0/shared_line/enabled': 1, 'voip/line/0/shared_line/protocol': 'DIALOG' };
/** Hanging up ends both calls. */
const apart = { 'voip/services/conference/join_on_hang_up/enabled': 0 };
const bargesIn = { ...shared, ...apart, 'voip/services/shared_line/barge_in/enabled': 1 };

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

function tone(hz: number): Step {
  const file = join(site.directory, `tone-${hz}.pcap`);
  writeFileSync(file, tonePcap(hz, 30));
  return play(file);
}

describe('a call of our phone', () => {
  /** With who called it, who stays until the phone hangs up. */
  async function talk(phone: SimulatedPhone, ...steps: readonly Step[]): Promise<[Sipp, string]> {
    const dialog = new ToldDialog(site.directory);
    const script: SippScript = played(first, 'talks', callsPhone(first), [tellsDialog, ...steps], isHungUpOn);
    const sipp = await Sipp.script(site.lan, site.directory, { ...script, arguments: dialog.arguments });
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    return [sipp, `Join: ${await dialog.value(phone)}`];
  }

  function refused(status: number, join: string): readonly Step[] {
    const asks = request('INVITE', { user: second.number }, { sequence: 1, headers: ['Require: join', join], body: sdp() });
    const acknowledges = request('ACK', { user: second.number }, { sequence: 1, toOfResponse: true });
    const trying = receive('response="100" optional="true"');
    return [send(asks, again), trying, receive(`response="${status}"`), send(acknowledges)];
  }

  test('is joined: all three hear each other', async () => {
    const [callerHz, joinerHz] = [500, 700];
    await using phone = await site.phone({ user: user.phone, toneHz: phoneHz, params: bargesIn });
    // Before any call: where sound goes tshark knows from its description.
    await using capture = await site.capture();
    const [caller, join] = await talk(phone, tone(callerHz));
    const joins = [callsPhone(second, [join, 'Require: join']), [tone(joinerHz)], isHungUpOn];
    await using joiner = await Sipp.script(site.lan, site.directory, played(second, 'joins', ...joins));
    await phone.waitForScreen('conference');
    await phone.waitFor('both others', async () => {
      const { samples, sampleRateHz } = await phone.hear('earpiece', 0.3);
      return [callerHz, joinerHz].every((hz) => toneLevel(samples, sampleRateHz, hz) > spokenDbov - 6) ? true : undefined;
    });
    await sleep(700);
    await hangUp(phone);
    await Promise.all([caller.succeeded(), joiner.succeeded()]);
    const sent = await audioPackets(capture, 'phone');
    const streams = Map.groupBy(sent, ({ ssrc }) => ssrc);
    const levels = [...streams.values()].map((packets) => {
      // From when the joiner spoke on.
      const { samples, sampleRateHz } = soundOf(packets.slice(-50));
      return [phoneHz, callerHz, joinerHz].map((hz) => toneLevel(samples, sampleRateHz, hz) > spokenDbov - 6);
    });
    assert.deepEqual(
      levels.map((heard) => heard.join()).toSorted(),
      ['true,false,true', 'true,true,false'],
      'each of the two hears the phone and the other, and not itself',
    );
  });

  test('is not joined where the administrator does not let it, nor by the name of a call that is none', async () => {
    await using phone = await site.phone({ user: user.phone, params: shared });
    const [caller, join] = await talk(phone);
    for (const [status, name] of [
      [403, join],
      [481, 'Join: nothing;to-tag=a;from-tag=b'],
    ] as const) {
      await using sipp = await Sipp.script(site.lan, site.directory, played(second, `refused-${status}`, refused(status, name)));
      await sipp.succeeded();
    }
    assert.equal((await phone.screen()).screen, 'call');
    await hangUp(phone);
    await caller.succeeded();
  });
});
