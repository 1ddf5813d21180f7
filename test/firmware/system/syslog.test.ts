// The log on its way to a syslog server.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Secret } from '#config/secrets';
import type { LogEntry } from '#firmware/system/log';
import { goesOut } from '#firmware/system/syslog/syslog-levels';
import { cut, syslogMessage } from '#firmware/system/syslog/syslog-message';
import { SyslogSender } from '#firmware/system/syslog/syslog-sender';
import { defaultTlsSettings } from '#sip/transport/tls-settings';
import { FakeClock } from '#test/support/fake-clock';

const entry: LogEntry = {
  atMs: Date.UTC(2026, 10, 21, 8, 49, 3, 120),
  monotonicMs: 0,
  severity: 'warn',
  topic: 'sip',
  text: 'a text\r\n<14>1 forged',
  fields: { name: 'Zoë', password: new Secret('hunter2') },
};
const origin = { address: '10.0.0.2', software: 'Hookswitch', version: '1', processId: 7 };

test('an entry is one line of RFC 5424, and a secret in it is stars', () => {
  assert.equal(
    syslogMessage(entry, 0, true, origin),
    '<132>1 2026-11-21T08:49:03.120Z 10.0.0.2 hookswitch 7 sip [timeQuality tzKnown="1" isSynced="1"]' +
      '[origin ip="10.0.0.2" software="Hookswitch" swVersion="1"][meta sequenceId="1"] a text  <14>1 forged name=Zoë password=***',
  );
});

test('a long one is cut between characters', () => {
  for (let length = 0; length < 12; length++) {
    const text = cut('aë€😀b', length).toString('utf8');
    assert.doesNotMatch(text, /\ufffd/);
    assert.ok('aë€😀b'.startsWith(text));
  }
});

test('each part has a level of its own, more or less than the general one', () => {
  const levels = (general: 'None' | 'Basic' | 'Detailed', sip: 'None' | 'Error' | 'Debug' = 'None') => ({
    general,
    ofComponent: (component: string) => (component === 'sip_stack' ? sip : 'None'),
  });
  assert.deepEqual(
    [
      goesOut('sip', 'warn', levels('None', 'Debug')),
      goesOut('sip', 'info', levels('None', 'Debug')),
      goesOut('sip', 'info', levels('Basic')),
      goesOut('sip', 'debug', levels('Basic')),
      goesOut('sip', 'debug', levels('Basic', 'Debug')),
      goesOut('media', 'debug', levels('Basic', 'Debug')),
      goesOut('media', 'debug', levels('Detailed')),
      goesOut('sip', 'warn', levels('Detailed', 'Error')),
      goesOut('sip', 'error', levels('Detailed', 'Error')),
    ],
    [true, false, true, false, true, false, true, false, true],
  );
});

function sender(protocol: 'UDP' | 'TCP', port: number, clock = new FakeClock()): SyslogSender {
  const server = { protocol, host: '127.0.0.1', port, tls: () => defaultTlsSettings };
  return new SyslogSender(server, clock, (count) => `dropped ${count}`);
}

test('over UDP one message is one datagram', async () => {
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  using way = sender('UDP', server.address().port);
  way.send('first');
  const [bytes] = await once(server, 'message');
  assert.equal(String(bytes), 'first');
  server.close();
});

test('over TCP octets are counted; what came while the server was away follows, and how much was dropped is told', async () => {
  const clock = new FakeClock();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  await new Promise((resolve) => server.close(resolve));
  using way = sender('TCP', address.port, clock);
  for (let n = 0; n < 600; n++) way.send(`message ${n} é`);
  // Refused: it waits for a second, then for two.
  while (clock.pendingTimers !== 1) await new Promise(setImmediate);
  server.listen(address.port, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const knock = setInterval(() => clock.advance(1000), 10);
  const [socket] = (await connected) as [Socket];
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes('message 499')) break;
  }
  clearInterval(knock);
  assert.ok(text.startsWith('11 dropped 10012 message 0 é12 message 1 é'), text.slice(0, 60));
  server.close();
});

test('a server that reads nothing costs bounded memory and holds nobody', async () => {
  const server = createServer((socket) => socket.pause());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  using way = sender('TCP', address.port);
  way.send('x');
  await once(server, 'connection');
  const before = process.memoryUsage();
  for (let n = 0; n < 20_000; n++) way.send('y'.repeat(5000) + n);
  const after = process.memoryUsage();
  const grown = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
  assert.ok(grown < 60_000_000, `${grown} bytes`);
  server.close();
});

test('one that is closed before it had a way leaves nothing behind that would keep the phone from stopping', async () => {
  const clock = new FakeClock();
  const way = sender('UDP', 9, clock);
  way.send('never sent');
  way[Symbol.dispose]();
  sender('UDP', 9, clock)[Symbol.dispose]();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(clock.pendingTimers, 0);
});
