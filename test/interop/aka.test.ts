// Proves that real sipp, as the phone of a SIM with the key of 3GPP TS 35.207, gives the answer that ours gives to the same Digest AKA challenge.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { chooseChallenges } from '#sip/auth/challenge';
import { credentialsValue, digestUser } from '#sip/auth/credentials';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseUri } from '#sip/message/uri';
import { run } from './rig/run.ts';
import { receive, request, scenarioXml, send } from './rig/sipp-words.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
/** The second set of the book: sipp reads the 5b in the key of the first as a bracket. */
const key = '0396eb317b6d1c36f19c1c84cd6ffd16';
/** What OPc is made of, for sipp. */
const op = 'ff53bade17df5d4e793073ce9d7579fa';
const opc = '53c15671c60a4b731c55b4a441c0bde2';
const management = 'af17';
/** RAND; the sequence number, hidden by f5; the field; f1. */
const nonce = hex(`c00d603103dcee52c4478119494202e839f96cd9800f${management}5df5b31807e258b0`).toString('base64');
const challenge = `Digest realm="ims.example", nonce="${nonce}", algorithm=AKAv1-MD5, qop="auth"`;

const socket = createSocket('udp4');
const registers: SipRequest[] = [];
before(async () => {
  await run('ip', ['link', 'set', 'lo', 'up']);
  await new Promise<void>((resolve) => socket.bind(5060, '127.0.0.1', resolve));
});
after(() => socket.close());

socket.on('message', (bytes, { port }) => {
  const parsed = parseMessage(bytes);
  assert.ok(parsed.ok && parsed.message.kind === 'request');
  registers.push(parsed.message);
  const answered = parsed.message.headers.has('Authorization');
  const response = makeResponse(parsed.message, answered ? 200 : 401, undefined, 'registrar');
  if (!answered) response.headers.push('WWW-Authenticate', challenge);
  socket.send(serializeMessage(response), port, '127.0.0.1');
});

test('sipp and ours answer a challenge alike', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'aka-'));
  const file = join(directory, 'register.xml');
  const actor = { user: 'alice' };
  const credentials = `[authentication username=alice aka_K=0x${key} aka_OP=0x${op} aka_AMF=0x${management}]`;
  const steps = [
    send(request('REGISTER', actor, { sequence: 1 })),
    receive('response="401" auth="true"'),
    send(request('REGISTER', actor, { sequence: 2, headers: [credentials] })),
    receive('response="200"'),
  ];
  writeFileSync(file, scenarioXml('aka', steps));
  await run('sipp', ['127.0.0.1:5060', '-sf', file, '-m', '1', '-i', '127.0.0.1', '-p', '5070', '-nostdin', '-timeout', '60']);
  const theirs = registers.at(-1);
  assert.ok(theirs !== undefined);
  const [shown] = theirs.headers.getAll('Authorization').flatMap(parseAuthValues);
  const [chosen] = chooseChallenges([challenge], ['AKAv1-MD5']);
  assert.ok(shown !== undefined && chosen !== undefined);
  const us = digestUser(chosen, { user: 'alice', password: '', aka: { key: hex(key), opc: hex(opc) } });
  assert.ok(us !== undefined);
  // It hashes its own idea of the address.
  const hashed = { ...theirs, uri: parseUri(shown.parameters.get('uri') ?? '') };
  const value = credentialsValue(hashed, chosen, us, 1, shown.parameters.get('cnonce') ?? '');
  const [ours] = parseAuthValues(value);
  assert.equal(ours?.parameters.get('response'), shown.parameters.get('response'));
});
