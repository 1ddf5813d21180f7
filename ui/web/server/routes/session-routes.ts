// Coming in and going out: the claim of a new phone, login, logout, one's own password.

import { sessionCookie } from '../guard.ts';
import { Reply, type Route, refusal, route, type ServerParts } from '../route.ts';
import type { Session } from '../sessions.ts';

/** So many try at once that it makes no sense to wait in line. */
const busyMs = 5000;

const password = { type: 'string', minLength: 1, maxLength: 128 } as const;
const name = { type: 'string', maxLength: 64 } as const;

const state = {
  type: 'object',
  properties: {
    claimed: { type: 'boolean', description: 'False: nobody can log in before the phone is claimed.' },
    name,
    role: { type: 'string', enum: ['admin', 'user'] },
    csrfToken: { type: 'string', description: 'To be sent as X-CSRF-Token with everything that changes something.' },
  },
  required: ['claimed'],
} as const;

const brand = {
  type: 'object',
  properties: { name: { type: 'string' }, color: { type: 'string', description: '#RRGGBB, or empty' } },
  required: ['name', 'color'],
} as const;

/** Words for how long; browsers and programs both read the header (RFC 9110 §10.2.3). */
function tooSoon(waitMs: number): Reply {
  return new Reply(429, { error: 'tooManyAttempts', retryAfterMs: waitMs }, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
}

function begun({ administration }: ServerParts, session: Session, encrypted: boolean): Reply {
  const { account, csrfToken, id } = session;
  const body = { claimed: administration.users.claimed, name: account.name, role: account.role, csrfToken };
  return new Reply(200, body, { 'Set-Cookie': sessionCookie(id, encrypted) });
}

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/session',
    access: 'public',
    summary: 'Whether the phone is claimed, who is logged in, and under whose name and colour the phone goes',
    answer: { ...state, properties: { ...state.properties, brand }, required: ['claimed', 'brand'] },
    handle: ({ administration }, { caller }) => ({
      claimed: administration.users.claimed,
      brand: administration.brand,
      ...caller?.account,
      ...(caller?.session && { csrfToken: caller.session.csrfToken }),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/session',
    access: 'public',
    summary: 'Logs in',
    body: { type: 'object', properties: { name, password }, required: ['name', 'password'] },
    answer: state,
    async handle(parts, { body, caller, remoteAddress, encrypted }) {
      const { attempts, checks, administration, sessions, log } = parts;
      const keys = [`address ${remoteAddress}`, `name ${body.name}`];
      const waitMs = attempts.waitMs(...keys);
      if (waitMs > 0) return tooSoon(waitMs);
      // Counted before the answer is known: attempts at the same time are attempts, too.
      attempts.failed(...keys);
      const checked = await checks.run(() => administration.users.check(body.name, body.password));
      if (checked === undefined) return tooSoon(busyMs);
      const account = checked.value;
      if (account === undefined) {
        attempts.refused(...keys);
        log.warn('web', 'a login was refused', { from: remoteAddress });
        return refusal(401, 'wrongPassword');
      }
      attempts.succeeded(...keys);
      // A session that was there before is not taken over (CWE-384).
      if (caller?.session !== undefined) sessions.end(caller.session.id);
      log.info('web', 'logged in', { role: account.role, from: remoteAddress });
      return begun(parts, sessions.start(account), encrypted);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/session',
    access: 'user',
    summary: 'Logs out',
    handle({ sessions }, { caller, encrypted }) {
      if (caller?.session !== undefined) sessions.end(caller.session.id);
      return new Reply(204, undefined, { 'Set-Cookie': sessionCookie('', encrypted) });
    },
  }),
  route({
    method: 'POST',
    path: '/api/claim/code',
    access: 'public',
    summary: "Shows a code on the phone's screen that claims it",
    handle({ administration, log }, { remoteAddress }) {
      if (administration.users.claimed) return refusal(409, 'alreadyClaimed');
      log.info('web', 'a claim code was asked for', { from: remoteAddress });
      administration.users.showClaimCode();
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/api/claim',
    access: 'public',
    summary: "Gives the phone its first administrator's password, by the code on its screen, and logs in",
    body: { type: 'object', properties: { code: { type: 'string', maxLength: 32 }, password }, required: ['code', 'password'] },
    answer: state,
    async handle(parts, { body, remoteAddress, encrypted }) {
      const { attempts, administration, sessions, log } = parts;
      if (administration.users.claimed) return refusal(409, 'alreadyClaimed');
      const key = `claim ${remoteAddress}`;
      const waitMs = attempts.waitMs(key);
      if (waitMs > 0) return tooSoon(waitMs);
      const result = await administration.users.claim(body.code, body.password);
      if ('wrongCode' in result) {
        attempts.failed(key);
        return refusal(403, 'wrongCode', { field: 'code' });
      }
      if (!result.ok) return refusal(400, 'invalid', { field: 'password', expected: result.expected });
      attempts.succeeded(key);
      log.warn('web', 'the phone was claimed', { from: remoteAddress });
      const account = administration.users.accounts.find(({ role }) => role === 'admin');
      return begun(parts, sessions.start({ name: account?.name ?? 'admin', role: 'admin' }), encrypted);
    },
  }),
];
