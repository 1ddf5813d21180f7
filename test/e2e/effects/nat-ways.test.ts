// Parameters of ways through NATs: which servers are asked at which ports, and what keeps a way open.

import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { after, before, test } from 'node:test';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { HandServer } from '#test/support/hand-server';
import { dial, lineAt, putDown } from '#test/support/household';

/** RFC 8489 §6, RFC 8656 §7.2. */
const [bindingRequest, allocateRequest] = [0x0001, 0x0003];
const host = '127.0.0.1';
let registrar: HandServer;
let helper: Socket;
let helperPort: number;
/** Kinds of STUN messages, in the order of their coming. */
const kinds: number[] = [];
let administered: AdministeredPhone;
before(async () => {
  registrar = await HandServer.open();
  registrar.answers.set('INVITE', () => ({ status: 486 }));
  helper = createSocket('udp4').on('message', (bytes) => kinds.push(bytes.readUInt16BE(0)));
  await new Promise<void>((resolve) => helper.bind(0, host, resolve));
  helperPort = helper.address().port;
  administered = await startAdministeredPhone({
    params: {
      ...lineAt(registrar.port, '1001'),
      'voip/line/0/nat/keepalive_enabled': 1,
      'voip/signalling/sip/nat/keepalive_interval': 5,
      'voip/signalling/sip/nat/keepalive_mode': 'EMPTY',
    },
  });
  await administered.phone.waitForLine();
});
after(async () => {
  await administered.phone[Symbol.asyncDispose]();
  await registrar[Symbol.asyncDispose]();
  helper.close();
});

function asked(kind: number): Promise<true> {
  return administered.phone.waitFor('a question', async () => (kinds.includes(kind) ? true : undefined));
}

test('voip/signalling/sip/nat/keepalive_mode: an empty datagram in place of two line ends', async () => {
  await administered.phone.waitFor('a keep-alive', async () => (keepAlives().length > 0 ? true : undefined));
  assert.deepEqual([...new Set(keepAlives())], ['']);
});

test('voip/line/0/nat/keepalive_message and voip/line/0/nat/keepalive_destination: requests, or a text, to the registrar or elsewhere', async () => {
  const { phone, admin } = administered;
  const messages = ['$NOTIFY', '$PING', '$REGISTER', 'awake'];
  const lines = messages.map((message, index) => ({
    ...lineAt(registrar.port, `100${index + 1}`, index),
    [`voip/line/${index}/nat/keepalive_enabled`]: true,
    [`voip/line/${index}/nat/keepalive_message`]: message,
  }));
  const elsewhere = { 'voip/line/3/nat/keepalive_destination': `${host}:${helperPort}` };
  const before = registrar.messages.length;
  await changeSettings(admin, Object.assign({}, ...lines, elsewhere));
  const came = (method: string, wants: (text: string) => boolean): Promise<true> =>
    phone.waitFor(method, async () =>
      registrar.messages.slice(before).some((each) => each.method === method && wants(each.text)) ? true : undefined,
    );
  await came('NOTIFY', (text) => /^Event: keep-alive\r$/m.test(text) && /^From: <sip:1001@/m.test(text));
  await came('PING', (text) => /^From: <sip:1002@/m.test(text));
  await came('REGISTER', (text) => /^From: <sip:1003@/m.test(text) && !/^Contact:/m.test(text));
  await asked(Buffer.from('awake').readUInt16BE(0));
});

function keepAlives(): readonly string[] {
  return registrar.messages.map(({ text }) => text).filter((text) => text.trim() === '');
}

test('voip/media/turn/port: where a way for the voice is asked for', async () => {
  const { phone, admin } = administered;
  await changeSettings(admin, {
    'voip/media/ice/enabled': 1,
    'voip/media/turn/server': host,
    'voip/media/turn/port': helperPort,
    'voip/media/turn/user_name': 'ann',
    'voip/media/turn/password': 'secret',
  });
  await dial(phone, '2000');
  await asked(allocateRequest);
  await putDown(phone);
  await changeSettings(admin, { 'voip/media/ice/enabled': null, 'voip/media/turn/server': null });
});

test('voip/signalling/sip/nat/stun_port: where the phone asks how it is seen', async () => {
  const { admin } = administered;
  kinds.length = 0;
  await changeSettings(admin, {
    'voip/line/0/nat/mapping_enabled': 1,
    'voip/signalling/sip/nat/mapping': 'STUN',
    'voip/signalling/sip/nat/stun_server': host,
    'voip/signalling/sip/nat/stun_port': helperPort,
  });
  await asked(bindingRequest);
});
