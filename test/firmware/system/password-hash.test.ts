// Passwords at rest.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPassword, hashPassword, isPasswordHash } from '#firmware/system/password-hash';

describe('a password', () => {
  it('is recognised by its hash, which does not hold it and differs each time', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    assert.notEqual(one, two);
    assert.ok(isPasswordHash(one));
    assert.ok(one.length <= 128, 'fits the parameter');
    assert.ok(!one.includes('correct'));
    assert.ok(await checkPassword('correct horse', one));
    assert.ok(!(await checkPassword('correct hors', one)));
  });

  it('is the same however its accents were typed', async () => {
    assert.ok(await checkPassword('Ma\u0308rz2027', await hashPassword('M\u00e4rz2027')));
  });

  it('may stand in a configuration file as it is', async () => {
    assert.ok(await checkPassword('plain words', 'plain words'));
    assert.ok(!(await checkPassword('plain word', 'plain words')));
  });

  it('opens nothing when there is none', async () => {
    assert.ok(!(await checkPassword('', '')));
    assert.ok(!(await checkPassword('', await hashPassword('x'))));
  });

  it('is never checked at the price of all memory, nor by a hash that is not one', async () => {
    const greedy = `$scrypt$ln=30,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    assert.ok(!isPasswordHash(greedy));
    assert.ok(!(await checkPassword('anything', greedy)));
    assert.ok(!isPasswordHash('$scrypt$ln=0,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA'));
  });
});
