// Reading and writing session descriptions: what is kept, what is forgiven, what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { sdpText, serializeSdp } from '#sip/sdp/serialize-sdp';

const head = 'v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\n';

test('what a phone looks at is kept, the rest is not', () => {
  const text =
    `${head}i=info\r\nu=http://x\r\ne=a@b\r\nc=IN IP4 192.0.2.1\r\nb=AS:64\r\nt=0 0\r\nr=1\r\nz=0\r\na=tool:x y\r\n` +
    'm=audio 49170/2 RTP/AVP 0 96\r\ni=title\r\nc=IN IP6 2001:db8::1\r\nb=AS:64\r\na=rtpmap:96 opus/48000/2\r\na=sendonly\r\n';
  const result = parseSdp(text);
  assert.ok(result.ok);
  assert.deepEqual(result.description, {
    origin: { user: '-', sessionId: '1', version: '2', family: 4, address: '192.0.2.1' },
    name: '-',
    connection: { family: 4, address: '192.0.2.1' },
    attributes: [{ name: 'tool', value: 'x y' }],
    media: [
      {
        kind: 'audio',
        port: 49170,
        protocol: 'RTP/AVP',
        formats: ['0', '96'],
        connection: { family: 6, address: '2001:db8::1' },
        attributes: [
          { name: 'rtpmap', value: '96 opus/48000/2' },
          { name: 'sendonly', value: undefined },
        ],
      },
    ],
  });
});

const forgiven: readonly (readonly [string, string])[] = [
  ['bare line feeds', 'v=0\no=- 1 2 IN IP4 h\ns=-\nm=audio 1 RTP/AVP 0\n'],
  ['no end of the last line', `${head}m=audio 1 RTP/AVP 0`],
  ['no session name and no time', 'v=0\r\no=- 1 2 IN IP4 h\r\n'],
  ['an empty session name', 'v=0\r\no=- 1 2 IN IP4 h\r\ns=\r\n'],
  ['empty lines at the end', `${head}\r\n\r\n`],
  ['a multicast TTL', `${head}c=IN IP4 224.2.1.1/127/3\r\n`],
];
for (const [name, text] of forgiven) {
  test(`${name}: forgiven`, () => assert.ok(parseSdp(text).ok));
}

const refused: readonly (readonly [string, string, number])[] = [
  ['nothing', '', 1],
  ['another version', 'v=1\r\n', 1],
  ['no origin', 'v=0\r\ns=-\r\n', 3],
  ['an origin without numbers', 'v=0\r\no=- a b IN IP4 h\r\n', 2],
  ['a line that is none', `${head}hello\r\n`, 4],
  ['a port that is none', `${head}m=audio x RTP/AVP 0\r\n`, 4],
  ['a port too high', `${head}m=audio 65536 RTP/AVP 0\r\n`, 4],
  ['no format', `${head}m=audio 1 RTP/AVP\r\n`, 4],
  ['a connection of no network', `${head}c=IN IP5 h\r\n`, 4],
  ['an address with blanks', `${head}c=IN IP4 a b\r\n`, 4],
  ['more streams than anybody has', head + 'm=audio 1 RTP/AVP 0\r\n'.repeat(65), 68],
  ['more lines than anybody needs', head + 'a=x\r\n'.repeat(2000), 2000],
  ['a lone CR', `${head}a=x\ry\r\n`, 4],
];
for (const [name, text, line] of refused) {
  test(`${name}: refused in line ${line}`, () => {
    const result = parseSdp(text);
    assert.ok(!result.ok && result.line === line, JSON.stringify(result));
  });
}

test('any text comes to a verdict, and what is read is written the same', () => {
  const line = fc
    .tuple(fc.constantFrom('a', 'c', 'm', 'o', 's', 'b', '\u00fc'), fc.string({ maxLength: 30 }))
    .map(([type, rest]) => `${type}=${rest}`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const result = parseSdp(`${head}${lines.join('\r\n')}`);
      if (!result.ok) return;
      assert.deepEqual(parseSdp(serializeSdp(result.description)), result);
    }),
    { numRuns: 500 },
  );
});

test('no value starts a line of its own', () => {
  const origin = { user: '-', sessionId: '1', version: '1', family: 4, address: 'h' } as const;
  const text = sdpText({ origin, name: 'x\r\nm=audio 1 RTP/AVP 0', connection: undefined, attributes: [], media: [] });
  assert.equal(text.split('\r\n').filter((each) => each.startsWith('m=')).length, 0);
});
