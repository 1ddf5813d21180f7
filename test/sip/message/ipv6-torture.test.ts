// The messages of RFC 5118 against the parser: its verdicts, and that the addresses were read for what they are.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { SipRequest } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { isSipUri } from '#sip/message/uri';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { ipv6TortureCases } from './ipv6-torture-table.ts';

const folder = new URL('../../fixtures/rfc5118/', import.meta.url);

function accepted(file: string): SipRequest {
  const result = parseMessage(readFileSync(new URL(`${file}.dat`, folder)));
  if (!result.ok || result.message.kind !== 'request') throw new Error(`${file} was refused`);
  return result.message;
}

function hostAndPort(request: SipRequest): unknown {
  const { uri } = request;
  return isSipUri(uri) ? [uri.host, uri.port] : undefined;
}

test('the table has all twelve messages', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.dat'));
  assert.deepEqual(files.toSorted(), ipv6TortureCases.map(({ file }) => `${file}.dat`).toSorted());
});

for (const { file, section, title, parse } of ipv6TortureCases) {
  test(`RFC 5118 §${section} ${file}, ${title}: ${parse}`, () => {
    const result = parseMessage(readFileSync(new URL(`${file}.dat`, folder)));
    assert.equal(result.ok ? 'ok' : result.status, parse);
  });
}

test('a port is one only behind the brackets', () => {
  assert.deepEqual(hostAndPort(accepted('port-ambiguous')), ['2001:db8::10:5070', undefined]);
  assert.deepEqual(hostAndPort(accepted('port-unambiguous')), ['2001:db8::10', 5070]);
});

test('received means the same address with brackets and without', () => {
  for (const file of ['via-received-param-with-delim', 'via-received-param-no-delim']) {
    const { via } = accepted(file).headers;
    assert.equal(via.host, '2001:db8::9:1');
    assert.equal(via.parameters.get('received')?.replace(/^\[|\]$/g, ''), '2001:db8::9:255');
  }
});

test('each Via has its own family', () => {
  const vias = accepted('mult-ip-in-header').headers.vias.map(({ protocol, host, port }) => [protocol, host, port]);
  assert.deepEqual(vias, [
    ['UDP', '2001:db8::9:1', 6050],
    ['UDP', '192.0.2.1', undefined],
    ['TCP', '2001:db8::9:255', undefined],
  ]);
});

test('session descriptions of both families are read', () => {
  for (const file of ['ipv6-in-sdp', 'mult-ip-in-sdp', 'ipv4-mapped-ipv6']) assert.ok(parseSdp(accepted(file).body).ok, file);
});
