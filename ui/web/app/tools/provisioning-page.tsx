// Where the settings come from, how the last check went, and a check now.

import type { JSX } from 'preact';
import type { ProvisioningOutcome, ProvisioningState } from '../../../administration/provisioning.ts';
import { useAsked, useDeed } from '../asked.ts';
import { duration, moment, usePhoneMs } from '../moments.ts';
import type { PageProps } from '../pages.ts';
import { Facts, Section, Told, Waiting } from '../parts.tsx';
import { rich, t, words } from '../text/words.ts';

const everyMs = 1000;

const activities: Readonly<Record<ProvisioningState['activity'], string>> = words({
  idle: 'Nothing',
  searching: 'Looks for a server',
  fetching: 'Fetches the settings',
  waitingForCalls: 'Waits for the end of a call',
  applying: 'Applies the settings',
});

const triggers: Readonly<Record<string, string>> = words({
  powerUp: 'The phone was started',
  periodic: 'It was time',
  retry: 'The last try had failed',
  resync: 'The server asked for it',
  byHand: 'An administrator asked for it',
  offered: 'The network named a server',
  condition: 'A condition of the settings holds',
});

function outcomeWords(outcome: ProvisioningOutcome): string {
  switch (outcome.type) {
    case 'applied':
      return `${outcome.changed} settings changed${outcome.restarts ? '; the phone restarts for them' : ''}.`;
    case 'unchanged':
      return t('Nothing was new.');
    case 'noSource':
      return t('Nobody says where settings are.');
    case 'failed':
      return `${outcome.failure}: ${outcome.detail}`;
  }
}

export function ProvisioningPage({ live }: PageProps): JSX.Element {
  const nowMs = usePhoneMs(live);
  const asked = useAsked<ProvisioningState>('/api/provisioning', everyMs);
  const deed = useDeed();
  const state = asked.value;
  const refused = state?.last?.outcome.type === 'applied' ? state.last.outcome.refused : [];
  return (
    <>
      <h1>{t('Provisioning')}</h1>
      <p>
        {rich('The parameters stand under {1}.', { 1: <a href="#/parameters/provisioning">{t('Automatic Provisioning')}</a> })}
      </p>
      <Waiting asked={asked} />
      {state !== undefined && (
        <Section id="now" title={t('State')}>
          <Facts
            facts={[
              [t('Does now'), t(activities[state.activity])],
              [t('Server named by'), state.source ?? t('none')],
              [t('Address'), state.address ?? t('none')],
              ...(state.nextCheckAtMs == null ? [] : ([[t('Next check in'), duration(state.nextCheckAtMs - nowMs)]] as const)),
            ]}
          />
          {state.activity !== 'idle' && <progress aria-label={t(activities[state.activity])} />}
          <div class="actions start">
            <button
              type="button"
              class="main"
              disabled={state.activity !== 'idle'}
              onClick={() => void deed.run('POST', '/api/provisioning/check', undefined, t('Begun.'), asked.again)}
            >
              {t('Check now')}
            </button>
          </div>
          <Told deed={deed} />
        </Section>
      )}
      {state?.last != null && (
        <Section id="last" title={t('Last check')}>
          <Facts
            facts={[
              [t('When'), moment(state.last.atMs, true)],
              [t('Because of'), t(triggers[state.last.trigger] ?? state.last.trigger)],
            ]}
          />
          <p class={state.last.outcome.type === 'failed' ? 'error' : ''}>{outcomeWords(state.last.outcome)}</p>
          {refused.length > 0 && (
            <>
              <h3>{t('What was not taken')}</h3>
              <ul>
                {refused.map(({ what, why }) => (
                  <li key={what}>
                    <code>{what}</code>: {why}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Section>
      )}
    </>
  );
}
