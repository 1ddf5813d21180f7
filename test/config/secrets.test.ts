import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from '#config/secrets';

describe('a secret', () => {
  it('is stars for everything that prints', () => {
    const secret = new Secret('hunter2');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ nested: [secret] }, { depth: 9 }),
      format('%s %o %j', secret, secret, secret),
      Object.keys(secret).join(),
      JSON.stringify(Object.entries(secret)),
    ];
    for (const text of shown) assert.doesNotMatch(text, /hunter2/);
    assert.equal(String(secret), '***');
    assert.equal(JSON.stringify(secret), '"***"');
    assert.equal(inspect(secret), '***');
  });

  it('is told to who asks for it', () => {
    assert.equal(new Secret('hunter2').reveal(), 'hunter2');
  });
});
