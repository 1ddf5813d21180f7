// The ring of SIP messages: bounded whatever comes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SignalledMessage, SignallingTrace } from '#firmware/system/signalling-trace';

function message(text: string): SignalledMessage {
  return {
    atMs: 0,
    direction: 'sent',
    protocol: 'UDP',
    remote: '10.0.0.9:5060',
    startLine: text,
    text,
    callId: 'c',
    cseq: { number: 1, method: 'INVITE' },
    status: undefined,
    branch: 'b',
    fromTag: '',
    toTag: '',
  };
}

const texts = (trace: SignallingTrace): readonly string[] => trace.messages.map(({ text }) => text);

test('keeps the newest by number', () => {
  const trace = new SignallingTrace({ messages: 3, characters: 1000 });
  for (let i = 0; i < 100; i++) {
    trace.add(message(`${i}`));
    assert.deepEqual(texts(trace), [i - 2, i - 1, i].filter((each) => each >= 0).map(String));
  }
});

test('keeps the newest by size', () => {
  const trace = new SignallingTrace({ messages: 100, characters: 1000 });
  for (let i = 0; i < 50; i++) trace.add(message(String(i % 10).repeat(300)));
  assert.deepEqual(
    texts(trace).map((text) => text[0]),
    ['7', '8', '9'],
  );
});

test('one message that is larger than all of the room is not kept', () => {
  const trace = new SignallingTrace({ messages: 100, characters: 1000 });
  trace.add(message('small'));
  trace.add(message('x'.repeat(2000)));
  assert.deepEqual(texts(trace), []);
  trace.add(message('next'));
  assert.deepEqual(texts(trace), ['next']);
});

test('who listens late hears at most 200 of the past, then what comes', () => {
  const trace = new SignallingTrace();
  for (let i = 0; i < 500; i++) trace.add(message(`${i}`));
  const heard: string[] = [];
  const stop = trace.listen(({ text }) => heard.push(text));
  trace.add(message('now'));
  stop();
  trace.add(message('later'));
  assert.equal(heard.length, 201);
  assert.deepEqual([heard[0], heard.at(-1)], ['300', 'now']);
});
