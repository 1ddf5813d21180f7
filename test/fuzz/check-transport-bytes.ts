// What must hold for any bytes at all that reach the transport below SIP: STUN answers, WebSocket frames, names in certificates. Throws
// when it does not.

import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { speaksFor } from '#sip/transport/certificate-identity';
import { MessageFramer } from '#sip/transport/message-framer';
import { StreamFramer } from '#sip/transport/stream-framer';
import { looksLikeStun, parseStunAnswer } from '#sip/transport/stun-message';

/** Certificates know no more about it. */
const nobody = 'never-in-the-corpus.example.net';

export function checkTransportBytes(bytes: Uint8Array): 'accepted' | 'refused' {
  checkFrames(bytes);
  checkNames(Buffer.from(bytes).toString('latin1'));
  const answer = parseStunAnswer(bytes);
  if (answer === undefined) return 'refused';
  assert.ok(looksLikeStun(bytes));
  assert.equal(answer.transaction, Buffer.from(bytes.subarray(8, 20)).toString('hex'));
  if (answer.type === 'refused') {
    assert.ok(answer.status >= 0 && answer.status < 1000);
  } else {
    const { address, family, port } = answer.mapped;
    assert.equal(isIP(address), family);
    assert.ok(port >= 0 && port <= 65_535);
  }
  return 'accepted';
}

/** One frame is one message at most; and a stream that waits for a pong cuts the same messages as one that does not. */
function checkFrames(bytes: Uint8Array): void {
  assert.ok(new MessageFramer().push(bytes).length <= 1);
  const waiting = new StreamFramer();
  waiting.awaitPong();
  const cut = waiting.push(bytes).filter((frame) => frame.type === 'message');
  assert.deepEqual(
    cut,
    new StreamFramer().push(bytes).filter((frame) => frame.type === 'message'),
  );
}

/** Nothing within a quoted value becomes a name of its own. */
function checkNames(text: string): void {
  for (const allowWildcards of [false, true]) {
    const rules = { allowWildcards };
    const quoted = `URI:${JSON.stringify(`http://${text}, DNS:${nobody}`)}, DNS:other.example.org`;
    assert.equal(speaksFor({ subject: `CN=${nobody}`, subjectAltName: quoted }, nobody, rules), false);
    assert.equal(speaksFor({ subject: text, subjectAltName: text }, nobody, rules), false);
  }
}
