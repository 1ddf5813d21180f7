// Lines from parameters: which accounts there are, and how each stands.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParameterPath, Values } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Parameters } from '#firmware/lines/line-settings';
import { Lines } from '#firmware/lines/lines';
import type { Account } from '#sip/ua/account/account';
import type { AccountEvent, AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

/** Parameters in memory; what is not given is as the schema's defaults for a line that is off. */
class FixedParameters implements Parameters {
  readonly values: Record<string, unknown> = {};

  get<Path extends ParameterPath>(path: Path): Values[Path] {
    const given = this.values[path];
    if (given !== undefined) return given as Values[Path];
    if (path.endsWith('/auth_password') || path.includes('/aka/')) return new Secret('') as Values[Path];
    if (path.endsWith('enabled') || path.endsWith('/message_waiting')) return false as Values[Path];
    if (path.endsWith('_port')) return 0 as Values[Path];
    if (path.endsWith('timeout')) return 60 as Values[Path];
    return (path.endsWith('transport_protocol') ? 'UDP' : '') as Values[Path];
  }

  line(index: number, user: string, password = 'secret'): this {
    Object.assign(this.values, {
      [`voip/line/${index}/enabled`]: true,
      [`voip/line/${index}/id`]: user,
      [`voip/line/${index}/domain`]: 'example.net',
      [`voip/line/${index}/auth_password`]: new Secret(password),
    });
    return this;
  }
}

interface Asked {
  readonly settings: AccountSettings;
  readonly report: (event: AccountEvent) => void;
  readonly did: string[];
}

/** What is to be kept of waiting messages; `keep` writes the oldest and tells of it, as the store does. */
class SlowStore {
  readonly asked: boolean[] = [];
  readonly #written: (() => void)[] = [];

  readonly take = (_line: number, waits: boolean): Promise<void> => {
    this.asked.push(waits);
    return new Promise((written) => this.#written.push(written));
  };

  async keep(parameters: FixedParameters, lines: Lines): Promise<void> {
    parameters.values['voip/line/0/message_waiting'] = this.asked[this.asked.length - this.#written.length];
    lines.configure();
    this.#written.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  }
}

function setUp(
  parameters: FixedParameters,
  slow = new SlowStore(),
): { lines: Lines; accounts: Asked[]; clock: FakeClock; slow: SlowStore } {
  const clock = new FakeClock();
  const accounts: Asked[] = [];
  const lines = new Lines({
    clock,
    log: new MemoryLog(),
    parameters,
    changed: () => {},
    commanded: () => {},
    keepMessageWaiting: slow.take,
    featureChanged: () => {},
    addAccount: (settings, report) => {
      const did: string[] = [];
      accounts.push({ settings, report, did });
      // Of the account only what lines ask of it.
      return {
        register: () => void did.push('register'),
        update: () => void did.push('update'),
        remove: async () => void did.push('remove'),
      } as unknown as Account;
    },
  });
  lines.configure();
  return { lines, accounts, clock, slow };
}

describe('lines', () => {
  it('are those that are enabled and have a user and a server', () => {
    const parameters = new FixedParameters().line(0, '1001').line(3, '1004').line(4, '');
    const { lines, accounts } = setUp(parameters);
    assert.deepEqual(lines.usable, [0, 3]);
    assert.deepEqual(
      accounts.map(({ settings }) => settings.id),
      ['line1', 'line4'],
    );
    assert.equal(lines.snapshots.length, 6);
    assert.equal(lines.snapshots[1]?.registration.state, 'off');
  });

  it('do not show the tries between while they fail', () => {
    const { lines, accounts, clock } = setUp(new FixedParameters().line(0, '1001'));
    assert.equal(lines.settled, false);
    accounts[0]?.report({ type: 'registrationFailed', status: undefined, reason: '', cause: 'timedOut', retryAfterMs: 30_000 });
    accounts[0]?.report({ type: 'registering' });
    assert.deepEqual(lines.snapshots[0]?.registration, {
      state: 'failed',
      reason: 'Server does not answer',
      retryAtMs: clock.monotonicMs + 30_000,
    });
    assert.equal(lines.settled, true);
    accounts[0]?.report({ type: 'registered', expiresS: 3600 });
    assert.equal(lines.snapshots[0]?.registration.state, 'registered');
  });

  it('that do not change are left alone; a new password alone updates', () => {
    const parameters = new FixedParameters().line(0, '1001').line(1, '1002');
    const { lines, accounts } = setUp(parameters);
    parameters.line(1, '1002', 'another');
    lines.configure();
    assert.deepEqual(accounts[0]?.did, ['register']);
    assert.deepEqual(accounts[1]?.did, ['register', 'update']);
  });

  it('keep what was said last of waiting messages, however slowly it is written', async () => {
    const parameters = new FixedParameters().line(0, '1001');
    const { lines, accounts, slow } = setUp(parameters);
    const say = (waiting: boolean): void =>
      accounts[0]?.report({ type: 'messageWaiting', summary: { waiting, account: undefined, counts: new Map() } });
    say(true);
    say(false);
    assert.equal(lines.snapshots[0]?.newMessages, 0);
    await slow.keep(parameters, lines);
    assert.equal(lines.snapshots[0]?.newMessages, 0, 'what is older does not come back');
    await slow.keep(parameters, lines);
    assert.deepEqual(slow.asked, [true, false]);
    assert.equal(parameters.values['voip/line/0/message_waiting'], false);
    say(true);
    await slow.keep(parameters, lines);
    parameters.values['voip/line/0/message_waiting'] = false;
    lines.configure();
    assert.equal(lines.snapshots[0]?.newMessages, 0, 'the administrator may say so, too');
  });

  it('that are switched off are removed', () => {
    const parameters = new FixedParameters().line(0, '1001');
    const { lines, accounts } = setUp(parameters);
    parameters.values['voip/line/0/enabled'] = false;
    lines.configure();
    assert.deepEqual(accounts[0]?.did, ['register', 'remove']);
    assert.deepEqual(lines.usable, []);
    assert.equal(lines.snapshots[0]?.registration.state, 'off');
  });

  it('keep their snapshot while nothing changes', () => {
    const { lines } = setUp(new FixedParameters().line(0, '1001'));
    const before = lines.snapshots[0];
    lines.configure();
    assert.equal(lines.snapshots[0], before);
  });

  it('do not hear an account that was removed any more', () => {
    const parameters = new FixedParameters().line(0, '1001');
    const { lines, accounts } = setUp(parameters);
    parameters.values['voip/line/0/enabled'] = false;
    lines.configure();
    parameters.values['voip/line/0/enabled'] = true;
    lines.configure();
    accounts[1]?.report({ type: 'registered', expiresS: 60 });
    accounts[0]?.report({ type: 'unregistered' });
    assert.equal(lines.snapshots[0]?.registration.state, 'registered');
  });
});
