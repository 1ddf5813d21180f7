// What of a SIP message goes to the debug server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOf, type TraceChoice, tracedText } from '#firmware/system/syslog/traced-text';

const text = [
  'OPTIONS sip:a SIP/2.0',
  'From: "sip:9@x" <sip:1001@pbx>;tag=1',
  't: <sips:1002@pbx>',
  'X: '.padEnd(2000, 'x'),
  '',
  'v=0',
].join('\r\n');
const message = {
  direction: 'sent',
  protocol: 'UDP',
  remote: '192.0.2.1:5060',
  startLine: 'OPTIONS sip:a SIP/2.0',
  text,
  callId: 'c',
  cseq: { number: 1, method: 'OPTIONS' },
  status: undefined,
  branch: '',
  fromTag: '1',
  toTag: '',
  atMs: 0,
} as const;

test('the first line, all of it in parts that a datagram holds, or nothing', () => {
  const shown = (choice: TraceChoice): readonly string[] => tracedText(choice, message);
  assert.deepEqual(shown('none'), []);
  assert.deepEqual(shown('1-line'), ['to 192.0.2.1:5060 UDP: OPTIONS sip:a SIP/2.0']);
  assert.deepEqual(shown('1-line excl. OPT'), []);
  assert.equal(shown('1-line excl. REG').length, 1);
  assert.deepEqual(shown('full excl. OPT|NTFY|REG'), []);
  const [head, ...parts] = shown('full');
  assert.deepEqual([head], shown('1-line'));
  assert.ok(parts.every(({ length }) => length <= 1000));
  assert.equal(parts.join('').replaceAll('\r\n', ''), text.slice(text.indexOf('\n') + 1).replaceAll('\r\n', ''));
});

test('whose message it is stands in From and To, in either form', () => {
  assert.ok(isOf('1001', message));
  assert.ok(isOf('1002', message));
  assert.ok(!isOf('100', message));
  assert.ok(!isOf('a', message));
});
