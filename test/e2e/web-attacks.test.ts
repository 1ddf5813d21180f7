// What has been done to other phones' web pages, done to ours: a whole phone, its real server, bytes from outside.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import type { Route } from '#ui/web/server/route';
import { routes } from '#ui/web/server/routes';

const password = 'correct horse';
const userPassword = 'battery staple';
let phone: SimulatedPhone;
let address: string;
let admin: WebClient;
let user: WebClient;

before(async () => {
  phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: {
      'system/password': password,
      'system/web_user_password': userPassword,
      'security/web/https_only': 0,
    },
  });
  address = await phone.webAddress();
  admin = new WebClient(address, '127.0.0.2');
  user = new WebClient(address, '127.0.0.3');
  assert.equal((await admin.logIn('admin', password)).status, 200);
  assert.equal((await user.logIn('user', userPassword)).status, 200);
});
after(() => phone[Symbol.asyncDispose]());

/** Each from an address of his own, so that none is refused for having come too often. */
function visitor(): WebClient {
  visitors++;
  return new WebClient(address, `127.1.${visitors >> 7}.${(visitors & 127) + 1}`);
}
let visitors = 0;

function pathOf(route: Route): string {
  return route.path.replaceAll(/:\w+/g, '1');
}

/** Enough to pass the check of what is sent, so that nothing but the guard refuses. */
function bodyOf(route: Route): unknown {
  if (route.uploadBytes !== undefined) return Buffer.from('x');
  return route.body === undefined ? undefined : {};
}

const changing = routes.filter(({ method }) => method !== 'GET');

describe('authentication (CWE-306)', () => {
  it('is public only where it must be', () => {
    const open = routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(open, ['GET /api/session', 'POST /api/session', 'POST /api/claim/code', 'POST /api/claim']);
  });

  for (const route of routes.filter(({ access }) => access !== 'public')) {
    it(`is asked for by ${route.method} ${route.path}`, async () => {
      const stranger = visitor();
      const answer = await stranger.send(route.method, pathOf(route), bodyOf(route));
      assert.equal(answer.status, 401, answer.text);
      const forged = await stranger.send(route.method, pathOf(route), bodyOf(route), {
        cookie: `hookswitch=${'A'.repeat(43)}`,
        authorization: `Bearer hookswitch_${'A'.repeat(43)}`,
      });
      assert.equal(forged.status, 401, forged.text);
    });
  }

  it('is asked for by HEAD as by GET, and nothing answers to other methods', async () => {
    const stranger = visitor();
    for (const route of routes.filter(({ method, access }) => method === 'GET' && access !== 'public')) {
      assert.equal((await stranger.send('HEAD', pathOf(route))).status, 401, route.path);
    }
    for (const method of ['OPTIONS', 'PATCH', 'TRACE', 'PROPFIND']) {
      assert.ok([404, 405].includes((await admin.send(method, '/api/phone')).status), method);
    }
  });

  it('is asked for the old password before there is a new one', async () => {
    for (const path of ['system/password', 'system/web_user_password']) {
      const answer = await admin.send('PUT', '/api/parameters', { changes: [{ path, value: 'mine, all mine' }] });
      assert.equal(answer.status, 400, path);
    }
    const wrong = await admin.send('PUT', '/api/password', { old: 'guessed it', password: 'mine, all mine' });
    assert.equal(wrong.status, 403);
    await phone.waitFor('the end of the wait', async () =>
      (await admin.logIn('admin', password)).status === 200 ? true : undefined,
    );
  });

  for (const route of routes.filter(({ access }) => access === 'admin')) {
    it(`does not let the user call ${route.method} ${route.path}`, async () => {
      assert.equal((await user.send(route.method, pathOf(route), bodyOf(route))).status, 403);
    });
  }

  it('shows the user his own parameters and no others, and changes no others', async () => {
    const paths = (await user.get<{ path: string }[]>('/api/parameters')).map(({ path }) => path);
    assert.ok(paths.includes('personal_settings/theme'));
    assert.ok(!paths.includes('voip/line/0/id'));
    const change = { changes: [{ path: 'voip/line/0/id', value: '666' }] };
    assert.equal((await user.send('PUT', '/api/parameters', change)).status, 400);
  });
});

describe('tokens', () => {
  it('open what their scopes say, and nothing after they were revoked', async () => {
    const made = await admin.send('POST', '/api/tokens', { name: 'monitoring', scopes: ['status'] });
    assert.equal(made.status, 201, made.text);
    const { entry, text } = JSON.parse(made.text) as { entry: { id: number }; text: string };
    const program = (method: string, path: string) =>
      visitor().send(method, path, undefined, { authorization: `Bearer ${text}` });
    assert.equal((await program('GET', '/api/phone')).status, 200);
    for (const route of routes.filter(({ access, scope }) => access !== 'public' && scope !== 'status')) {
      assert.equal((await program(route.method, pathOf(route))).status, 403, `${route.method} ${route.path}`);
    }
    const listed = await admin.send('GET', '/api/tokens');
    assert.ok(!listed.text.includes(text.slice(12)));
    assert.equal((await admin.send('DELETE', `/api/tokens/${entry.id}`)).status, 204);
    assert.equal((await program('GET', '/api/phone')).status, 401);
  });
});

describe('requests that another site makes a browser send (CWE-352)', () => {
  for (const route of changing.filter(({ access }) => access !== 'public')) {
    it(`are refused by ${route.method} ${route.path}`, async () => {
      const { cookie } = admin;
      const withoutToken = visitor();
      withoutToken.cookie = cookie;
      const answer = await withoutToken.send(route.method, pathOf(route), bodyOf(route));
      assert.equal(answer.status, 403, answer.text);
      assert.match(answer.text, /wrongCsrfToken/);
      withoutToken.csrfToken = admin.csrfToken;
      const foreign = await withoutToken.send(route.method, pathOf(route), bodyOf(route), { origin: 'https://evil.example' });
      assert.equal(foreign.status, 403);
      assert.match(foreign.text, /wrongOrigin/);
    });
  }

  it('cannot log anybody in, nor ask for a claim code', async () => {
    const stranger = visitor();
    const headers = { origin: 'https://evil.example' };
    assert.equal((await stranger.send('POST', '/api/session', { name: 'admin', password }, headers)).status, 403);
    assert.equal((await stranger.send('POST', '/api/claim/code', undefined, headers)).status, 403);
  });

  it('cannot send forms', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await admin.send('POST', '/api/calls', 'number=666', type)).status, 415);
    assert.equal((await admin.send('POST', '/api/calls', '{"number":"666"}', { 'content-type': 'text/plain' })).status, 415);
  });

  it('open no WebSocket from elsewhere, and none without a session', async () => {
    const open = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live`, { headers });
        socket.on('open', () => {
          socket.close();
          resolve(101);
        });
        socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
        socket.on('error', () => undefined);
      });
    assert.equal(await open({ cookie: admin.cookie, origin: address }), 101);
    assert.equal(await open({ cookie: admin.cookie, origin: 'https://evil.example' }), 403);
    assert.equal(await open({ origin: address }), 401);
    assert.equal(await open({ cookie: 'hookswitch=forged', origin: address }), 401);
  });
});

describe('sessions (CWE-384, CWE-613)', () => {
  it('are never taken over from before the login', async () => {
    const victim = new WebClient(address);
    victim.cookie = 'hookswitch=chosen-by-the-attacker';
    assert.equal((await victim.logIn('user', userPassword)).status, 200);
    assert.ok(!victim.cookie.includes('chosen'));
    const before = victim.cookie;
    assert.equal((await victim.logIn('user', userPassword)).status, 200);
    assert.notEqual(victim.cookie, before);
    const old = new WebClient(address);
    old.cookie = before;
    assert.equal((await old.send('GET', '/api/phone')).status, 401);
  });

  it('end at the logout, on the server', async () => {
    const client = new WebClient(address);
    await client.logIn('user', userPassword);
    const { cookie } = client;
    assert.equal((await client.send('DELETE', '/api/session')).status, 204);
    client.cookie = cookie;
    assert.equal((await client.send('GET', '/api/phone')).status, 401);
  });

  it('travel in cookies that scripts and other sites do not get', async () => {
    const answer = await new WebClient(address).logIn('user', userPassword);
    assert.match(answer.headers['set-cookie']?.[0] ?? '', /; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

describe('passwords tried one after the other (CWE-307)', () => {
  it('take longer each time, for the right one as well', async () => {
    const attacker = visitor();
    const first = await attacker.logIn('nobody', 'wrong');
    assert.equal(first.status, 401);
    // Who comes after the wait is over waits twice as long the next time.
    let [second, right] = [first, first];
    for (let longer = 0; longer < 3 && right.status !== 429; longer++) {
      second = await attacker.logIn('nobody', 'wrong');
      if (second.status === 429) right = await attacker.logIn('admin', password);
    }
    assert.deepEqual([second.status, right.status], [429, 429]);
    assert.ok(Number(second.headers['retry-after']) >= 1);
    await phone.waitFor('the end of the wait', async () =>
      (await admin.logIn('admin', password)).status === 200 ? true : undefined,
    );
  });

  it('are no faster many at once', async () => {
    const attacker = visitor();
    const attempts = Array.from({ length: 20 }, () => attacker.logIn('somebody', 'wrong'));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 1);
    assert.equal(statuses.filter((status) => status === 429).length, 19);
    await phone.waitFor('the end of the wait', async () =>
      (await admin.logIn('admin', password)).status === 200 ? true : undefined,
    );
  });
});

describe('paths that lead elsewhere (CWE-22)', () => {
  const paths = [
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/....//....//etc/passwd',
    '/main.js/../../store.sqlite',
    '/api/rings/..%2f..%2f..%2fetc%2fpasswd',
    '/api/rings/%2e%2e%2fstore.sqlite',
    '/api/rings/..%5c..%5cstore.sqlite',
    '/api/rings/store.sqlite%00',
    '//etc/passwd',
    '/api/../store.sqlite',
  ];
  for (const path of paths) {
    it(`find nothing: ${path}`, async () => {
      const answer = await admin.send('GET', path);
      assert.ok([400, 404].includes(answer.status), `${answer.status}`);
      assert.ok(!/root:|SQLite/.test(answer.text));
    });
  }

  it('store nothing outside of the rings', async () => {
    for (const name of ['..%2fstolen', '%2e%2e%2f%2e%2e%2fstolen', 'a%2fb', '.hidden', 'a%00b']) {
      const answer = await admin.send('PUT', `/api/rings/${name}`, Buffer.from('RIFF'));
      assert.ok([400, 404].includes(answer.status), `${name}: ${answer.status}`);
    }
  });
});

describe('bytes that end a header (CWE-113)', () => {
  it('do not come back in a redirect', async () => {
    await admin.send('PUT', '/api/parameters', { changes: [{ path: 'security/web/https_only', value: true }] });
    try {
      const client = new WebClient(address);
      const redirected = await client.raw('GET /x?y=%0d%0aSet-Cookie:z HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
      assert.match(redirected, /^HTTP\/1\.1 308/);
      assert.match(redirected, /location: https:\/\/127\.0\.0\.1\/x\?y=%0d%0aSet-Cookie:z\r\n/i);
      for (const host of ['evil.example/@', 'a b', 'evil"><script>', '[::1', 'x:99999999']) {
        const answer = await client.raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        assert.match(answer, /^HTTP\/1\.1 400/, host);
      }
      const secureHeaders = await new WebClient(address.replace('http:', 'https:')).send('GET', '/');
      assert.equal(secureHeaders.headers['strict-transport-security'], 'max-age=31536000');
      const whole = await client.raw('GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
      assert.match(whole, /^HTTP\/1\.1 400/);
      const posted = await client.raw(
        'POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      assert.match(posted, /^HTTP\/1\.1 403/);
    } finally {
      const secure = new WebClient(address.replace('http:', 'https:'));
      await phone.waitFor('the login', async () => ((await secure.logIn('admin', password)).status === 200 ? true : undefined));
      const back = await secure.send('PUT', '/api/parameters', { changes: [{ path: 'security/web/https_only', value: false }] });
      assert.equal(back.status, 200, back.text);
    }
  });

  it('do not reach SIP by a number to dial', async () => {
    for (const number of ['1\r\nVia: evil', '1\n2', '1\u0000']) {
      assert.equal((await admin.send('POST', '/api/calls', { number })).status, 400);
    }
  });

  it('two lengths, or a length and chunks, are no request (CWE-444)', async () => {
    const client = new WebClient(address);
    const twice = await client.raw(
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
    );
    assert.match(twice, /^HTTP\/1\.1 400/);
    const both = await client.raw(
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    assert.match(both, /^HTTP\/1\.1 400/);
  });
});

describe('more than there should be (CWE-400)', () => {
  it('is not read: bodies, files, headers, nesting', async () => {
    assert.equal(
      (await new WebClient(address).send('POST', '/api/session', { name: 'x'.repeat(5000), password: 'y' })).status,
      413,
    );
    assert.equal((await admin.send('POST', '/api/calls', { number: 'x'.repeat(70_000) })).status, 413);
    assert.equal((await admin.send('PUT', '/api/rings/large', Buffer.alloc(400_000))).status, 413);
    assert.equal((await admin.send('GET', '/api/phone', undefined, { 'x-large': 'x'.repeat(20_000) })).status, 431);
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    assert.equal((await admin.send('POST', '/api/calls', deep)).status, 400);
  });

  it('ends with what is no JSON, and with what would change prototypes', async () => {
    assert.equal((await admin.send('POST', '/api/calls', '{"number":')).status, 400);
    assert.equal((await admin.send('POST', '/api/calls', '{"number":"1","__proto__":{"x":1}}')).status, 400);
    assert.equal((await admin.send('POST', '/api/calls', '{"number":"1","constructor":{"prototype":{}}}')).status, 400);
    assert.equal((await admin.send('POST', '/api/calls', { number: '1', extra: 1 })).status, 400);
    assert.equal((await admin.send('GET', '/api/parameters?__proto__[x]=1')).status, 400);
  });

  it('leaves the phone answering', async () => {
    assert.equal((await phone.screen()).screen, 'idle');
    assert.equal((await admin.send('GET', '/api/phone')).status, 200);
  });
});

describe('every answer', () => {
  it('tells browsers to run and frame nothing that is not ours', async () => {
    for (const path of ['/', '/api/session', '/api/phone', '/nothing']) {
      const { headers } = await admin.send('GET', path);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/, path);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['server'], undefined);
      assert.equal(headers['x-powered-by'], undefined);
    }
  });
});
