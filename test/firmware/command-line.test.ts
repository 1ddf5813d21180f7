// The program's arguments: what is taken, and what is said about the rest.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCommandLine } from '#firmware/command-line';

const needed = ['--board', 'simulated/color-320', '--data', '/tmp/x'];

function refusal(...args: readonly string[]): string {
  const result = readCommandLine(args);
  return result.ok ? 'accepted' : result.reason;
}

describe('the command line', () => {
  it('needs a board and a place for data', () => {
    assert.match(refusal('--data', '/tmp/x'), /--board is missing/);
    assert.match(refusal('--board', 'simulated/color-320'), /--data is missing/);
  });

  it('takes addresses with a port, IPv6 in brackets', () => {
    const result = readCommandLine([...needed, '--panel', '127.0.0.1:8080', '--web', '[::1]:8081']);
    assert.ok(result.ok);
    assert.deepEqual(result.commandLine.panel, { host: '127.0.0.1', port: 8080 });
    assert.deepEqual(result.commandLine.web, { host: '::1', port: 8081 });
  });

  it('takes an address without a port for the pages, which have ports of their own', () => {
    const result = readCommandLine([...needed, '--web', '127.0.0.1']);
    assert.deepEqual(result.ok && result.commandLine.web, { host: '127.0.0.1' });
  });

  for (const wrong of ['8080', '127.0.0.1', '127.0.0.1:99999', '::1:8080', ':80']) {
    it(`says how an address is written instead of ${wrong}`, () => {
      assert.match(refusal(...needed, '--panel', wrong), /is no address: say 127\.0\.0\.1:8080/);
    });
  }

  it('takes parameters, with further equals signs in the value', () => {
    const result = readCommandLine([...needed, '--param', 'voip/line/0/auth_password=a=b', '--param', 'x=']);
    assert.ok(result.ok);
    assert.deepEqual(result.commandLine.parameters, { 'voip/line/0/auth_password': 'a=b', x: '' });
  });

  it('refuses a parameter without a name or value', () => {
    assert.match(refusal(...needed, '--param', 'nonsense'), /is not name=value/);
    assert.match(refusal(...needed, '--param', '=1'), /is not name=value/);
  });

  it('refuses what it does not know', () => {
    assert.match(refusal(...needed, '--colour', 'red'), /--colour/);
  });
});
