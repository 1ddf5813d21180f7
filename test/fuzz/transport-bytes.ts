// Throws spoiled bytes at what stands below SIP: node test/fuzz/transport-bytes.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1.

import { checkTransportBytes } from './check-transport-bytes.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const stun = 'b7e7a701bc34d686fa87dfae';
const seeds = [
  hex(`0101000c 2112a442 ${stun} 00200008 0001a147e112a643`),
  hex(`01010018 2112a442 ${stun} 00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9`),
  hex(`01010018 2112a442 ${stun} 8022000b 7465737420766563746f7220 00010008 000113c4 c0000207`),
  hex(`01110010 2112a442 ${stun} 00090009 00000401 556e617574000000`),
  ...['\r\n\r\n', '\r\n', 'OPTIONS sip:a@b SIP/2.0\r\nl: 0\r\n\r\n\r\n\r\n'].map((text) => Buffer.from(text)),
  ...['DNS:a.example.org, URI:sip:example.org, IP Address:192.0.2.1', 'URI:"sip:a\\u002c, DNS:b"', 'CN=a.example.org\nO=b'].map(
    (text) => Buffer.from(text),
  ),
];
fuzzReader({
  crashers: 'transport-crashers',
  count: 100_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkTransportBytes,
});
