// Packets and replies of the older protocols, whole transfers of them included.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FetchError } from '#firmware/provisioning/fetch/fetched';
import { FtpReplyReader, portOfExtendedPassive, portOfPassive } from '#firmware/provisioning/fetch/ftp-reply';
import { parseTftpPacket } from '#firmware/provisioning/fetch/tftp-packet';
import { TftpTransfer } from '#firmware/provisioning/fetch/tftp-transfer';
import { answerToNotify, plugAndPlaySubscribe, profileAddress } from '#firmware/provisioning/plug-and-play-messages';
import { checkProvisioningBytes } from '#test/fuzz/check-provisioning-bytes';

/** A server of RFC 1350 that also loses and repeats packets as it is told; gives what the phone has at the end. */
function transferred(file: Buffer, options: { readonly blockSize?: number; readonly losses: readonly boolean[] }): Buffer {
  const transfer = new TftpTransfer('a.cfg', 1e6);
  const size = options.blockSize ?? 512;
  const block = (number: number): Buffer => {
    const data = file.subarray((number - 1) * size, number * size);
    return Buffer.concat([Buffer.from([0, 3, (number >> 8) & 0xff, number & 0xff]), data]);
  };
  const losses = [...options.losses];
  let sent = options.blockSize === undefined ? block(1) : Buffer.from(`\0\x06blksize\0${size}\0tsize\0${file.length}\0`);
  for (let turn = 0; turn < 10_000; turn++) {
    // A lost packet is sent again by whoever waits: the server here.
    if (losses.shift() === true) continue;
    const step = transfer.take(sent);
    if (step.type === 'done') return Buffer.from(transfer.bytes);
    assert.equal(step.type, 'send');
    const acknowledged = parseTftpAcknowledgement(step.type === 'send' ? step.packet : Buffer.alloc(4));
    // A lost acknowledgement: the same block again.
    if (losses.shift() !== true) sent = block(acknowledged + 1);
  }
  throw new Error('without an end');
}

function parseTftpAcknowledgement(packet: Uint8Array): number {
  assert.equal(packet[1], 4);
  return ((packet[2] ?? 0) << 8) | (packet[3] ?? 0);
}

test('a file comes whole through lost and repeated packets, with options and without', () => {
  const blockSize = fc.option(fc.integer({ min: 8, max: 1428 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 5000 }),
      blockSize,
      fc.array(fc.boolean(), { maxLength: 40 }),
      (file, size, losses) => {
        const options = size === undefined ? { losses } : { blockSize: size, losses };
        assert.deepEqual(transferred(Buffer.from(file), options), Buffer.from(file));
      },
    ),
    { numRuns: 200 },
  );
});

test('a server that knows no options is asked again without', () => {
  const transfer = new TftpTransfer('a.cfg', 1000);
  const step = transfer.take(Buffer.from('\0\x05\0\x08no options\0'));
  assert.ok(step.type === 'send');
  assert.equal(Buffer.from(step.packet).toString('latin1'), '\0\x01a.cfg\0octet\0');
  assert.equal(transfer.take(Buffer.from('\0\x03\0\x01abc')).type, 'done');
});

test('a file that ends before its size, blocks that nobody asked for, and words of the server, each have a name', () => {
  const failure = (...packets: readonly string[]): string => {
    const transfer = new TftpTransfer('a.cfg', 1000);
    try {
      for (const packet of packets) transfer.take(Buffer.from(packet, 'latin1'));
    } catch (error) {
      if (error instanceof FetchError) return error.failure;
    }
    return 'none';
  };
  assert.equal(failure('\0\x06tsize\x0010\0', '\0\x03\0\x01abc'), 'incomplete');
  assert.equal(failure('\0\x06blksize\x009000\0'), 'protocol');
  assert.equal(failure('\0\x06tsize\x002000\0'), 'tooLarge');
  assert.equal(failure('\0\x05\0\x01no such file\0'), 'notFound');
  assert.equal(failure('\0\x05\0\x02no\0'), 'denied');
  assert.equal(failure('\0\x03\0\x07abc', 'x', ''), 'none');
  assert.equal(parseTftpPacket(Buffer.from([0, 9, 0, 0])), undefined);
});

test('replies of FTP, in any pieces', () => {
  const text = '220-Welcome\r\n 331 not yet\r\n220 ready\r\n331 Password?\r\n230-In\r\nlines\r\n230 done\r\n';
  for (let size = 1; size < text.length; size++) {
    const reader = new FtpReplyReader();
    const codes: number[] = [];
    for (let at = 0; at < text.length; at += size)
      codes.push(...reader.take(Buffer.from(text.slice(at, at + size))).map(({ code }) => code));
    assert.deepEqual(codes, [220, 331, 230]);
  }
  assert.throws(() => new FtpReplyReader().take(Buffer.from('SSH-2.0-OpenSSH\r\n')), FetchError);
  assert.throws(() => new FtpReplyReader().take(Buffer.alloc(5000, 0x61)), FetchError);
  assert.equal(portOfExtendedPassive('Entering (|||6446|)'), 6446);
  assert.equal(portOfPassive('Entering Passive Mode (10,0,0,1,25,46).'), 6446);
  assert.equal(portOfPassive('Entering Passive Mode (10,0,0,1,999,46).'), undefined);
});

test('an answer to plug and play counts for its own question only', () => {
  const names = { macAddress: '001122334455', model: 'm"1', version: '1', address: '10.0.0.2' };
  const parts = { names, productName: 'Phone', callId: 'ours', branch: 'b', address: '10.0.0.2', port: 5000 };
  const asked = Buffer.from(plugAndPlaySubscribe(parts)).toString();
  assert.match(asked, /^Event: ua-profile;profile-type="device";vendor="Phone";model="m1";version="1"\r$/m);
  const notify = Buffer.from(
    asked
      .replaceAll('SUBSCRIBE', 'NOTIFY')
      .replace('Content-Length: 0\r\n\r\n', 'Content-Length: 24\r\n\r\n<https://server/{mac}.x>\n'),
  );
  assert.match(Buffer.from(answerToNotify(notify, 'ours') ?? '').toString(), /^SIP\/2\.0 200 OK\r\n/);
  assert.equal(answerToNotify(notify, 'anothers'), undefined);
  assert.equal(profileAddress(notify), 'https://server/{mac}.x');
  assert.equal(profileAddress(Buffer.from(asked)), undefined);
});

test('any bytes are read without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void checkProvisioningBytes(bytes)),
    { numRuns: 2000 },
  );
});
