// What a route is: declared as data, so that its guard, the check of what it is given and its documentation follow from one place.

import type { Scope } from '../../administration/tokens.ts';
import type { Account, Administration, Role } from '../../administration.ts';
import type { Phone } from '../../phone.ts';
import type { Clock, Log } from '../../ports.ts';
import type { Attempts } from './attempts.ts';
import type { CheckQueue } from './check-queue.ts';
import type { JsonSchema, ValueOf } from './json-schema.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SpokenPhone } from './spoken-phone.ts';

/** Who may call it. `public` is said by the few that must be: nothing is public by being forgotten. */
export type Access = 'public' | 'user' | 'admin';

/** What all routes work with. */
export interface ServerParts {
  readonly phone: Phone;
  readonly spoken: SpokenPhone;
  readonly administration: Administration;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly checks: CheckQueue;
}

export interface Caller {
  readonly account: Account;
  /** Undefined: came with a token. */
  readonly session: Session | undefined;
  /** Of the token. */
  readonly scopes: readonly Scope[] | undefined;
}

export interface ApiRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** The file that was sent, of a route that takes one. */
  readonly upload: Uint8Array | undefined;
  /** Parts of the path that were declared with a colon. */
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller | undefined;
  readonly remoteAddress: string;
  readonly encrypted: boolean;
}

/** Anything that is not plain JSON with status 200. */
export class Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `error` is stable, `expected` are words for people. */
export function refusal(
  status: number,
  error: string,
  more: { readonly field?: string; readonly expected?: string } = {},
): Reply {
  return new Reply(status, { error, ...more });
}

interface Declared<Query extends JsonSchema, Body extends JsonSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/users/:role`. */
  readonly path: string;
  readonly access: Access;
  /** Undefined: no token opens it. */
  readonly scope?: Scope;
  readonly summary: string;
  readonly query?: Query;
  /** A JSON body; with `upload` there is none. */
  readonly body?: Body;
  /** Of a JSON body that may be large, such as a change of many parameters. */
  readonly bodyBytes?: number;
  /** The largest file that may be sent as the body, `application/octet-stream`. */
  readonly uploadBytes?: number;
  /** Of a JSON answer; undefined with none. */
  readonly answer?: JsonSchema;
  /** Of an answer that is a file. */
  readonly answerType?: string;
  /**
   * How its JSON is sent. `compressed`: it is large, holds no secret, and nothing in it was written by somebody who may watch how long it
   * is (BREACH: what shrinks tells what it repeats). `lasting`: so is this one, and it stays the same for all of a role until the
   * `edition` is another: it is made once and asked for anew with If-None-Match. Left out: as it is.
   */
  readonly sent?: 'compressed' | 'lasting';
  /** Of what lasts; left out: the same while the phone runs. */
  readonly edition?: (parts: ServerParts, role: Role) => string;
}

export type RouteHandler<Query, Body> = (parts: ServerParts, request: ApiRequest<Query, Body>) => unknown;

/** A route with the types of its parts forgotten: they have been checked before `handle` is called. */
export interface Route extends Declared<JsonSchema, JsonSchema> {
  readonly handle: RouteHandler<unknown, unknown>;
}

/** Undefined where nothing was declared. */
type Of<S> = JsonSchema extends S ? undefined : ValueOf<S>;

/** Ties the handler to what is declared. */
export function route<const Query extends JsonSchema, const Body extends JsonSchema>(
  declared: Declared<Query, Body> & { readonly handle: RouteHandler<Of<Query>, Of<Body>> },
): Route {
  return declared as unknown as Route;
}
