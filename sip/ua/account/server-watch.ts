// Asks an account's servers for signs of life with OPTIONS, and says when the account has to move (server-machine.ts).

import { newCallId, newTag } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { Timer } from '../../ports.ts';
import type { CallContext } from '../call/call-context.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import type { PendingRequest } from '../request/request-sending.ts';
import { type ServerInput, type ServerState, serverMachine, serverStart } from './server-machine.ts';
import type { ServerRole } from './servers.ts';

export interface ServerWatchOptions {
  readonly context: CallContext;
  /** Another server is in use from now on. */
  readonly moved: () => void;
}

export class ServerWatch {
  readonly #options: ServerWatchOptions;
  readonly #pending: Map<ServerRole, PendingRequest> = new Map();
  #state: ServerState = serverStart;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(options: ServerWatchOptions) {
    this.#options = options;
  }

  get inUse(): ServerRole {
    return this.#state.inUse;
  }

  /** Does nothing for an account with one server, or one that asks nobody. */
  start(): void {
    const keepAliveS = this.#options.context.settings().redundancy?.keepAliveS ?? 0;
    if (keepAliveS > 0) this.#startTimer(keepAliveS * 1000);
  }

  /** The servers are others now: begins anew with the primary. */
  restart(): void {
    this.stop();
    this.#stopped = false;
    this.#state = serverStart;
    this.start();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    for (const pending of this.#pending.values()) pending.abandon();
    this.#pending.clear();
  }

  registeredAt(server: ServerRole): void {
    this.#input({ type: 'registered', server });
  }

  #input(input: ServerInput): void {
    const { context, moved } = this.#options;
    const policy = context.settings().redundancy;
    if (policy === undefined || this.#stopped) return;
    const step = serverMachine(this.#state, input, policy);
    this.#state = step.state;
    for (const action of step.actions) {
      switch (action.type) {
        case 'ask':
          for (const server of action.servers) void this.#ask(server);
          break;
        case 'startTimer':
          this.#startTimer(action.delayMs);
          break;
        case 'move':
          context.core.log.warn('lines', 'another server is in use', { account: context.settings().id, server: action.to });
          moved();
          break;
      }
    }
  }

  #startTimer(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.context.core.clock.setTimer(delayMs, () => this.#input({ type: 'timerExpired' }));
  }

  /** Whatever it answers, it lives; 503 apart. */
  async #ask(server: ServerRole): Promise<void> {
    const { core, sender, settings } = this.#options.context;
    const targets = await sender.resolveServer(server);
    if (this.#stopped || this.#pending.has(server)) return;
    if (targets.length === 0) {
      this.#input({ type: 'silent', server });
      return;
    }
    const { user, domain } = settings();
    const from = {
      displayName: undefined,
      uri: addressOfRecord(user, domain),
      parameters: new Map([['tag', newTag(core.random)]]),
    };
    const request = makeRequest({
      method: 'OPTIONS',
      uri: hostUri(domain, undefined),
      from,
      to: { displayName: undefined, uri: hostUri(domain, undefined), parameters: new Map() },
      callId: newCallId(core.random),
      cseqNumber: 1,
    });
    const pending = sender.send(request, { targets, patienceMs: core.deadTargets.patienceMs }, (event) => {
      if (event.type === 'responseReceived' && event.response.status < 200) return;
      this.#pending.delete(server);
      const lives = event.type === 'responseReceived' && event.response.status !== 503;
      this.#input({ type: lives ? 'answered' : 'silent', server });
    });
    this.#pending.set(server, pending);
  }
}
