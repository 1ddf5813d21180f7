// The level of each part in the log: what a syslog server hears of a day in which every part has something to say, when some are told to be silent.

import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';

/** The topic, which is the message's MSGID (RFC 5424 §6.2.7), of something that each part says on that day. */
const parts: Readonly<Record<string, string>> = {
  'system/syslog/component/nxphone': 'keys',
  'system/syslog/component/lcd_display': 'lcd',
  'system/syslog/component/voip_task': 'calls',
  'system/syslog/component/sip_stack': 'sip',
  'system/syslog/component/ice_stack': 'ice',
  'system/syslog/component/dsp': 'media',
  'system/syslog/component/control_center': 'network',
  'system/syslog/component/ac_watchdog': 'system',
  'system/syslog/component/web_server': 'web',
  'system/syslog/component/lib': 'provisioning',
};
const names = Object.keys(parts);

let heard: string[] = [];
let server: Socket;
let lab: Lab;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('message', (bytes) => {
    // Version, time, host, program and process stand before it.
    heard.push(String(bytes).split(' ')[5] ?? '');
  });
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  const log = {
    'system/syslog/mode': 'Network',
    'system/syslog/log_level': 'Detailed',
    'system/syslog/server_address': '127.0.0.1',
    'system/syslog/server_port': server.address().port,
  };
  const talkative = { 'voip/media/ice/enabled': 1, 'system/pin_lock/pin': '4711', 'system/pin_lock/calls': 'ALLOW_BOTH' };
  ({ phone, admin } = await startAdministeredPhone({ params: { ...lineAt(lab.port, '1001'), ...talkative, ...log } }));
  await phone.waitForLine();
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
  server.close();
});

/** Every part says something. The phone is locked, and may call all the same. */
async function day(): Promise<void> {
  await phone.softKey('unlock');
  await phone.type('1111');
  await phone.softKey('unlock');
  await phone.softKey('cancel');
  await phone.post('/api/network', { address: '127.0.0.2' });
  assert.equal((await admin.send('POST', '/api/provisioning/check')).status, 204);
  await new WebClient(admin.address).logIn('admin', 'correct horse');
  await phone.type('600');
  await phone.softKey('dial');
  await phone.waitForScreen('call');
  await phone.softKey('end');
  await phone.waitForScreen('ended');
  await phone.press('back');
  await phone.waitForScreen('locked');
}

const rounds = [
  { what: 'with every part following the general level', isSilent: () => false },
  { what: 'with the first half silent', isSilent: (index: number) => index < 5 },
  { what: 'with every second part silent', isSilent: (index: number) => index % 2 === 1 },
  { what: 'with all silent', isSilent: () => true },
];
for (const { what, isSilent } of rounds) {
  test(`${what}, the others are heard and no more`, async () => {
    await phone.waitForScreen('locked');
    await changeSettings(admin, Object.fromEntries(names.map((name, index) => [name, isSilent(index) ? 'Emergency' : 'None'])));
    heard = [];
    await day();
    // What is said when all may speak again comes last.
    await changeSettings(admin, Object.fromEntries(names.map((name) => [name, null])));
    const before = heard.length;
    await phone.press('1');
    await phone.press('back');
    await phone.waitFor('the last word', async () => (heard.slice(before).includes('keys') ? true : undefined));
    const said = new Set(heard.slice(0, before));
    const speaking = names.filter((name) => said.has(parts[name] ?? ''));
    assert.deepEqual(
      speaking,
      names.filter((_, index) => !isSilent(index)),
    );
  });
}
