// Small parts that many pages are made of.

import type { ComponentChildren, JSX } from 'preact';
import type { Asked, Deed } from './asked.ts';
import { wordsOf } from './asked.ts';
import { rich, t } from './text/words.ts';

export function Section(props: {
  readonly title: string;
  readonly id: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { title, id, children } = props;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          <dd class="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How the last thing went; heard by screen readers. */
export function Told({ deed }: { readonly deed: Deed }): JSX.Element {
  return (
    <p role="status" class={deed.wrong ? 'error' : 'good'}>
      {deed.told}
    </p>
  );
}

/** A button that deletes something at the phone; its name is heard, since it is seen beside. */
export function TakeAway(props: {
  readonly deed: Deed;
  readonly path: string;
  readonly name: string;
  /** Asks for what is left. */
  readonly shown: () => Promise<unknown>;
}): JSX.Element {
  const { deed, path, name, shown } = props;
  return (
    <button type="button" class="quiet" onClick={() => void deed.run('DELETE', path, undefined, t('Taken away.'), shown)}>
      {rich('Delete{1}', { 1: <span class="unseen"> {name}</span> })}
    </button>
  );
}

/** What of a file was not taken, and why. */
export function LeftOut({
  refused,
}: {
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}): JSX.Element | null {
  if (refused.length === 0) return null;
  return (
    <>
      <h3>{t('What was not taken')}</h3>
      <ul class="second">
        {refused.map(({ name, why }) => (
          <li key={name}>
            <bdi>{name}</bdi>: {why}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What stands until the phone has answered, or instead when it refuses. */
export function Waiting<T>({ asked }: { readonly asked: Asked<T> }): JSX.Element | null {
  if (asked.refused !== undefined) return <p class="error">{wordsOf(asked.refused)}</p>;
  return asked.value === undefined ? <p class="empty">{t('One moment.')}</p> : null;
}

export function Field(props: {
  readonly label: string;
  readonly id: string;
  readonly help?: string;
  readonly type?: 'text' | 'password' | 'file';
  readonly value?: string;
  readonly placeholder?: string;
  readonly accept?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
}): JSX.Element {
  const { label, id, help, type = 'text', value, placeholder, accept, autocomplete = 'off', required = true } = props;
  const common = {
    ...{ id, name: id, placeholder, accept, autocomplete, required, spellcheck: false, defaultValue: value },
    'aria-describedby': help && `${id}-help`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'text' ? <input {...common} /> : <input type={type} {...common} />}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** The texts of a form's fields; a file's name is not one. */
export function textsOf(event: { preventDefault(): void; readonly currentTarget: HTMLFormElement }): Record<string, string> {
  event.preventDefault();
  const texts = [...new FormData(event.currentTarget)].filter((each): each is [string, string] => typeof each[1] === 'string');
  return Object.fromEntries(texts);
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const [value, unit] =
    count < 1024 ** 2 ? [count / 1024, 'kB'] : count < 1024 ** 3 ? [count / 1024 ** 2, 'MB'] : [count / 1024 ** 3, 'GB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
