// The numbers behind the digits 1 to 9.

import type { JSX } from 'preact';
import type { DirectorySnapshot, SpeedDial } from '../../../directory-snapshot.ts';
import { useDeed } from '../asked.ts';
import { Section, Told, textsOf } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9];

interface SpeedDialsProps {
  readonly directory: DirectorySnapshot;
  readonly again: () => Promise<void>;
}

export function SpeedDials({ directory, again }: SpeedDialsProps): JSX.Element {
  const deed = useDeed();
  const dialOf = (key: number): SpeedDial | undefined => directory.speedDials.find((dial) => dial.key === key);
  return (
    <Section id="speed-dials" title={t('Speed dials')}>
      <p class="help">{t('Holding a digit on the idle screen calls its number.')}</p>
      {keys.map((key) => (
        <form
          key={`${key} ${dialOf(key)?.number} ${dialOf(key)?.name}`}
          class="speed-dial"
          onSubmit={(event) => {
            const { number = '', called = '' } = textsOf(event);
            void deed.run(
              'PUT',
              `/api/directory/speed-dials/${key}`,
              { number, name: called },
              t('Digit {key} is saved.', { key }),
              again,
            );
          }}
        >
          <strong>{key}</strong>
          <input
            name="number"
            aria-label={t('Number of digit {key}', { key })}
            placeholder={t('Number')}
            defaultValue={dialOf(key)?.number ?? ''}
          />
          <input
            name="called"
            aria-label={t('Name of digit {key}', { key })}
            placeholder={t('Name')}
            defaultValue={dialOf(key)?.name ?? ''}
          />
          <button type="submit" class="quiet">
            {rich('Save{1}', { 1: <span class="unseen">{rich(' digit {1}', { 1: key })}</span> })}
          </button>
        </form>
      ))}
      <Told deed={deed} />
    </Section>
  );
}
