// Where the settings come from, how the last check went, and a check now.

import type { JSX } from 'preact';
import type { ProvisioningOutcome, ProvisioningState } from '../../../administration/provisioning.ts';
import { useAsked, useDeed } from '../asked.ts';
import { duration, moment, usePhoneMs } from '../moments.ts';
import type { PageProps } from '../pages.ts';
import { Facts, Section, Told, Waiting } from '../parts.tsx';

const everyMs = 1000;

const activities: Readonly<Record<ProvisioningState['activity'], string>> = {
  idle: 'Nothing',
  searching: 'Looks for a server',
  fetching: 'Fetches the settings',
  waitingForCalls: 'Waits for the end of a call',
  applying: 'Applies the settings',
};

function outcomeWords(outcome: ProvisioningOutcome): string {
  switch (outcome.type) {
    case 'applied':
      return `${outcome.changed} settings changed${outcome.restarts ? '; the phone restarts for them' : ''}.`;
    case 'unchanged':
      return 'Nothing was new.';
    case 'noSource':
      return 'Nobody says where settings are.';
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
      <h1>Provisioning</h1>
      <p>
        The parameters stand under <a href="#/parameters/provisioning">Automatic Provisioning</a>.
      </p>
      <Waiting asked={asked} />
      {state !== undefined && (
        <Section id="now" title="State">
          <Facts
            facts={[
              ['Does now', activities[state.activity]],
              ['Server named by', state.source ?? 'nobody'],
              ['Address', state.address ?? 'none'],
              ...(state.nextCheckAtMs == null ? [] : ([['Next check in', duration(state.nextCheckAtMs - nowMs)]] as const)),
            ]}
          />
          {state.activity !== 'idle' && <progress aria-label={activities[state.activity]} />}
          <div class="actions start">
            <button
              type="button"
              class="main"
              disabled={state.activity !== 'idle'}
              onClick={() => void deed.run('POST', '/api/provisioning/check', undefined, 'Begun.').then(() => asked.again())}
            >
              Check now
            </button>
          </div>
          <Told deed={deed} />
        </Section>
      )}
      {state?.last != null && (
        <Section id="last" title="Last check">
          <Facts
            facts={[
              ['When', moment(state.last.atMs, true)],
              ['Because of', state.last.trigger],
            ]}
          />
          <p class={state.last.outcome.type === 'failed' ? 'error' : ''}>{outcomeWords(state.last.outcome)}</p>
          {refused.length > 0 && (
            <>
              <h3>What was not taken</h3>
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
