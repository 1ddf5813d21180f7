// Throws spoiled DHCP options, TFTP packets, FTP replies and answers of plug and play at their readers: node test/fuzz/provisioning-bytes.ts
// [--seed N] [--count N]. The first failure is written beside the crashers as a file to keep, and the process ends with 1.

import { tftpAcknowledgement, tftpError, tftpReadRequest } from '#firmware/provisioning/fetch/tftp-packet';
import { plugAndPlaySubscribe } from '#firmware/provisioning/plug-and-play-messages';
import { checkProvisioningBytes } from './check-provisioning-bytes.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const names = { macAddress: '001122334455', model: 'm1', version: '1', address: '10.0.0.2' };
const subscribe = plugAndPlaySubscribe({
  names,
  productName: 'Phone',
  callId: 'call-id',
  branch: 'branch',
  address: '10.0.0.2',
  port: 5000,
});
const notify = Buffer.from(subscribe)
  .toString()
  .replaceAll('SUBSCRIBE', 'NOTIFY')
  .replace('Content-Length: 0\r\n\r\n', 'Content-Type: application/url\r\nContent-Length: 21\r\n\r\nhttps://server/a.cfg\n');
const seeds = [
  notify,
  '\x01\x0cMS-UC-Client\x02\x05https\x03\x06a.test\x04\x03443\x05\x02/x\x0a\x03200\xff',
  '\x00\x04lync\x06domain\x03com\x00',
  '\x01\x0a\x00\x00\x01',
  'https://server/<MAC>.img;$(MAU:4:2)/{mac}.cfg',
  '66 31302e302e302e39\n160 6874\n',
  '220-Welcome\r\n220 ready\r\n331 Password\r\n230 in\r\n229 (|||6446|)\r\n227 (10,0,0,1,25,46)\r\n213 20260101000000\r\n226 done\r\n',
  '\x00\x06blksize\x001428\x00tsize\x0020\x00',
  '\x00\x03\x00\x01data of the block',
  tftpReadRequest('file', { blksize: 1428 }),
  tftpAcknowledgement(1),
  tftpError(1, 'not found'),
].map((seed) => (typeof seed === 'string' ? Buffer.from(seed, 'latin1') : Buffer.from(seed)));

fuzzReader({
  crashers: 'provisioning-crashers',
  count: 100_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkProvisioningBytes,
});
