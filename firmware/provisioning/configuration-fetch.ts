// A check that the person at the phone asked for, told step by step.

import type { ConfigurationFetch } from '../system/phone-maintenance.ts';
import type { Provisioner } from './provisioner.ts';
import { wordsOf } from './provisioning-notices.ts';
import type { ProvisioningStatus } from './provisioning-status.ts';

const steps: Readonly<Record<ProvisioningStatus['activity'], string>> = {
  idle: '',
  searching: 'Looking for the provisioning server',
  fetching: 'Fetching',
  waitingForCalls: 'Waiting for the end of the call',
  applying: 'Taking the settings over',
};

/** Undefined where provisioning is switched off. */
export function configurationFetch(provisioner: Provisioner): ConfigurationFetch | undefined {
  if (!provisioner.isOn || !provisioner.followsPerson) return undefined;
  return {
    source: provisioner.status.address ?? '',
    start: (changed) => {
      const before = provisioner.status.last;
      const lines: string[] = [];
      const follow = (): void => {
        const { activity, address, last } = provisioner.status;
        const step = activity === 'fetching' ? `${steps.fetching} ${address ?? ''}` : steps[activity];
        if (step !== '' && lines.at(-1) !== step) lines.push(step);
        if (activity !== 'idle' || last === before || last === undefined) {
          changed({ state: 'running', lines: [...lines], progress: undefined });
          return;
        }
        stop();
        lines.push(resultOf(last.outcome));
        changed({ state: last.outcome.type === 'failed' ? 'failed' : 'done', lines: [...lines], progress: 1 });
      };
      const stop = provisioner.subscribe(follow);
      provisioner.check('byHand');
      follow();
      return { cancel: stop };
    },
  };
}

function resultOf(outcome: NonNullable<ProvisioningStatus['last']>['outcome']): string {
  switch (outcome.type) {
    case 'applied':
      return (
        wordsOf(outcome)?.text ?? (outcome.changed === 0 ? 'Everything was so already' : `${outcome.changed} settings are new`)
      );
    case 'unchanged':
      return 'Everything was so already';
    case 'noSource':
      return 'Nobody in this network has settings for the phone';
    case 'failed':
      return wordsOf(outcome)?.text ?? '';
  }
}
