// What must hold for all messages: they come out as they went in, and nothing that arrives can throw or take long.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { redactMessage } from '#sip/auth/redact';
import { readContentLength } from '#sip/message/content-length';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { checkMessage, contentsOf } from '../../fuzz/check-message.ts';
import { mutate } from '../../fuzz/mutate.ts';
import { SeededRandom } from '../../fuzz/seeded-random.ts';
import { threadTimeMs } from '../../support/thread-time.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

function filesOf(name: string): readonly (readonly [string, Uint8Array])[] {
  const folder = new URL(name, fixtures);
  return readdirSync(folder)
    .filter((file) => !file.endsWith('.md'))
    .map((file) => [file, readFileSync(new URL(file, folder))]);
}

const tokenText = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,20}$/);
const hostText = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const quoted = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => `"${text.replace(/[\r\n\0]/g, '').replace(/["\\]/g, '\\$&')}"`);
const parameters = fc
  .uniqueArray(fc.tuple(tokenText, fc.option(fc.oneof(tokenText, quoted))), {
    maxLength: 4,
    selector: ([name]) => name.toLowerCase(),
  })
  .map((list) => list.map(([name, value]) => (value === null ? `;${name}` : ` ; ${name} = ${value}`)).join(''));
const uriText = fc
  .tuple(fc.constantFrom('sip', 'sips', 'SIP'), fc.stringMatching(/^[a-z0-9;?&=+$,/%]{0,8}$/), hostText)
  .map(([scheme, user, host]) => `${scheme}:${user.replace(/%/g, '%2f') || 'u'}@${host};lr`);
const addressText = fc
  .tuple(fc.option(fc.oneof(quoted, tokenText)), uriText, parameters)
  .map(([name, uri, rest]) => `${name ?? ''} <${uri}>${rest}`);
const viaText = fc
  .tuple(fc.constantFrom('UDP', 'tcp', 'TLS', 'WSS'), hostText, fc.option(fc.nat(65535)), parameters)
  .map(([protocol, host, port, rest]) => `SIP / 2.0/${protocol} ${host}${port === null ? '' : ` : ${port}`}${rest}`);
const freeValue = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n\0]/g, ' '));

const messageText = fc
  .record({
    response: fc.boolean(),
    uri: uriText,
    vias: fc.array(viaText, { minLength: 1, maxLength: 4 }),
    from: addressText,
    to: addressText,
    number: fc.nat(2 ** 31 - 1),
    extra: fc.array(fc.tuple(tokenText, freeValue), { maxLength: 6 }),
    fold: fc.boolean(),
    body: fc.string({ unit: 'binary', maxLength: 40 }),
  })
  .map((parts) => {
    const comma = parts.fold ? ',\r\n\t' : ', ';
    const lines = [
      parts.response ? 'SIP/2.0 487 Request Terminated' : `INVITE ${parts.uri} SIP/2.0`,
      `v: ${parts.vias.join(comma)}`,
      `from:${parts.from}`,
      `t :  ${parts.to}`,
      'Call-ID: a@b',
      `CSeq: ${parts.number} INVITE`,
      ...parts.extra.map(([name, value]) => `X-${name}: ${value}`),
    ];
    return `${lines.join('\r\n')}\r\n\r\n${parts.body}`;
  });

test('a well-formed message is accepted and its serialization says the same', () => {
  fc.assert(
    fc.property(messageText, (text) => {
      const first = parseMessage(new TextEncoder().encode(text));
      assert.ok(first.ok, first.ok ? '' : first.reason);
      const second = parseMessage(serializeMessage(first.message));
      assert.ok(second.ok, second.ok ? '' : second.reason);
      assert.deepEqual(contentsOf(second.message), contentsOf(first.message));
      assert.deepEqual(second.message.headers.vias, first.message.headers.vias);
      assert.deepEqual(second.message.headers.from, first.message.headers.from);
    }),
    { numRuns: 300 },
  );
});

test('any bytes at all come to a verdict', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      checkMessage(bytes);
    }),
    { numRuns: 500 },
  );
});

for (const [file, bytes] of filesOf('sip-crashers/')) {
  test(`${file} stays mended`, () => {
    checkMessage(bytes);
  });
}

test('every torture message, cut anywhere, comes to a verdict', () => {
  for (const [, bytes] of filesOf('rfc4475/')) {
    for (let length = 0; length < bytes.length; length += 7) checkMessage(bytes.subarray(0, length));
  }
});

test('torture messages spoiled at random come to a verdict', () => {
  const random = new SeededRandom(4475);
  const seeds = filesOf('rfc4475/').map(([, bytes]) => bytes);
  for (let i = 0; i < 4000; i++) checkMessage(mutate(random.pick(seeds), random));
});

const start = 'INVITE sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h\r\nf: <sip:a@b>;tag=1\r\ni: x\r\nCSeq: 1 INVITE\r\n';

/** A message of about `size` bytes that repeats `unit` within `around`, split into lines so that no limit ends it early. */
function repeated(size: number, unit: string, line: string, perLine: number): Uint8Array {
  const value = unit.repeat(Math.ceil(perLine / unit.length));
  let text = start;
  for (let i = 0; text.length + value.length + line.length < size; i++) text += `${line.replace('N', String(i))}${value}\r\n`;
  return new TextEncoder().encode(`${text}\r\n`);
}

const families: readonly (readonly [string, string, string, number])[] = [
  ['commas in Contact', ',', 'm: ', 8000],
  ['open brackets in Contact', '<,', 'm: ', 8000],
  ['quotes in Contact', '",', 'm: ', 8000],
  ['backslashes', '\\', 'm: "', 8000],
  ['parameters', ';a=b', 'X-N: <sip:a@b>', 8000],
  ['folds', '\r\n x', 'X-N: ', 8000],
  ['blanks', ' ', 'X-N: ', 8000],
  ['lone CRs', '\r', 'X-N: ', 8000],
  ['NULs', '\\\0', 'X-N: ', 8000],
  ['colons', ':', 'X-N', 8000],
  ['hops', 'SIP/2.0/UDP h,', 'v: ', 8000],
  ['escapes in a To', '%41', 't: sip:', 8000],
  ['small fields', 'a', 'X-N: ', 1],
  ['challenges', 'Digest a=b, ', 'Authorization: ', 8000],
  ['keys', 'inline:a', 'a=crypto:', 8000],
  ['formats', ' 1', 'm=audio 1 RTP/AVP', 8000],
];

/** Of processor time in ms: what others do on the machine is not the parser's. */
function bestOf(runs: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const beforeMs = threadTimeMs();
    work();
    best = Math.min(best, threadTimeMs() - beforeMs);
  }
  return best;
}

for (const [name, unit, line, perLine] of families) {
  test(`eight times the ${name} take about eight times as long, not sixty-four`, () => {
    const work = (bytes: Uint8Array): void => {
      readContentLength(bytes);
      const result = parseMessage(bytes);
      if (result.ok) result.message.headers.getAll('Contact');
      parseSdp(bytes);
      redactMessage(Buffer.from(bytes).toString('latin1'));
    };
    const small = repeated(8_192, unit, line, perLine / 8);
    const large = repeated(65_536, unit, line, perLine);
    for (let i = 0; i < 5; i++) work(large);
    // Below a fiftieth of a second nobody is held up, whatever the ratio: noise of the machine is larger.
    const smallMs = bestOf(5, () => work(small));
    const largeMs = bestOf(5, () => work(large));
    assert.ok(largeMs < 20 || largeMs / smallMs < 32, `${smallMs} ms, then ${largeMs} ms`);
  });
}

test('limits are kept: message size, line length, number of fields and hops', () => {
  const reasonOf = (text: string): string | undefined => {
    const result = parseMessage(new TextEncoder().encode(text));
    return result.ok ? undefined : `${result.status} ${result.reason}`;
  };
  const end = 't: <sip:c@d>\r\n\r\n';
  assert.equal(reasonOf(start + end), undefined);
  assert.equal(reasonOf(`${start}Z: ${'a'.repeat(70_000)}\r\n${end}`), '513 Message Too Large');
  assert.equal(reasonOf(`${start}Z: ${'a'.repeat(16_384)}\r\n${end}`), '400 Header field too long');
  assert.equal(reasonOf(`${start}${'Z: a\r\n'.repeat(256)}${end}`), '400 Too many header fields');
  assert.equal(reasonOf(`${start}v: ${'SIP/2.0/UDP h,'.repeat(200)}SIP/2.0/UDP h\r\n${end}`), '400 Too many Vias');
});
