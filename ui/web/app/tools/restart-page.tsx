// Restarting the phone, and giving it back as the factory made it.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useDeed } from '../asked.ts';
import { Field, Section, Told, textsOf } from '../parts.tsx';
import { t } from '../text/words.ts';

export function RestartPage(): JSX.Element {
  const restart = useDeed();
  const reset = useDeed();
  const [force, setForce] = useState(false);
  return (
    <>
      <h1>{t('Restart and reset')}</h1>
      <Section id="restart" title={t('Restart')}>
        <p>{t('Calls end, and the phone is back within seconds.')}</p>
        <p class="check">
          <input type="checkbox" id="force" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />
          <label for="force">{t('Even in the middle of a call')}</label>
        </p>
        <button
          type="button"
          class="main"
          onClick={() => void restart.run('POST', '/api/restart', { force }, t('The phone restarts.'))}
        >
          {t('Restart')}
        </button>
        <Told deed={restart} />
      </Section>
      <Section id="reset" title={t('As the factory made it')}>
        <p class="warning">{t('All settings, the call log and the directory go. The phone must be claimed again.')}</p>
        <form
          onSubmit={(event) => {
            const { confirm } = textsOf(event);
            void reset.run('POST', '/api/factory-reset', { confirm }, t('The phone starts anew.'));
          }}
        >
          <Field label={t('Write RESET to go on')} id="confirm" />
          <button type="submit">{t('Reset')}</button>
        </form>
        <Told deed={reset} />
      </Section>
    </>
  );
}
