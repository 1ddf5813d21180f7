// A check by hand, as its steps appear on the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationFetch } from '#firmware/provisioning/configuration-fetch';
import type { Provisioner } from '#firmware/provisioning/provisioner';
import { type ProvisioningStatus, restingStatus } from '#firmware/provisioning/provisioning-status';
import type { ProvisioningOutcome } from '#ui/administration/provisioning';

function played(outcome: ProvisioningOutcome): {
  readonly state: string;
  readonly lines: readonly string[];
  readonly left: number;
} {
  const listeners = new Set<() => void>();
  let status: ProvisioningStatus = restingStatus;
  const tell = (news: Partial<ProvisioningStatus>): void => {
    status = { ...status, ...news };
    for (const listener of [...listeners]) listener();
  };
  const provisioner = {
    isOn: true,
    followsPerson: true,
    get status() {
      return status;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    check: () => tell({ activity: 'searching' }),
  };
  let job = { state: '', lines: [] as readonly string[] };
  configurationFetch(provisioner as unknown as Provisioner)?.start((changed) => {
    job = { state: changed.state, lines: changed.lines };
  });
  assert.equal(job.state, 'running');
  tell({ activity: 'fetching', address: 'https://server/a.cfg' });
  tell({ activity: 'applying' });
  tell({ activity: 'idle', last: { atMs: 0, trigger: 'byHand', outcome } });
  tell({ activity: 'searching' });
  return { ...job, left: listeners.size };
}

test('every step is a line, and the last one is the result', () => {
  assert.deepEqual(played({ type: 'applied', changed: 2, refused: [], restarts: false }), {
    state: 'done',
    lines: [
      'Looking for the provisioning server',
      'Fetching https://server/a.cfg',
      'Taking the settings over',
      '2 settings are new',
    ],
    left: 0,
  });
  assert.equal(played({ type: 'unchanged' }).lines.at(-1), 'Everything was so already');
  const failed = played({ type: 'failed', failure: 'certificate', detail: '' });
  assert.equal(failed.state, 'failed');
  assert.match(failed.lines.at(-1) ?? '', /cannot prove who it is/);
});

test('where provisioning is switched off there is nothing to start', () => {
  assert.equal(configurationFetch({ isOn: false } as Provisioner), undefined);
});
