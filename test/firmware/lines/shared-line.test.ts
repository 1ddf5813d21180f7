// Shared lines between parameters, user agent and person.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParameterPath, Values } from '#config/schema';
import { LineSeizer } from '#firmware/lines/line-seizer';
import type { Parameters } from '#firmware/lines/line-settings';
import { appearancesOf, sharedLineSettings } from '#firmware/lines/shared-line';
import { parseUri } from '#sip/message/uri';
import type { DialingSnapshot } from '#ui/phone';

function parameters(protocol: string, enabled = true): Parameters {
  const values: Record<string, unknown> = {
    'voip/line/1/shared_line/enabled': enabled,
    'voip/line/1/shared_line/protocol': protocol,
    'voip/line/1/shared_line/appearances': 3,
    'voip/line/1/shared_line/subscription_expires': 600,
    'voip/line/1/state_agent': '',
  };
  return { get: <Path extends ParameterPath>(path: Path) => values[path] as Values[Path] };
}

describe('settings', () => {
  it('a line that is not shared has none', () => {
    assert.deepEqual(sharedLineSettings(parameters('CALL_INFO', false), 1), {});
  });

  it('a server that puts the line together needs no word of ours to its watchers', () => {
    assert.deepEqual(sharedLineSettings(parameters('CALL_INFO'), 1), {
      sharedLine: { dialect: 'callInfo', appearances: 3, subscriptionExpiresS: 600 },
    });
    assert.equal(sharedLineSettings(parameters('DIALOG_SHARED'), 1).showsCalls, undefined);
  });

  it('where phones tell each other, ours tells', () => {
    assert.equal(sharedLineSettings(parameters('DIALOG'), 1).showsCalls, 'all');
    assert.equal(sharedLineSettings(parameters('DIALOG_SLA'), 1).sharedLine?.dialect, 'bridged');
  });
});

describe('appearances', () => {
  const remote = { displayName: 'x'.repeat(500), uri: parseUri('sip:3000@h'), parameters: new Map() };

  it('are unknown while nobody tells, our own excepted', () => {
    const status = (known: boolean) => ({
      known,
      appearances: [
        { index: 1, state: 'idle', local: false, remote: undefined, by: undefined },
        { index: 2, state: 'active', local: true, remote, by: undefined },
      ] as const,
    });
    assert.deepEqual(
      [status(true), status(false)].map((each) => appearancesOf(each).map(({ state }) => state)),
      [
        ['idle', 'active'],
        ['unknown', 'active'],
      ],
    );
    const party = appearancesOf(status(true))[1]?.remote;
    assert.deepEqual([party?.number, party?.name?.length], ['3000', 128], 'a name from outside is cut');
  });
});

describe('the dial tone of a shared line', () => {
  function seizer(): { follow: (line: number | undefined, offHook?: boolean) => void; did: string[] } {
    const did: string[] = [];
    const each = new LineSeizer({
      sharedLineOf: (line) =>
        line === 2
          ? undefined
          : {
              seize: () => {
                did.push(`seize ${line}`);
                return Promise.resolve({ ok: true, index: 1 });
              },
              release: () => void did.push(`release ${line}`),
            },
    });
    const dialing = (line: number | undefined, offHook: boolean): DialingSnapshot | undefined =>
      line === undefined ? undefined : { line, number: '', offHook };
    return { did, follow: (line, offHook = true) => each.follow(dialing(line, offHook)) };
  }

  it('takes the line while it is heard, once', () => {
    const { follow, did } = seizer();
    follow(0);
    follow(0);
    follow(undefined);
    follow(undefined);
    assert.deepEqual(did, ['seize 0', 'release 0']);
  });

  it('goes with the line that is chosen', () => {
    const { follow, did } = seizer();
    follow(0);
    follow(1);
    follow(2);
    follow(undefined);
    assert.deepEqual(did, ['seize 0', 'release 0', 'seize 1', 'release 1']);
  });

  it('a number typed on-hook takes nothing', () => {
    const { follow, did } = seizer();
    follow(0, false);
    assert.deepEqual(did, []);
  });
});
