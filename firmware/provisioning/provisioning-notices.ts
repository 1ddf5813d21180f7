// What the person at the phone is told about provisioning.

import type { ProvisioningOutcome } from '#ui/administration/provisioning';
import { knownNotice } from '../system/known-notices.ts';
import type { Notices } from '../system/notices.ts';
import type { ProvisioningStatus } from './provisioning-status.ts';

const id = 'provisioning';

const failures: Readonly<Record<string, string>> = {
  unreachable: 'The provisioning server does not answer.',
  notFound: 'The provisioning server has no file for this phone.',
  denied: 'The provisioning server refuses this phone.',
  certificate: 'The provisioning server cannot prove who it is.',
  tooLarge: 'The file of the provisioning server is too large.',
  incomplete: 'The file of the provisioning server does not arrive whole.',
  tooSlow: 'The provisioning server is too slow.',
  redirection: 'The provisioning server sends the phone around.',
  protocol: 'The provisioning server answers in a way that makes no sense.',
  unusable: 'The file of the provisioning server has no settings for this phone.',
  notStored: 'The new settings could not be stored.',
  internal: 'The phone could not finish it.',
};

export function tellProvisioning(status: ProvisioningStatus, notices: Pick<Notices, 'raise' | 'clear'>): void {
  if (status.activity === 'waitingForCalls') {
    // Before a server was asked nobody knows whether there are any.
    if (!status.settingsWait) return;
    notices.raise({
      id,
      severity: 'information',
      title: 'New settings wait',
      text: 'The phone takes them over after the call.',
    });
    return;
  }
  if (status.activity !== 'idle' || status.last === undefined) return;
  const { outcome } = status.last;
  const words = wordsOf(outcome);
  if (words === undefined) notices.clear(id);
  else if (outcome.type === 'failed')
    notices.raise(knownNotice('provisioning', { id, severity: 'warning' }, { reason: words.text }));
  else notices.raise({ id, severity: 'warning', ...words });
}

export function wordsOf(outcome: ProvisioningOutcome): { readonly title: string; readonly text: string } | undefined {
  if (outcome.type === 'failed') {
    return { title: 'Settings could not be fetched', text: failures[outcome.failure] ?? failures['internal'] ?? '' };
  }
  if (outcome.type !== 'applied' || outcome.refused.length === 0) return undefined;
  const [first] = outcome.refused;
  const more = outcome.refused.length > 1 ? ` and ${outcome.refused.length - 1} more` : '';
  return { title: 'Some settings were left out', text: `${first?.what}: ${first?.why}${more}.` };
}
