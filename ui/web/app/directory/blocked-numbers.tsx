// Whose calls are refused.

import type { JSX } from 'preact';
import type { DirectorySnapshot } from '../../../directory-snapshot.ts';
import { useDeed } from '../asked.ts';
import { Field, Section, Told, textsOf } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

interface BlockedNumbersProps {
  readonly directory: DirectorySnapshot;
  readonly again: () => Promise<void>;
}

export function BlockedNumbers({ directory, again }: BlockedNumbersProps): JSX.Element {
  const deed = useDeed();
  return (
    <Section id="blocked" title={t('Blocked numbers')}>
      {directory.blocked.length === 0 && <p class="empty">{t('Nobody is refused.')}</p>}
      <ul class="rows">
        {directory.blocked.map(({ id, number, name }) => (
          <li key={id} class="row">
            <span class="grow">
              <strong>{number}</strong> <span class="second">{name}</span>
            </span>
            <button
              type="button"
              class="quiet"
              onClick={() =>
                void deed.run('DELETE', `/api/directory/blocked/${id}`, undefined, `${number} may call again.`, again)
              }
            >
              {rich('Let in{1}', { 1: <span class="unseen"> {number}</span> })}
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          const { 'blocked-number': number = '' } = textsOf(event);
          void deed.run('POST', '/api/directory/blocked', { number }, `${number} is refused.`, again).then((done) => {
            if (done !== undefined) form.reset();
          });
        }}
      >
        <Field label={t('Number')} id="blocked-number" />
        <button type="submit">{t('Refuse its calls')}</button>
      </form>
      <Told deed={deed} />
    </Section>
  );
}
