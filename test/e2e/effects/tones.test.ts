// Parameters of call progress tones, which are read at the start: scripts, the administrator's own table, the country. Each tone is heard at
// the moment that it is for.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { soundAt } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';
import { OfficeVoice, voiceRateHz } from '#test/support/office-voice';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { levelDbov, toneLevel } from '#test/support/tone-meter';

/** G.711's 0 dBm0 (tone-meter.ts). */
const dbovOf0Dbm0 = -6.15;
const line = { 'voip/services/group_paging/enabled': 1, 'voip/services/group_paging/group/0/activated': 1 };
const address = ['--address', '127.0.0.1'];

async function assertTone(phone: SimulatedPhone, hz: number, place: 'earpiece' | 'speaker' = 'earpiece'): Promise<void> {
  await phone.waitFor(`${hz} Hz`, async () => {
    const { samples, sampleRateHz } = await phone.hear(place, 0.2);
    return toneLevel(samples, sampleRateHz, hz) > -40 ? true : undefined;
  });
}

/** The last seconds, of which any fifth may be the loudest. */
async function loudestOfLast(phone: SimulatedPhone, seconds: number, hz: number): Promise<number> {
  const { samples, sampleRateHz } = await phone.hear('speaker', seconds, 'last');
  const span = sampleRateHz / 5;
  const levels = Array.from({ length: 2 * Math.floor(samples.length / span) - 1 }, (_, half) =>
    toneLevel(samples.subarray((half * span) / 2, (half * span) / 2 + span), sampleRateHz, hz),
  );
  return Math.max(...levels);
}

/** Its tones take their time, while the others are tried. */
let left: OfficePhone;
/** It is warned for a minute, which others may take. */
let warned: Promise<void>;
before(async () => {
  const params = {
    'voip/regional_settings/tone_script/warning': '960@-19;*(.2/.2/1)',
    'voip/dialing/dialtone_timeout': 1,
    'voip/dialing/reorder_tone_timeout': 1,
  };
  left = await OfficePhone.start(params, { board: 'simulated/mono-128' });
  await left.phone.hook(true);
  warned = assertTone(left.phone, 960);
  // Its test tells.
  warned.catch(() => undefined);
});
after(() => left[Symbol.asyncDispose]());

describe('a script', () => {
  const always = 'voip/services/call_forward/always';
  let desk: OfficePhone;
  before(async () => {
    const scripts = {
      'voip/regional_settings/tone_script/dial': '600@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/stutter_dial': '650@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/forwarding_dial': '710@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/ring_back': '760@-19;*(1/1/1)',
      'voip/regional_settings/tone_script/busy': '810@-19;*(.5/.5/1)',
      'voip/regional_settings/tone_script/congestion': '860@-19;*(.5/.5/1)',
      'voip/regional_settings/tone_script/call_waiting': '910@-19;*(.5/.5/1)',
      'voip/regional_settings/tone_script/confirmation': '1010@-19;1(.2/.2/1)',
      'voip/regional_settings/tone_script/page': '1060@-19;10(.2/.2/1)',
      'voip/regional_settings/tone_script/special_1': '1110@-19;10(.2/.2/1)',
      'voip/regional_settings/tone_script/special_2': '1160@-19;10(.2/.2/1)',
      'voip/regional_settings/tone_script/special_3': '1210@-19;10(.2/.2/1)',
      'voip/regional_settings/tone_script/special_4': '1260@-19;10(.2/.2/1)',
      'voip/signalling/sip/sit_codes/1': '404,410',
      'voip/signalling/sip/sit_codes/2': '480',
      'voip/signalling/sip/sit_codes/3': '50?',
      'voip/signalling/sip/sit_codes/4': '6**',
      'voip/regional_settings/tone_script/prompt': '1310@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/holding': '1360@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/secure_call': '1460@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/conference': '1510@-19;10(*/0/1)',
      'voip/regional_settings/tone_script/alert': '1560@-19;4(*/0/1)',
    };
    const key = { 'personal_settings/functional_key/0/type': 'PAGING' };
    desk = await OfficePhone.start({ ...line, ...key, ...scripts }, { arguments: address });
  });
  after(() => desk[Symbol.asyncDispose]());
  afterEach(() => desk.rest());

  test('is the dial tone, another one while messages wait, and another while calls go elsewhere', async () => {
    const { phone } = desk;
    await phone.hook(true);
    await assertTone(phone, 600);
    await phone.hook(false);
    const headers = ['Event: message-summary', 'Subscription-State: active', 'Content-Type: application/simple-message-summary'];
    desk.ask('NOTIFY', headers, 'Messages-Waiting: yes\r\n');
    await phone.waitFor('the lamp', async () => ((await phone.state()).leds['message']?.pattern !== 'off' ? true : undefined));
    await phone.hook(true);
    await assertTone(phone, 650);
    await phone.hook(false);
    await desk.change({ [`${always}/enabled`]: true, [`${always}/destination`]: '3001' });
    await phone.hook(true);
    await assertTone(phone, 710);
    await phone.hook(false);
    await desk.change({ [`${always}/enabled`]: false });
    desk.ask('NOTIFY', headers, 'Messages-Waiting: no\r\n');
  });

  test('is the ring back, busy and reorder tone', async () => {
    const { phone, office } = desk;
    for (const [status, hz] of [
      [486, 810],
      [488, 860],
    ] as const) {
      const invite = await desk.next('INVITE', async () => {
        await phone.hook(true);
        await phone.type('2002');
        await phone.softKey('dial');
      });
      await assertTone(phone, 760);
      office.answer(invite, { status });
      await assertTone(phone, hz);
      await desk.rest();
    }
  });

  test('is a special information tone after the response codes that are set for it', async () => {
    const { phone, office } = desk;
    for (const [status, hz] of [
      [410, 1110],
      [480, 1160],
      [504, 1210],
      [604, 1260],
    ] as const) {
      const invite = await desk.next('INVITE', async () => {
        await phone.hook(true);
        await phone.type('2002');
        await phone.softKey('dial');
      });
      office.answer(invite, { status });
      await assertTone(phone, hz);
      await desk.rest();
    }
  });

  test('is the tone of a call that waits', async () => {
    const call = await desk.talk();
    const other = await desk.ring();
    await assertTone(desk.phone, 910);
    other.request('CANCEL');
    call.request('BYE');
  });

  test('asks whom to call into a conference, and to whom a call is to go', async () => {
    for (const key of ['conference', 'transfer'] as const) {
      await desk.talk();
      await desk.phone.press(key);
      await assertTone(desk.phone, 1310);
      await desk.rest();
    }
  });

  test('tells all that a conference begins', async () => {
    await using member = await OfficeVoice.open();
    const { phone } = desk;
    await desk.talk(undefined, { body: soundAt(member.port) });
    await phone.press('conference');
    await phone.waitForScreen('consult');
    await desk.callOut('2002');
    await desk.says('Connected');
    await phone.press('conference');
    await assertTone(phone, 1510);
    await phone.waitFor('the tone over there', async () =>
      toneLevel(await member.hear(0.2), voiceRateHz, 1510) > -40 ? true : undefined,
    );
  });

  test('tells that a key cannot do anything, unless that is off', async () => {
    const { phone } = desk;
    await desk.change({ 'voip/dialing/phone_number_size': 3, 'personal_settings/alert_tone/enabled': true });
    await phone.type('1234');
    await assertTone(phone, 1560, 'speaker');
    await desk.change({ 'personal_settings/alert_tone/enabled': false });
    await phone.waitFor('silence', async () => (levelDbov((await phone.hear('speaker', 0.2)).samples) < -60 ? true : undefined));
    const heard = phone.hear('speaker', 1);
    await phone.type('5');
    assert.ok(levelDbov((await heard).samples) < -60);
    await desk.change({ 'voip/dialing/phone_number_size': null, 'personal_settings/alert_tone/enabled': null });
  });

  test('tells that the other side has put the call on hold, until it takes it back', async () => {
    const call = await desk.talk();
    call.request('INVITE', [], soundAt(40_000, ['a=sendonly']));
    await assertTone(desk.phone, 1360);
    call.request('ACK');
    call.request('INVITE', [], soundAt(40_000));
    await desk.phone.waitFor('silence', async () => {
      const { samples } = await desk.phone.hear('earpiece', 0.2);
      return levelDbov(samples) < -60 ? true : undefined;
    });
    call.request('ACK');
  });

  test('tells of a call that is encrypted', async () => {
    await desk.change({ 'voip/media/srtp/mode': 'OPTIONAL', 'voip/media/srtp/keys_in_clear_signalling': true });
    const keys = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${Buffer.alloc(30, 7).toString('base64')}`;
    const body = soundAt(40_000, [keys]).replace('RTP/AVP', 'RTP/SAVP');
    await desk.talk((phone) => phone.hook(true), { body });
    await assertTone(desk.phone, 1460);
  });

  test('tells of a call that the phone answered, and of an announcement', async () => {
    await eventually(async () => {
      await desk.answered(desk.call({ headers: ['Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0'] }));
      // As long as it takes.
      await desk.phone.hear('speaker', 1);
      const told = await loudestOfLast(desk.phone, 3, 1010);
      await desk.rest();
      assert.ok(told > -40, `${told} dBov`);
    });
    const page = assertTone(desk.phone, 1060, 'speaker');
    await desk.phone.press('function1');
    await page;
    await desk.phone.press('function1');
  });
});

describe('the administrator’s own table', () => {
  const own = 'voip/regional_settings/call_progress_tones/8';
  const first = 'voip/regional_settings/call_progress_tones/0';
  const busy = 'voip/regional_settings/call_progress_tones/2';
  /** On and off in turn, in tens of ms. */
  const cadence = [10, 20, 30, 10, 50, 20, 20, 40];
  let desk: OfficePhone;
  before(async () => {
    desk = await OfficePhone.start({
      'voip/regional_settings/use_config_file_values': 1,
      'voip/regional_settings/selected_country': 'Germany',
      [`${first}/enabled`]: 0,
      [`${busy}/enabled`]: 0,
      [`${own}/enabled`]: 1,
      [`${own}/name`]: 'DIAL_TONE',
      [`${own}/cadence`]: 1,
      [`${own}/frequency_a`]: 500,
      [`${own}/frequency_a_level`]: 14,
      [`${own}/frequency_b`]: 1100,
      [`${own}/frequency_b_level`]: 22,
      [`${own}/tone_on_0`]: cadence[0] ?? 0,
      [`${own}/tone_off_0`]: cadence[1] ?? 0,
      [`${own}/tone_on_1`]: cadence[2] ?? 0,
      [`${own}/tone_off_1`]: cadence[3] ?? 0,
      [`${own}/tone_on_2`]: cadence[4] ?? 0,
      [`${own}/tone_off_2`]: cadence[5] ?? 0,
      [`${own}/tone_on_3`]: cadence[6] ?? 0,
      [`${own}/tone_off_3`]: cadence[7] ?? 0,
    });
  });
  after(() => desk[Symbol.asyncDispose]());
  afterEach(() => desk.rest());

  test('says of a tone which frequencies it has, how loud each is, and when it sounds', async () => {
    await desk.phone.hook(true);
    await eventually(assertTable);
  });

  async function assertTable(): Promise<void> {
    const { samples, sampleRateHz } = await desk.phone.hear('earpiece', 4);
    const block = sampleRateHz / 100;
    const sounds = Array.from(
      { length: samples.length / block },
      (_, at) => levelDbov(samples.subarray(at * block, (at + 1) * block)) > -40,
    );
    const runs: { readonly on: boolean; readonly from: number; length: number }[] = [];
    for (const [from, on] of sounds.entries()) {
      const last = runs.at(-1);
      if (last?.on === on) last.length++;
      else runs.push({ on, from, length: 1 });
    }
    const longest = runs.findIndex(({ on, length }, index) => on && length > 40 && index >= 1 && index + 8 < runs.length);
    assert.ok(longest > 0, JSON.stringify(runs));
    // Tones begin and end softly.
    for (const [index, tens] of [...cadence.slice(4), ...cadence.slice(0, 4)].entries()) {
      const run = runs[longest + index];
      assert.ok(Math.abs((run?.length ?? 0) - tens) <= 1, `${run?.length} in place of ${tens}`);
    }
    const { from, length } = runs[longest] ?? { from: 0, length: 0 };
    const sound = samples.subarray((from + 2) * block, (from + length - 2) * block);
    assert.ok(Math.abs(toneLevel(sound, sampleRateHz, 500) - (dbovOf0Dbm0 - 14)) < 1);
    assert.ok(Math.abs(toneLevel(sound, sampleRateHz, 1100) - (dbovOf0Dbm0 - 22)) < 1);
  }

  test('leaves the tones that it has not to the country', async () => {
    const invite = await desk.next('INVITE', async () => {
      await desk.phone.hook(true);
      await desk.phone.type('2002');
      await desk.phone.softKey('dial');
    });
    desk.office.answer(invite, { status: 486 });
    // Germany's; the table's own, and that of the USA, has 480 and 620 Hz.
    await assertTone(desk.phone, 425);
  });
});

test('a handset that was forgotten hears the reorder tone for no longer than is set, and then the warning', async () => {
  await warned;
});
