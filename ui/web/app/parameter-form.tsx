// One parameter as a field, saved by itself.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ParameterKind, ParameterState } from '../../administration.ts';
import { ask, type Refused } from './api.ts';

export function ParameterForm({ path }: { readonly path: string }): JSX.Element {
  const [kind, setKind] = useState<ParameterKind>();
  const [state, setState] = useState<ParameterState>();
  const [told, setTold] = useState<{ readonly text: string; readonly wrong: boolean }>();
  useEffect(() => {
    void ask<readonly ParameterKind[]>('GET', '/api/schema').then((answer) => {
      if (answer.ok) setKind(answer.value.find(({ pattern }) => pattern === path));
    });
    void ask<readonly ParameterState[]>('GET', `/api/parameters?prefix=${encodeURIComponent(path)}`).then((answer) => {
      if (answer.ok) setState(answer.value[0]);
    });
  }, [path]);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = new FormData(event.currentTarget as HTMLFormElement).get('value');
    void ask('PUT', '/api/parameters', { changes: [{ path, value }] }).then((answer) =>
      setTold(answer.ok ? { text: 'Saved.', wrong: false } : { text: `Expected ${expected(answer.refused)}.`, wrong: true }),
    );
  };
  if (kind === undefined || state === undefined) return <p>One moment.</p>;
  return (
    <form class="card" onSubmit={save}>
      <div class="field">
        <label for={path}>{kind.declaration.title}</label>
        <input id={path} name="value" value={'value' in state ? String(state.value) : ''} />
        <p class="help">{kind.declaration.help}</p>
      </div>
      <p role="status" class={told?.wrong ? 'error' : ''}>
        {told?.text}
      </p>
      <button type="submit" class="main">
        Save
      </button>
    </form>
  );
}

function expected({ errors, expected: words, error }: Refused): string {
  return errors?.[0]?.expected ?? words ?? error;
}
