// What the network may throw at a running phone: the messages of RFC 4475 and worse. Each is answered as it deserves, and afterwards the
// phone still works.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { freePort } from '#test/lab/free-port';
import { ipv6TortureCases } from '#test/sip/message/ipv6-torture-table';
import { tortureCases } from '#test/sip/message/torture-table';
import { dial, Household, lineAt, pause } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { SipStranger, talkTcp } from '#test/support/sip-stranger';

const anywhere = { 'voip/signalling/sip/direct_ip_calls/enabled': 1 };
let house: Household;
/** Ann's, for UDP and TCP alike. */
let port: number;
before(async () => {
  port = await freePort('127.0.0.1');
  house = await Household.start({
    ann: { params: { ...anywhere, 'voip/signalling/sip/port': port } },
    ben: { params: anywhere },
  });
});
after(async () => {
  // The proof that all of it left the phone as it was.
  await house.talk();
  await house[Symbol.asyncDispose]();
});

function message(lines: readonly string[], body = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

let count = 0;
function options(more: readonly string[] = [], body = ''): string {
  count++;
  return message(
    [
      `OPTIONS sip:1001@127.0.0.1:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKhostile${count};rport`,
      'Max-Forwards: 70',
      `From: <sip:eve@127.0.0.1>;tag=${count}`,
      'To: <sip:1001@127.0.0.1>',
      `Call-ID: hostile-${count}`,
      'CSeq: 1 OPTIONS',
      ...more,
    ],
    body,
  );
}

async function assertAlive(): Promise<void> {
  await using stranger = await SipStranger.open(port);
  const question = options(['Content-Length: 0']);
  await house.ann.waitFor('an answer to OPTIONS', async () => {
    stranger.send(question);
    await pause(stranger.received.length === 0 ? 30 : 0);
    return stranger.statuses.length > 0 ? true : undefined;
  });
  assert.ok(house.ann.running);
}

// Those of RFC 5118 share one branch, so that they would be one transaction; it gets a number. Branches are what RFC 4475 tortures with.
for (const [rfc, folder, cases, net, branch] of [
  ['RFC 4475', 'rfc4475', tortureCases, '127.0.4', '$&'],
  ['RFC 5118', 'rfc5118', ipv6TortureCases, '127.0.5', '$&.%'],
] as const) {
  describe(`the messages of ${rfc}`, () => {
    cases.forEach(({ file, section, title, parse, answer = parse }, index) => {
      test(`${section} ${title} (${file}): ${answer}`, async () => {
        // Their Vias ask for answers to ports that they name. From an address for each, so that none gets the answer of another; to two
        // phones in turn, for neighbours have the same branch and would be one transaction.
        const asWritten = readFileSync(new URL(`../fixtures/${folder}/${file}.dat`, import.meta.url), 'latin1');
        const text = asWritten.replace(/branch=z9hG4bK[\w-]*/, branch.replace('%', String(index)));
        const viaPort = Number(/^(?:v|via)\s*:[^;]*?:\s*(\d+)\s*;/im.exec(text)?.[1] ?? 5060);
        const phones = [port, house.lab.locations.of('1002')[0]?.target.remote.port];
        await using stranger = await SipStranger.open(phones[index % 2] ?? 0, `${net}.${index + 1}`, viaPort);
        stranger.send(Buffer.from(text, 'latin1'));
        if (typeof answer === 'string') await pause(100);
        else await house.ann.waitFor(`the answer ${answer}`, async () => (stranger.statuses.length > 0 ? true : undefined));
        assert.deepEqual([...new Set(stranger.statuses)], typeof answer === 'string' ? [] : [answer]);
      });
    });
  });
}

describe('over UDP', () => {
  const packets: readonly (readonly [string, string | Uint8Array])[] = [
    ['nothing', ''],
    ['a keep-alive', '\r\n\r\n'],
    ['zeros', new Uint8Array(1000)],
    ['the largest datagram of letters', 'A'.repeat(65_000)],
    ['a header of 60,000 characters', options([`X: ${'x'.repeat(60_000)}`])],
    ['10,000 headers', options(Array.from({ length: 10_000 }, () => 'X:y'))],
    ['half a message', options().slice(0, 90)],
    ['a body that is shorter than it says', options(['Content-Length: 5000'], 'short')],
    ['a thousand Vias', options(Array.from({ length: 1000 }, (_, i) => `Via: SIP/2.0/UDP h${i};branch=z9hG4bK${i}`))],
    ['brackets without end', options([`Contact: ${'<'.repeat(20_000)}`])],
    ['quotes without end', options([`Subject: ${'"\\'.repeat(20_000)}`])],
    ['a fold without end', options([`Subject: x${'\r\n '.repeat(15_000)}`])],
    ['a response to nobody', message(['SIP/2.0 200 OK', 'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx', 'CSeq: 1 INVITE'])],
  ];
  for (const [what, packet] of packets) {
    test(what, async () => {
      await using stranger = await SipStranger.open(port);
      stranger.send(packet);
      await assertAlive();
    });
  }

  test('2,000 requests at once', async () => {
    await using stranger = await SipStranger.open(port);
    for (let i = 0; i < 2000; i++) stranger.send(options(['Content-Length: 0']));
    await assertAlive();
  });

  test('a call from a stranger is refused without a ring', async () => {
    await using cleo = await SimulatedPhone.start({ params: lineAt(house.lab.port, '1003') });
    await cleo.waitForLine();
    const cleoPort = house.lab.locations.of('1003')[0]?.target.remote.port ?? 0;
    await using stranger = await SipStranger.open(cleoPort, '127.0.0.2');
    stranger.send(options(['Content-Length: 0']).replaceAll('OPTIONS', 'INVITE').replaceAll('1001', '1003'));
    await cleo.waitFor('403', async () => (stranger.statuses.includes(403) ? true : undefined));
    assert.equal((await cleo.screen()).screen, 'idle');
  });
});

describe('over TCP', () => {
  function* endless(piece: string, times: number): Iterable<string> {
    for (let i = 0; i < times; i++) yield piece;
  }
  const patienceMs = 30_000;
  const megabyte = 'a'.repeat(1_000_000);

  test('a header without end closes the connection', async () => {
    const { closedByPhone } = await talkTcp(port, ['OPTIONS sip:a@b SIP/2.0\r\nX: ', ...endless(megabyte, 20)], patienceMs);
    assert.ok(closedByPhone);
    await assertAlive();
  });

  test('a body of 4 GB is not waited for', async () => {
    const { text, closedByPhone } = await talkTcp(
      port,
      [options(['Content-Length: 4000000000']), ...endless(megabyte, 5)],
      patienceMs,
      /^SIP/,
    );
    assert.ok(closedByPhone || /^SIP\/2\.0 (400|413|513)/.test(text), text);
    await assertAlive();
  });

  test('a message that comes byte by byte is understood', async () => {
    const { text } = await talkTcp(port, [...options(['Content-Length: 0']).replace('/UDP', '/TCP')], patienceMs, /\r\n\r\n$/);
    assert.match(text, /^SIP\/2\.0 200/);
  });

  test('half a message, and then nothing', async () => {
    await talkTcp(port, [options().slice(0, 60)], 200);
    await assertAlive();
  });

  test('two messages in one piece get two answers', async () => {
    const both = [options(['Content-Length: 0']), options(['Content-Length: 0'])].join('').replaceAll('/UDP', '/TCP');
    const { text } = await talkTcp(port, [both], patienceMs, /^SIP.*^SIP.*\r\n\r\n$/ms);
    assert.equal(text.match(/^SIP\/2\.0 200/gm)?.length, 2);
  });

  test('no SIP at all', async () => {
    await talkTcp(port, ['GET / HTTP/1.1\r\nHost: phone\r\n\r\n'], 500);
    await talkTcp(port, [new Uint8Array(100_000).fill(0xff)], 500);
    await assertAlive();
  });

  test('300 connections that say nothing do not keep the lab out', async () => {
    const idle = Array.from({ length: 300 }, () => talkTcp(port, [], 1500));
    await pause(300);
    await dial(house.ann, '600');
    await house.ann.waitForScreen('call');
    await house.rest();
    await Promise.all(idle);
    await assertAlive();
  });
});
