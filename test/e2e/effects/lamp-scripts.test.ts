// Each script below `personal_settings/led` is played by its lamp when that is what the lamp has to say. Every one blinks in a rhythm of its own
// here, so that none is taken for another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, putDown } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

const led = 'personal_settings/led';
const scripts = [
  'personal_settings/led/line/idle',
  'personal_settings/led/line/disabled',
  'personal_settings/led/line/registering',
  'personal_settings/led/line/register_failed',
  'personal_settings/led/line/local_seized',
  'personal_settings/led/line/local_progressing',
  'personal_settings/led/line/local_ringing',
  'personal_settings/led/line/local_active',
  'personal_settings/led/line/local_held',
  'personal_settings/led/line/remote_undefined',
  'personal_settings/led/line/remote_seized',
  'personal_settings/led/line/remote_progressing',
  'personal_settings/led/line/remote_ringing',
  'personal_settings/led/line/remote_active',
  'personal_settings/led/line/remote_held',
  'personal_settings/led/key/idle',
  'personal_settings/led/key/ringing',
  'personal_settings/led/key/busy',
  'personal_settings/led/key/held',
  'personal_settings/led/key/unreachable',
  'personal_settings/led/key/park_idle',
  'personal_settings/led/key/park_busy',
  'personal_settings/led/key/on',
  'personal_settings/led/key/off',
  'personal_settings/led/message/ringing',
  'personal_settings/led/message/notice',
  'personal_settings/led/message/messages',
  'personal_settings/led/message/missed_calls',
  'personal_settings/led/mute',
  'personal_settings/led/headset',
  'personal_settings/led/speaker',
  'personal_settings/led/voicemail',
];
const litMs = (index: number): number => 1000 + 10 * index;
const darkMs = 700;

function rhythm(index: number): string {
  return `c=r;p=u;u=${litMs(index) / 1000}/${darkMs / 1000}`;
}

/** Who is called: rings for ever, and answers. */
const rings = '201';
const answers = '202';
const watched = '203';
const stranger = '204';
const parkedAt = '701';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  server.statuses.set('REGISTER fails', 403);
  server.statuses.set('REGISTER silent', 0);
  server.statuses.set(`SUBSCRIBE ${stranger}`, 404);
  server.statuses.set(`INVITE ${rings}`, 180);
  server.statuses.set(`INVITE ${answers}`, 200);
  const key = (index: number, name: string): string => `personal_settings/functional_key/${index}/${name}`;
  ({ phone, admin } = await startAdministeredPhone({
    params: {
      ...lineAt(server.port, 'ann'),
      ...lineAt(server.port, 'shared', 3),
      'voip/line/3/shared_line/enabled': 1,
      'voip/line/3/shared_line/protocol': 'DIALOG',
      [key(0, 'type')]: 'SPEED_DIAL_BLF',
      [key(0, 'speed_dial_number')]: watched,
      [key(1, 'type')]: 'PARK',
      [key(1, 'speed_dial_number')]: parkedAt,
      [key(2, 'type')]: 'KEY_EVENT',
      [key(2, 'key_event')]: 'DND_ALL',
      [key(3, 'type')]: 'SPEED_DIAL_BLF',
      [key(3, 'speed_dial_number')]: stranger,
    },
  }));
  await changeSettings(admin, Object.fromEntries(scripts.map((path, index) => [path, rhythm(index)])));
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Which of the scripts the lamp plays; undefined: none. */
async function played(lamp: string): Promise<string | undefined> {
  const { stepsMs = [] } = (await phone.state()).leds[lamp] ?? {};
  return scripts.find((_, index) => stepsMs[0] === litMs(index) && stepsMs[1] === darkMs)?.slice(led.length + 1);
}

async function plays(lamp: string, meaning: string): Promise<void> {
  let last: string | undefined;
  await phone
    .waitFor(`${lamp} to play ${meaning}`, async () => {
      last = await played(lamp);
      return last === meaning ? true : undefined;
    })
    .catch((error: Error) => assert.fail(`${error.message}\nit plays ${last}`));
}

test('a line that is free, that is none, and one in a call through all its states', async () => {
  await plays('line1', 'line/idle');
  await plays('line6', 'line/disabled');
  await phone.hook(true);
  await plays('line1', 'line/local_seized');
  await phone.type(rings);
  await phone.softKey('dial');
  await plays('line1', 'line/local_progressing');
  await putDown(phone);
  await phone.hook(true);
  await phone.type(answers);
  await phone.softKey('dial');
  await plays('line1', 'line/local_active');
  await phone.softKey('hold');
  await plays('line1', 'line/local_held');
  await putDown(phone);
  await plays('line1', 'line/idle');
});

test('a call that comes in and goes again', async () => {
  const giveUp = server.call('ann');
  await plays('line1', 'line/local_ringing');
  await plays('message', 'message/ringing');
  await giveUp();
  await plays('message', 'message/missed_calls');
});

test('messages that wait, before calls that were missed', async () => {
  const summary = 'Messages-Waiting: yes\r\nVoice-Message: 2/0\r\n';
  await changeSettings(admin, { 'voip/services/msg_waiting_ind/subscribe': 1 });
  server.tell('message-summary', 'ann', 'application/simple-message-summary', summary);
  await plays('message', 'message/messages');
  await plays('voicemail', 'voicemail');
});

test('how others on a shared line do', async () => {
  const states: Readonly<Record<string, string>> = {
    'line/idle': '',
    'line/remote_seized': '<dialog id="1" direction="initiator"><state>trying</state></dialog>',
    'line/remote_progressing': `<dialog id="1" direction="initiator"><state>early</state>${party('remote')}</dialog>`,
    'line/remote_ringing': `<dialog id="1" direction="recipient"><state>early</state>${party('remote')}</dialog>`,
    'line/remote_active': `<dialog id="1" direction="recipient"><state>confirmed</state>${party('remote')}</dialog>`,
    'line/remote_held': `<dialog id="1" direction="recipient"><state>confirmed</state>${party('local', 'no')}</dialog>`,
  };
  for (const [meaning, dialogs] of Object.entries(states)) {
    server.tellDialogs('shared', dialogs);
    await plays('line4', meaning);
  }
  server.statuses.set('SUBSCRIBE shared', 403);
  server.tell('dialog', 'shared', 'application/dialog-info+xml', '', 'terminated;reason=deactivated');
  await plays('line4', 'line/remote_undefined');
});

function party(side: 'local' | 'remote', rendering = 'yes'): string {
  const target = `<target uri="sip:204@127.0.0.1"><param pname="+sip.rendering" pval="${rendering}"/></target>`;
  return `<${side}><identity>sip:204@127.0.0.1</identity>${target}</${side}>`;
}

test('how a watched person does, and a place where calls wait', async () => {
  const ringing = '<dialog id="1" direction="recipient"><state>early</state></dialog>';
  const talks = '<dialog id="1" direction="recipient"><state>confirmed</state></dialog>';
  const holds = `<dialog id="1" direction="recipient"><state>confirmed</state>${party('local', 'no')}</dialog>`;
  for (const [key, user, meaning, dialogs] of [
    ['function1', watched, 'key/idle', ''],
    ['function1', watched, 'key/ringing', ringing],
    ['function1', watched, 'key/busy', talks],
    ['function1', watched, 'key/held', holds],
    ['function2', parkedAt, 'key/park_idle', ''],
    ['function2', parkedAt, 'key/park_busy', talks],
  ] as const) {
    server.tellDialogs(user, dialogs);
    await plays(key, meaning);
  }
  server.tell('dialog', watched, 'application/dialog-info+xml', '', 'terminated;reason=noresource');
  await plays('function1', 'key/unreachable');
  await plays('function4', 'key/unreachable');
});

test('a switch, the microphone, the loudspeaker and the headset', async () => {
  await plays('function3', 'key/off');
  await phone.press('function3');
  await plays('function3', 'key/on');
  await phone.press('function3');
  await phone.press('speaker');
  await plays('speaker', 'speaker');
  await phone.type(answers);
  await phone.softKey('dial');
  await phone.waitForScreen('call');
  await phone.press('mute');
  await plays('mute', 'mute');
  await phone.post('/api/headset', { plugged: true });
  await phone.press('headset');
  await plays('headset', 'headset');
  await putDown(phone);
});

test('lines that cannot register, and that something is wrong', async () => {
  await changeSettings(admin, { ...lineAt(server.port, 'fails', 1), ...lineAt(server.port, 'silent', 2) });
  await plays('line2', 'line/register_failed');
  await plays('line3', 'line/registering');
  await plays('message', 'message/notice');
});

test('a slow blink is as slow as is chosen', async () => {
  const slow = async (): Promise<unknown> => (await phone.state()).leds['line6'];
  await changeSettings(admin, { 'personal_settings/led/line/disabled': 'c=g;p=s', 'personal_settings/led/slow_blink': 1000 });
  assert.deepEqual(await slow(), { color: 'green', pattern: 'custom', stepsMs: [1000, 1000] });
  await changeSettings(admin, { 'personal_settings/led/slow_blink': 500 });
  assert.deepEqual(await slow(), { color: 'green', pattern: 'slow' });
});
