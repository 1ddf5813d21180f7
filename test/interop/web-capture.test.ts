// What the web server gives as a packet capture, read by tshark: a whole call, SIP and RTP both ways.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { dial, Household, lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';

const password = 'correct horse';
const run = promisify(execFile);

it('a call is in it: its requests in order, its sound both ways', async () => {
  await using house = await Household.start();
  await using phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: { ...lineAt(house.lab.port, '1003'), 'system/password': password, 'security/web/https_only': 0 },
  });
  await phone.waitForLine();
  const admin = new WebClient(await phone.webAddress());
  await admin.logIn('admin', password);
  assert.equal((await admin.send('POST', '/api/capture', { media: true })).status, 204);
  await dial(phone, '1002');
  await house.ben.waitForScreen('incoming');
  await house.ben.hook(true);
  await phone.waitForScreen('call');
  const state = () => admin.get<{ packets: number }>('/api/capture');
  await phone.waitFor('a second of sound', async () => ((await state()).packets > 100 ? true : undefined));
  await house.ben.hook(false);
  await phone.waitFor('the BYE', async () => ((await phone.screen()).screen === 'call' ? undefined : true));
  assert.equal((await admin.send('DELETE', '/api/capture')).status, 204);
  const { bytes, headers } = await admin.send('GET', '/api/capture/file');
  assert.equal(headers['content-type'], 'application/vnd.tcpdump.pcap');

  const directory = mkdtempSync(join(tmpdir(), 'capture-'));
  try {
    const file = join(directory, 'phone.pcap');
    writeFileSync(file, bytes);
    // The lab's port is one by chance, and may be another protocol's.
    const isSip = ['-d', `udp.port==${house.lab.port},sip`];
    const read = async (...more: string[]) => (await run('tshark', ['-r', file, ...isSip, ...more])).stdout;
    const requests = await read('-Y', 'sip.Request-Line', '-T', 'fields', '-e', 'sip.Method', '-e', 'sip.Via.branch');
    // On a busy machine one is sent again.
    const methods = [...new Set(requests.trim().split('\n'))].map((request) => request.split('\t')[0] ?? '');
    assert.deepEqual(
      methods.filter((method) => ['INVITE', 'ACK', 'BYE'].includes(method)),
      ['INVITE', 'ACK', 'INVITE', 'ACK', 'BYE'],
      'the first INVITE is challenged',
    );
    // Nobody tells tshark what is RTP: it knows by the call's own descriptions where sound goes.
    const streams = await read('-q', '-z', 'rtp,streams');
    const told = new Set((await read('-Y', 'sdp.media.port', '-T', 'fields', '-e', 'sdp.media.port')).trim().split(/\s+/));
    const ports = await read(
      '-Y',
      'rtp',
      '-T',
      'fields',
      '-e',
      'ip.src',
      '-e',
      'udp.srcport',
      '-e',
      'udp.dstport',
      '-e',
      'rtp.ssrc',
    );
    const ways = new Set(ports.trim().split('\n'));
    assert.equal(ways.size, 2, [...ways].join());
    for (const way of ways) {
      const [from, source = '', target = ''] = way.split('\t');
      assert.equal(from, '127.0.0.1');
      assert.ok(told.has(source) && told.has(target) && source !== target, `${way} of ${[...told].join()}`);
    }
    const counted = [...streams.matchAll(/0x[0-9A-F]{8}\s+\S+\s+(\d+)\s+(\d+)/g)].map(([, packets]) => Number(packets));
    assert.equal(counted.length, 2, streams);
    assert.ok(
      counted.every((packets) => packets > 30),
      streams,
    );
    const broken = await read('-Y', '_ws.malformed || ip.checksum.status == 0', '-o', 'ip.check_checksum:TRUE');
    assert.equal(broken, '');
    assert.ok(!(await read('-V', '-Y', 'sip')).includes('pw1003'));
  } finally {
    rmSync(directory, { recursive: true });
  }
});
