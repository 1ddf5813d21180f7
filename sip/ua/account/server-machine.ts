// Which of an account's two servers is in use, as a pure state machine: it is asked for signs of life, the other one takes over when it
// is silent, and the primary gets the account back when it lives again. Its runner is server-watch.ts.

import type { Redundancy } from './routing-settings.ts';
import type { ServerRole } from './servers.ts';

export interface ServerState {
  readonly inUse: ServerRole;
  /** How often in a row the server in use kept silent. */
  readonly silences: number;
  /** How often in a row the primary answered while the backup is in use. */
  readonly signs: number;
}

export type ServerInput =
  | { readonly type: 'timerExpired' }
  | { readonly type: 'answered'; readonly server: ServerRole }
  | { readonly type: 'silent'; readonly server: ServerRole }
  /** The registrar's 2xx came from there. */
  | { readonly type: 'registered'; readonly server: ServerRole };

export type ServerAction =
  | { readonly type: 'ask'; readonly servers: readonly ServerRole[] }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'move'; readonly to: ServerRole };

export interface ServerStep {
  readonly state: ServerState;
  readonly actions: readonly ServerAction[];
}

export const serverStart: ServerState = { inUse: 'primary', silences: 0, signs: 0 };

/** One lost answer is the network's; two are the server's. */
const silencesToLeave = 2;
/** A primary that comes and goes is not worth a move each time. */
const signsToReturn = 2;

export function serverMachine(state: ServerState, input: ServerInput, policy: Redundancy): ServerStep {
  switch (input.type) {
    case 'timerExpired':
      return {
        state,
        actions: [
          { type: 'ask', servers: asked(state, policy) },
          { type: 'startTimer', delayMs: policy.keepAliveS * 1000 },
        ],
      };
    case 'answered':
      return answered(state, input.server, policy);
    case 'silent':
      return silent(state, input.server);
    case 'registered':
      // With a binding at both, the order in which they were made says nothing.
      return policy.registersAtBoth || input.server === state.inUse ? stay(state) : move(input.server, false);
  }
}

/** The one in use, and the one that the account goes back to. */
function asked({ inUse }: ServerState, policy: Redundancy): readonly ServerRole[] {
  return inUse === 'primary' || policy.staysAtBackup ? [inUse] : ['primary', 'backup'];
}

function answered(state: ServerState, server: ServerRole, policy: Redundancy): ServerStep {
  if (server === state.inUse) return stay({ ...state, silences: 0 });
  if (server === 'backup' || policy.staysAtBackup) return stay(state);
  // Nothing is lost by leaving a backup that is silent itself.
  if (state.signs + 1 >= signsToReturn || state.silences > 0) return move('primary', true);
  return stay({ ...state, signs: state.signs + 1 });
}

function silent(state: ServerState, server: ServerRole): ServerStep {
  if (server !== state.inUse) return stay({ ...state, signs: 0 });
  const silences = state.silences + 1;
  if (silences < silencesToLeave) return { state: { ...state, silences }, actions: [{ type: 'ask', servers: [server] }] };
  return move(server === 'primary' ? 'backup' : 'primary', true);
}

/** `tell`: the registration is still where it was. */
function move(to: ServerRole, tell: boolean): ServerStep {
  return { state: { inUse: to, silences: 0, signs: 0 }, actions: tell ? [{ type: 'move', to }] : [] };
}

function stay(state: ServerState): ServerStep {
  return { state, actions: [] };
}
