// The numbers behind the digits 1 to 9.

import type { JSX } from 'preact';
import type { DirectorySnapshot, SpeedDial } from '../../../directory-snapshot.ts';
import { useDeed } from '../asked.ts';
import { Section, Told, textsOf } from '../parts.tsx';

const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function SpeedDials({ directory }: { readonly directory: DirectorySnapshot }): JSX.Element {
  const deed = useDeed();
  const dialOf = (key: number): SpeedDial | undefined => directory.speedDials.find((dial) => dial.key === key);
  return (
    <Section id="speed-dials" title="Speed dials">
      <p class="help">Holding a digit on the idle screen calls its number.</p>
      {keys.map((key) => (
        <form
          key={`${key} ${dialOf(key)?.number} ${dialOf(key)?.name}`}
          class="speed-dial"
          onSubmit={(event) => {
            const { number = '', called = '' } = textsOf(event);
            void deed.run('PUT', `/api/directory/speed-dials/${key}`, { number, name: called }, `Digit ${key} is saved.`);
          }}
        >
          <strong>{key}</strong>
          <input
            name="number"
            aria-label={`Number of digit ${key}`}
            placeholder="Number"
            defaultValue={dialOf(key)?.number ?? ''}
          />
          <input name="called" aria-label={`Name of digit ${key}`} placeholder="Name" defaultValue={dialOf(key)?.name ?? ''} />
          <button type="submit" class="quiet">
            Save<span class="unseen"> digit {key}</span>
          </button>
        </form>
      ))}
      <Told deed={deed} />
    </Section>
  );
}
