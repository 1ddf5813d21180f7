// Who may do what, whatever stands in the headers.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '#test/support/fake-clock';
import type { TokenEntry, Tokens } from '#ui/administration/tokens';
import { Guard, isSameOrigin } from '#ui/web/server/guard';
import { Sessions } from '#ui/web/server/sessions';

const token: TokenEntry = { id: 1, name: 'pbx', scopes: ['status'], createdAtMs: 0 };
const tokens: Tokens = {
  entries: [token],
  create: () => undefined,
  revoke: () => false,
  find: (text) => (text === 'the-token' ? token : undefined),
};

function rig() {
  let next = 0;
  const sessions = new Sessions({
    clock: new FakeClock(),
    random: { bytes: (count) => new Uint8Array(count).fill(++next) },
    times: () => ({ idleMs: 900_000, absoluteMs: 3_600_000 }),
    ended: () => undefined,
  });
  const session = sessions.start({ name: 'admin', role: 'admin' });
  return { guard: new Guard(sessions, tokens), session };
}

const admin = { access: 'admin' } as const;
const plain = { method: 'GET', encrypted: false } as const;

describe('the guard', () => {
  it('knows a session by its cookie among others, and by the name that the connection gives it', () => {
    const { guard, session } = rig();
    const judge = (cookie: string, encrypted = false) => guard.judge({ ...plain, encrypted, headers: { cookie } }, admin).ok;
    assert.ok(judge(`a=b; hookswitch=${session.id}; c=d`));
    assert.ok(judge(`__Host-hookswitch=${session.id}`, true));
    assert.ok(!judge(`hookswitch=${session.id}`, true), 'a cookie of the plain pages opens nothing over TLS');
    assert.ok(!judge(`xhookswitch=${session.id}`));
    assert.ok(!judge(`hookswitch=${session.id}x`));
  });

  it('believes a token alone when there is one, and only for its scopes', () => {
    const { guard, session } = rig();
    const cookie = `hookswitch=${session.id}`;
    const judge = (authorization: string, route: Parameters<Guard['judge']>[1]) =>
      guard.judge({ ...plain, headers: { cookie, authorization } }, route);
    assert.ok(judge('Bearer the-token', { access: 'admin', scope: 'status' }).ok);
    assert.deepEqual(judge('Bearer the-token', admin), { ok: false, status: 403, error: 'notAllowed' });
    assert.deepEqual(judge('Bearer another', { access: 'user', scope: 'status' }), {
      ok: false,
      status: 401,
      error: 'notLoggedIn',
    });
    assert.ok(!judge('Basic YWRtaW46YWRtaW4=', admin).ok);
  });

  it('lets nobody in by any headers but the right ones, and never throws', () => {
    const { guard } = rig();
    const text = fc.oneof(fc.string(), fc.constantFrom('hookswitch=', 'Bearer ', '=;=;', 'hookswitch', 'null', '__proto__=x'));
    const headers = fc.record(
      { cookie: text, authorization: text, origin: text, host: text, 'x-csrf-token': text, 'sec-fetch-site': text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(headers, fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), fc.boolean(), (given, method, encrypted) => {
        assert.ok(!guard.judge({ method, encrypted, headers: given }, admin).ok);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an origin', () => {
  const host = '192.0.2.7:8081';
  const from = (origin: string | undefined, encrypted = false, more = {}) =>
    isSameOrigin({ method: 'POST', encrypted, headers: { host, ...(origin !== undefined && { origin }), ...more } });

  it('is ours with the same scheme, host and port only', () => {
    assert.ok(from(`http://${host}`));
    assert.ok(from(`https://${host}`, true));
    assert.ok(from(undefined), 'programs tell none');
    for (const origin of [
      'null',
      '',
      `https://${host}`,
      'http://192.0.2.7',
      `http://${host}.evil.example`,
      `http://evil@${host}`,
    ]) {
      assert.ok(!from(origin), origin);
    }
  });

  it('is not ours when the browser says so itself', () => {
    assert.ok(!from(undefined, false, { 'sec-fetch-site': 'cross-site' }));
    assert.ok(from(undefined, false, { 'sec-fetch-site': 'same-origin' }));
  });
});
