import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findParameter, parameters } from '#config/schema';
import { readValue, writeValue } from '#config/value';

function read(path: string, input: unknown): unknown {
  const parameter = findParameter(path);
  assert.ok(parameter !== undefined, path);
  const result = readValue(parameter.declaration, input);
  return result.ok ? result.value : `expected ${result.expected}`;
}

describe('reading a value', () => {
  it('takes a switch in every word that files use', () => {
    for (const on of [true, 1, '1', 'true', 'ENABLE', 'Enabled', ' yes ', 'on'])
      assert.equal(read('voip/line/0/enabled', on), true);
    for (const off of [false, 0, '0', 'false', 'DISABLE', 'no', 'off']) assert.equal(read('voip/line/0/enabled', off), false);
    for (const wrong of ['2', '', 2, null, {}, 'maybe']) {
      assert.equal(read('voip/line/0/enabled', wrong), 'expected 1 (enabled) or 0 (disabled)');
    }
  });

  it('takes a number within its range, decimal or hexadecimal, and says the range and the unit otherwise', () => {
    assert.equal(read('voip/media/media_tos', '0xB8'), 184);
    assert.equal(read('voip/dialing/auto_dialing/timeout', ' 30 '), 30);
    for (const wrong of ['121', 121, -1, 1.5, Number.NaN, '', '12s', '1e2', '٣', [], '0x', '99999999999999999999']) {
      assert.equal(read('voip/dialing/auto_dialing/timeout', wrong), 'expected a whole number from 0 to 120, in s');
    }
    assert.equal(read('voip/reject_code', 200), 'expected one of 486, 480, 603');
    assert.match(
      String(read('voip/regional_settings/call_progress_tones/0/frequency_a', 5)),
      /300 to 1980, in Hz, or 0 for none/,
    );
  });

  it('takes a choice in any case and gives it in the declared one', () => {
    assert.equal(read('voip/line/0/transport_protocol', 'tls'), 'TLS');
    assert.equal(read('voip/line/0/transport_protocol', 'SCTP'), 'expected one of UDP, TCP, TLS, WS, WSS, AUTO');
  });

  it('refuses text with line breaks, which would become lines of a file or headers of a message', () => {
    for (const wrong of ['a\r\nb', 'a\u0000', '\u001b[2J', 'a\u007f']) {
      assert.equal(read('voip/line/0/description', wrong), 'expected text without line breaks or control characters');
    }
    assert.equal(read('voip/line/0/description', 'Zoë 王'), 'Zoë 王');
    assert.equal(read('voip/line/0/description', 'x'.repeat(65)), 'expected at most 64 characters');
  });

  it('refuses a host name with anything that a URI or a shell would read otherwise', () => {
    for (const wrong of ['a b', 'a;b', 'a/b', '$(x)', 'a@b', 'ä.example']) {
      assert.match(String(read('voip/line/0/proxy_address', wrong)), /^expected a host name/, wrong);
    }
    for (const right of ['', 'pbx.example.org', '192.0.2.1', '[2001:db8::1]', '2001:db8::1', 'my_host']) {
      assert.equal(read('voip/line/0/proxy_address', right), right);
    }
  });

  it('never throws, and what it accepts survives being written and read', () => {
    const inputs = fc.oneof(fc.anything(), fc.string(), fc.integer(), fc.constantFrom('0x10', '-5', 'TLS', '1'));
    fc.assert(
      fc.property(fc.constantFrom(...parameters()), inputs, ({ declaration }, input) => {
        const first = readValue(declaration, input);
        if (!first.ok) return;
        assert.deepEqual(readValue(declaration, writeValue(declaration, first.value)), first);
      }),
      { numRuns: 2000 },
    );
  });
});
