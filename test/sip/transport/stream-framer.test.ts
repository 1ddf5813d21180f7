// Framing of streams: any chunking gives the same frames, and hostile bytes end in one refusal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maximumMessageBytes } from '#sip/message/limits';
import type { Frame } from '#sip/transport/framer';
import { StreamFramer } from '#sip/transport/stream-framer';
import { threadTimeMs } from '../../support/thread-time.ts';

const encode = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const message = (body: string, length: number | string = body.length): string =>
  `OPTIONS sip:a@b SIP/2.0\r\nCall-ID: x\r\nContent-Length: ${length}\r\n\r\n${body}`;

/** Cuts `bytes` at the given places, and shows each frame in a form that compares. */
function frame(bytes: Uint8Array, cuts: readonly number[] = []): readonly string[] {
  const framer = new StreamFramer();
  const frames: Frame[] = [];
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    frames.push(...framer.push(bytes.subarray(from, cut)));
    from = cut;
  }
  return frames.map((each) => {
    if (each.type === 'message') return Buffer.from(each.bytes).toString('latin1');
    return each.type !== 'lost' ? each.type : `lost ${each.status} ${each.reason}`;
  });
}

const piece = fc.oneof(
  fc.string({ maxLength: 40 }).map((body) => message(body)),
  fc.constantFrom('\r\n', '\r\n\r\n', '\r\n\r\n\r\n'),
  fc.constantFrom('\r', '\n', '\r\rX', 'X', '\u0016\u0003\u0001', message('abc', 'no'), message('', 70_000), 'A: b\r\n\r\n'),
);

test('any chunking gives the same frames', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (pieces, places) => {
      const bytes = encode(pieces.join(''));
      const cuts = places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
      const whole = frame(bytes);
      assert.deepEqual(frame(bytes, cuts), whole);
      assert.deepEqual(
        frame(
          bytes,
          Array.from(bytes, (_, i) => i),
        ),
        whole,
      );
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('messages, pings and single line ends are told apart', () => {
  const text = `\r\n${message('one')}\r\n\r\n${message('')}\r\n${message('three')}\r\n\r\n\r\n\r\n`;
  assert.deepEqual(frame(encode(text)), [message('one'), 'ping', message(''), message('three'), 'ping', 'ping']);
});

test('the body is counted in bytes, and the compact form of Content-Length counts', () => {
  const text = 'INFO sip:a@b SIP/2.0\r\nl : 4\r\n\r\n\u00e4\u00f6\r\n';
  assert.deepEqual(frame(encode(text)), [text]);
});

test('without one readable Content-Length the stream is lost', () => {
  const bad = ['OPTIONS sip:a@b SIP/2.0\r\nCall-ID: x\r\n\r\n'];
  for (const value of ['-1', 'x', '', '1e3', '0x10', '99999999999999999999']) bad.push(message('', value));
  bad.push('OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 3\r\nl: 3\r\n\r\nabc');
  for (const text of bad)
    assert.deepEqual(frame(encode(text + message('hidden'))), ['lost 400 Missing or malformed Content-Length'], text);
});

test('too much is refused before it is stored', () => {
  assert.deepEqual(frame(encode(message('', maximumMessageBytes + 1))), ['lost 413 Request Entity Too Large']);
  const framer = new StreamFramer();
  framer.push(encode('OPTIONS sip:a@b SIP/2.0\r\nX: '));
  const chunk = encode('x'.repeat(1000));
  let pushed = 0;
  let frames: readonly Frame[] = [];
  while (frames.length === 0 && pushed < 100) {
    frames = framer.push(chunk);
    pushed++;
  }
  assert.equal(frames[0]?.type, 'lost');
  assert.equal(pushed, 66);
  assert.deepEqual(framer.push(encode(message('later'))), []);
});

test('what is not SIP is seen at its first byte', () => {
  assert.deepEqual(frame(Uint8Array.of(0x16, 0x03, 0x01)), ['lost 400 Not SIP']);
  assert.deepEqual(frame(encode(' OPTIONS')), ['lost 400 Not SIP']);
});

test('reading byte by byte is linear', () => {
  const bytes = encode(
    `OPTIONS sip:a@b SIP/2.0\r\nX: ${'x'.repeat(30_000)}\r\nContent-Length: 30000\r\n\r\n${'y'.repeat(30_000)}`,
  );
  const framer = new StreamFramer();
  const startMs = threadTimeMs();
  let frames = 0;
  for (let i = 0; i < bytes.length; i++) frames += framer.push(bytes.subarray(i, i + 1)).length;
  assert.equal(frames, 1);
  // Quadratic, it would be some two thousand million steps.
  assert.ok(threadTimeMs() - startMs < 500);
});

test('inMessage is true between the first byte and the last', () => {
  const framer = new StreamFramer();
  const text = message('abc');
  assert.equal(framer.inMessage, false);
  framer.push(encode('\r\n'));
  assert.equal(framer.inMessage, false);
  framer.push(encode(text.slice(0, 5)));
  assert.equal(framer.inMessage, true);
  framer.push(encode(text.slice(5, -1)));
  assert.equal(framer.inMessage, true);
  framer.push(encode(text.slice(-1)));
  assert.equal(framer.inMessage, false);
});
